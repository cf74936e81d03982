import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, broadcastTo, mul, reshape, sub, sum } from "@wengert/ops";
import { resolve } from "@wengert/rule";
import { concrete } from "@wengert/trace";
import { NoRealResultError } from "../errors.ts";
import { pick } from "../parts/pick.ts";
import { type Elementwise, slopeOf } from "./elementwisederivative.ts";

/*
 * Divided differences of a function at eigenvalues, f[x₀, …, xₖ]:
 *
 *     f[x] = f(x),   f[x₀, …, xₖ] = (f[x₁, …, xₖ] − f[x₀, …, xₖ₋₁]) / (xₖ − x₀)
 *
 * Where values lie close together the difference cancels, and the integral of Hermite and Genocchi is right instead, by
 * Gauss's quadrature: for k = 1 it is ∫₀¹ f′(x₀ + u (x₁ − x₀)) du, and in general
 *
 *     ∫ … ∫ u₁ᵏ⁻¹ u₂ᵏ⁻² … f⁽ᵏ⁾(x₀ + u₁ (x₁ − x₀) + u₁ u₂ (x₂ − x₁) + …) du₁ … duₖ
 *
 * Of both an error is estimated, and the better one taken. (A function may vanish where its terms do not: so rounding is taken
 * to be as that of x, not only as that of f.) Which one it is, and where f is evaluated, are plain numbers; the
 * values of f may be followed by transformations, because it may close over what they follow.
 *
 * Source: Higham, "Functions of Matrices", 2008, appendix B.16.
 */

/** Gauss–Legendre on [0, 1]: nodes and weights, of orders 6 and 4. Their difference is the error of the latter. */
const FINE: readonly (readonly [number, number])[] = /* @__PURE__ */ mirrored([
  [0.03376524289842399, 0.08566224618958518],
  [0.16939530676686773, 0.1803807865240693],
  [0.38069040695840156, 0.23395696728634552],
]);
const COARSE: readonly (readonly [number, number])[] = /* @__PURE__ */ mirrored([
  [0.06943184420297371, 0.17392742256872692],
  [0.33000947820757187, 0.32607257743127305],
]);

function mirrored(half: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return [...half, ...half.map(([node, weight]) => [1 - node, weight] as const).reverse()];
}

// A difference that has lost fewer digits than this is taken as it is; two more at each order, for which quadrature is dear.
const GOOD = 1e-14;
const DEARER = 100;

/** Divided differences of one order, of all ascending tuples of eigenvalues. */
interface Level {
  readonly tuples: readonly (readonly number[])[];
  /** Where a tuple stands, by its place in the full table. */
  readonly places: Int32Array;
  readonly values: Tensor;
  readonly errors: Float64Array;
}

/**
 * Tables of divided differences of all orders from 0 to `order`: that of order k is [..., n, …, n] with k + 1 axes of length
 * n, and symmetric in them.
 *
 * @param points - plain eigenvalues [..., n], ascending
 * @throws {NoRealResultError} where f, or a derivative that is needed, is not finite
 */
export function dividedDifferences(f: Elementwise, points: Tensor, order: number): readonly Tensor[] {
  const n = points.shape[points.ndim - 1];
  const tables: Tensor[] = [];
  let derivative: (x: Tensor) => Tensor = (x) => broadcastTo(resolve(f(x), "matrixFunction"), x.shape);
  let level: Level | undefined;
  for (let k = 0; k <= order; k++) {
    if (k > 0) derivative = slopeOf(derivative);
    level = level === undefined ? first(derivative, points, n) : next(derivative, points, n, k, level);
    refuseInfinite(level, points, k);
    tables.push(reshape(pick(level.values, fullPlaces(level, n, k)), [...points.shape, ...new Array(k).fill(n)]));
  }
  return tables;
}

/** f at each eigenvalue. Tuples hold places in the list of all eigenvalues of a batch. */
function first(f: (x: Tensor) => Tensor, points: Tensor, n: number): Level {
  const tuples = Array.from({ length: points.size }, (_, i) => [i]);
  const values = f(reshape(points, [points.size]));
  const errors = concrete(values).data.map((value) => Number.EPSILON * Math.abs(value) + Number.MIN_VALUE);
  return { tuples, places: placesOf(tuples, points, n, 0), values, errors };
}

/** The place in the full table, of all batches, of a tuple of places in the list of all eigenvalues. */
function placeOf(tuple: readonly number[], n: number, from: number, to: number): number {
  let place = Math.floor(tuple[0] / n);
  for (let p = from; p < to; p++) place = place * n + (tuple[p] % n);
  return place;
}

function placesOf(tuples: readonly (readonly number[])[], points: Tensor, n: number, k: number): Int32Array {
  const places = new Int32Array(points.size * n ** k);
  for (const [at, tuple] of tuples.entries()) places[placeOf(tuple, n, 0, k + 1)] = at;
  return places;
}

