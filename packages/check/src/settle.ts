import type { Tensor } from "@wengert/array";
import { concrete } from "@wengert/trace";
import { disagreement, largestOf } from "./compare.ts";
import { differences, perturbed, type TensorsFunction } from "./finitedifference.ts";

/** Halvings of the step that are tried when the first one does not settle it, each by this factor. */
const SHRINK = 4;
const LEVELS = 14;
const WIDEST = 0.25;

/** Rounding of values, relative to the largest that are computed on the way to them. */
export const rounding: number = 64 * Number.EPSILON;

/** A derivative by finite differences, and how far that can be trusted. */
interface Estimate {
  readonly value: number;
  readonly error: number;
}

/**
 * Compares a derivative along a direction with finite differences, relative to the largest element.
 *
 * A step fits neither every function nor every unit. If the given one does not confirm the derivative, steps from a quarter of
 * the direction down to 10⁻⁹ of it are tried (Ridders' tableau), and an element is right if an estimate that can be trusted
 * says so.
 *
 * @param dys - the derivative to check
 * @param dxs - the direction, of the size of the arguments
 * @throws {RuleCheckError} when they differ by more than `tolerance`
 */
export function agreeWithDifferences(
  op: string,
  claim: string,
  f: TensorsFunction,
  xs: readonly Tensor[],
  dxs: readonly Tensor[],
  dys: readonly Tensor[],
  { step = 2e-3, tolerance = 1e-7 }: { readonly step?: number | undefined; readonly tolerance?: number | undefined },
): void {
  const ys = f(xs);
  let around: readonly (readonly Tensor[])[] | undefined;
  const quick = differences(f, xs, dxs, { step });
  let tableau: readonly (readonly (readonly Estimate[])[])[] | undefined;
  for (const [i, dy] of dys.entries()) {
    const [got, wanted] = [concrete(dy).data, concrete(quick[i]).data];
    const scale = largestOf([dy, quick[i]]);
    // What rounding of the values leaves of a derivative of 0.
    let noise = (rounding * largestOf([ys[i]])) / step;
    for (let k = 0; k < got.length; k++) {
      if (Math.abs(got[k] - wanted[k]) <= tolerance * scale + noise) continue;
      around ??= valuesAround(f, xs, dxs);
      noise = (rounding * Math.max(...around.map((values) => largestOf([values[i]])))) / step;
      tableau ??= ridders(f, xs, dxs);
      const size = largestOf([dy]);
      const trusted = tableau[i][k].filter(({ error }) => error <= 10 * tolerance * size + noise);
      if (trusted.some(({ value }) => Math.abs(got[k] - value) <= tolerance * size + noise)) continue;
      const nearest = tableau[i][k].toSorted((a, b) => a.error - b.error)[0]?.value ?? wanted[k];
      const where = dys.length === 1 ? "" : ` [${i}]`;
      const error = Math.abs(got[k] - nearest) / Math.max(size, Math.abs(nearest));
      throw disagreement(op, `${claim}${where}`, k, got[k], nearest, error, tolerance);
    }
  }
}

/** For each element of each output the estimates of Ridders' tableau. Steps that leave the domain have none. */
function ridders(f: TensorsFunction, xs: readonly Tensor[], dxs: readonly Tensor[]): Estimate[][][] {
  const estimates: Estimate[][][] = f(xs).map((y) => Array.from({ length: y.size }, () => []));
  let above: Float64Array[][] = [];
  for (let level = 0, h = WIDEST; level < LEVELS; level++, h /= SHRINK) {
    const central = centralDifference(f, xs, dxs, h);
    const row = central === undefined ? [] : [central];
    for (let j = 1; j <= above.length && row.length > 0; j++) {
      const weight = SHRINK ** (2 * j);
      const [finer, coarser] = [row[j - 1], above[j - 1]];
      row.push(finer.map((one, i) => one.map((value, k) => (weight * value - coarser[i][k]) / (weight - 1))));
      for (const [i, one] of row[j].entries()) {
        for (let k = 0; k < one.length; k++) {
          const error = Math.max(Math.abs(one[k] - finer[i][k]), Math.abs(one[k] - coarser[i][k]));
          if (Number.isFinite(error)) estimates[i][k].push({ value: one[k], error });
        }
      }
    }
    above = row;
  }
  return estimates;
}

/** The values at the point and at both ends of the widest step. What cancels at the point is of their size. */
function valuesAround(f: TensorsFunction, xs: readonly Tensor[], dxs: readonly Tensor[]): (readonly Tensor[])[] {
  return [0, WIDEST, -WIDEST].flatMap((h) => {
    try {
      return [f(perturbed(xs, dxs, h))];
    } catch {
      return [];
    }
  });
}

function centralDifference(
  f: TensorsFunction,
  xs: readonly Tensor[],
  dxs: readonly Tensor[],
  h: number,
): Float64Array[] | undefined {
  try {
    const [up, down] = [f(perturbed(xs, dxs, h)), f(perturbed(xs, dxs, -h))];
    return up.map((y, i) => concrete(y).data.map((value, k) => (value - concrete(down[i]).data[k]) / (2 * h)));
  } catch {
    return undefined; // outside of the domain, as of a factorization
  }
}
