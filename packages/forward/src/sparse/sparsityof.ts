import { ShapeError, type Tensor, TracedValueError } from "@wengert/array";
import { expectFunction, expectNoMore, fromData, presenceOf, showShape } from "@wengert/array/author";
import { Batch, basis } from "@wengert/batch/author";
import { resolve, type Value } from "@wengert/rule";
import { concrete, isTraced, within, withoutDerivatives } from "@wengert/trace";
import { Forward } from "../dual.ts";
import type { Sparsity } from "./pattern.ts";

/** How many elements the tangents of one pass have together. */
const PASS = 2 ** 20;

/**
 * Which elements of a Jacobian may differ from 0: what each output depends on. It is found by following every input
 * through the function, so it holds what can be different from 0, also where it happens to be 0 at this point. Of a choice
 * (`where`, `maximum`) only the branch that is taken counts, and what operations on whole matrices (solves,
 * factorizations) return depends on all of their input.
 *
 * The time grows with inputs × outputs. It is meant to be done once, for many Jacobians.
 *
 * @param f - of a vector [n], to a vector [m]
 * @returns a function of the point
 * @throws {ShapeError} for an argument or a value that is no vector
 * @example
 * import { tensor } from "@wengert/array";
 * import { sparsityOf } from "@wengert/forward";
 * import { mul, slice } from "@wengert/ops";
 *
 * const pattern = sparsityOf((x) => mul(slice(x, [0], [2]), slice(x, [1], [3])))(tensor([0, 0, 0]));
 * [...pattern.rows]; // => [0, 0, 1, 1]
 * [...pattern.columns]; // => [0, 1, 1, 2]
 */
export function sparsityOf(f: (x: Tensor) => Value): (x: Value) => Sparsity {
  expectNoMore("sparsityOf", arguments[1]);
  expectFunction("sparsityOf", "f", f);
  return (x) => {
    const bare = withoutDerivatives(resolve(x, "sparsityOf"));
    if (isTraced(bare)) {
      throw new TracedValueError(
        "sparsityOf: x stands for many values at once, as inside vmap, and each could have a pattern of its own. Find the pattern " +
          "outside, at one point, and hand it in.",
        "sparsityOf",
      );
    }
    const point = concrete(bare);
    const n = vector("sparsityOf", "x", point);
    const [rows, columns]: [number[], number[]] = [[], []];
    let m = 0;
    const step = Math.max(1, Math.floor(PASS / Math.max(1, n)));
    for (let start = 0; start === 0 || start < n; start += step) {
      const found = dependence(f, point, start, Math.min(step, n - start));
      m = found.m;
      for (const [row, column] of found.at) {
        rows.push(row);
        columns.push(column);
      }
    }
    const order = Array.from(rows.keys()).sort((i, j) => rows[i] - rows[j] || columns[i] - columns[j]);
    return {
      shape: [m, n],
      rows: Int32Array.from(order, (k) => rows[k]),
      columns: Int32Array.from(order, (k) => columns[k]),
    };
  };
}

/** The outputs that depend on each of some neighbouring inputs. */
function dependence(
  f: (x: Tensor) => Value,
  x: Tensor,
  start: number,
  count: number,
): { readonly m: number; readonly at: readonly (readonly [row: number, column: number])[] } {
  const batch = new Batch(count);
  const forward = new Forward();
  const moved = basis(x, start, count, true);
  const y = within(batch, () =>
    within(forward, () => resolve(f(forward.dual(x, [batch.stacked(moved)])), "sparsityOf")),
  );
  const m = vector("sparsityOf", "the value", y);
  const [dy] = forward.tangentsOf(y);
  if (dy === undefined || count === 0) return { m, at: [] };
  const tangent = batch.spread(dy);
  const present = presenceOf(tangent) ?? fromData(new Float64Array(count * m).fill(1), [count, m]);
  const at: [number, number][] = [];
  for (const [k, depends] of present.data.entries()) if (depends !== 0) at.push([k % m, start + Math.floor(k / m)]);
  return { m, at };
}

/** The length of a vector. */
export function vector(op: string, what: string, { shape }: Tensor): number {
  if (shape.length === 1) return shape[0];
  throw new ShapeError(
    `${op}: ${what} has shape ${showShape(shape)}, but a sparse Jacobian is that of a vector by a vector. Use reshape.`,
    op,
  );
}