/** The next order from the last: by differences, or by quadrature of the derivative of that order. */
function next(derivative: (x: Tensor) => Tensor, points: Tensor, n: number, k: number, last: Level): Level {
  const x = points.data;
  const tuples = last.tuples.flatMap((tuple) => {
    const from = tuple[tuple.length - 1];
    return Array.from({ length: n - (from % n) }, (_, i) => [...tuple, from + i]);
  });
  const high = Int32Array.from(tuples, (tuple) => last.places[placeOf(tuple, n, 1, k + 1)]);
  const low = Int32Array.from(tuples, (tuple) => last.places[placeOf(tuple, n, 0, k)]);
  const inverse = Float64Array.from(tuples, (tuple) => 1 / (x[tuple[k]] - x[tuple[0]]));
  const known = concrete(last.values).data;
  /** The error of a difference: of what it is taken of, and of rounding on the way to that, which is as that of x itself. */
  const errorOf = (t: number, slope: number): number => {
    const size = Math.max(Math.abs(x[tuples[t][0]]), Math.abs(x[tuples[t][k]]));
    const rounding = 2 * Number.EPSILON * size * Math.abs(slope);
    return (last.errors[high[t]] + last.errors[low[t]] + rounding) * inverse[t];
  };
  const differenceOf = (t: number): number => (known[high[t]] - known[low[t]]) * inverse[t];
  const errors = inverse.map((_, t) => errorOf(t, differenceOf(t)));
  const doubtful = [...tuples.keys()].filter(
    (t) => !(errors[t] <= GOOD * DEARER ** (k - 1) * Math.abs(differenceOf(t))),
  );
  const [fine, coarse] = [FINE, COARSE].map((rule) =>
    integrals(
      derivative,
      doubtful.map((t) => tuples[t].map((i) => x[i])),
      k,
      rule,
    ),
  );
  const chosen = new Int32Array(tuples.length).fill(-1);
  for (const [c, t] of doubtful.entries()) {
    const value = concrete(fine).data[c];
    const error = Math.abs(value - concrete(coarse).data[c]) + 2 * Number.EPSILON * Math.abs(value);
    // A kink between the nodes escapes the quadrature, but not the difference.
    const apart = Math.abs(value - differenceOf(t));
    errors[t] = Math.max(errors[t], errorOf(t, value));
    if (Number.isFinite(errors[t]) && (error >= errors[t] || apart > 16 * errors[t])) continue;
    [chosen[t], inverse[t], errors[t]] = [c, 0, error];
  }
  const differences = mul(sub(pick(last.values, high), pick(last.values, low)), fromData(inverse, [inverse.length]));
  return { tuples, places: placesOf(tuples, points, n, k), values: add(differences, pick(fine, chosen)), errors };
}

/** The integral above for each of several tuples of plain numbers. */
function integrals(
  derivative: (x: Tensor) => Tensor,
  tuples: readonly (readonly number[])[],
  k: number,
  rule: readonly (readonly [number, number])[],
): Tensor {
  let nodes: { readonly u: readonly number[]; readonly weight: number }[] = [{ u: [], weight: 1 }];
  for (let p = 1; p <= k; p++) {
    nodes = nodes.flatMap(({ u, weight }) =>
      rule.map(([node, w]) => ({ u: [...u, node], weight: weight * w * node ** (k - p) })),
    );
  }
  const at = tuples.flatMap((x) =>
    nodes.map(({ u }) => {
      let [point, reach] = [x[0], 1];
      for (const [p, one] of u.entries()) {
        reach *= one;
        point += reach * (x[p + 1] - x[p]);
      }
      return point;
    }),
  );
  const values = derivative(fromData(Float64Array.from(at), [at.length]));
  const weights = fromData(
    Float64Array.from(nodes, ({ weight }) => weight),
    [nodes.length],
  );
  return sum(mul(reshape(values, [tuples.length, nodes.length]), weights), { axis: 1 });
}

/** For each entry of the full table, where its tuple in ascending order stands. */
function fullPlaces({ places }: Level, n: number, k: number): Int32Array {
  const size = n ** (k + 1);
  const tuple = new Array<number>(k + 1);
  return places.map((_, at) => {
    for (let p = 0, rest = at % size; p <= k; p++, rest = Math.floor(rest / n)) tuple[p] = rest % n;
    tuple.sort((i, j) => i - j);
    return places[tuple.reduce((place, i) => place * n + i, Math.floor(at / size))];
  });
}

function refuseInfinite({ tuples, values }: Level, points: Tensor, k: number): void {
  const at = concrete(values).data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const where = tuples[at].map((i) => points.data[i]).join(", ");
  const what = k === 0 ? "the function" : `the derivative of order ${k} of the function, which is needed here,`;
  throw new NoRealResultError(
    `matrixFunction: ${what} is not finite (${concrete(values).data[at]}) at the eigenvalue ${where}. Add a little to the ` +
      "diagonal with addDiagonal, or use a function that is smooth there.",
    "matrixFunction",
  );
}
