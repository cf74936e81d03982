import type { Tensor } from "@wengert/array";
import { copied, elementsOf, fromData } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { type Arithmetic, type Cell, linear, rule } from "@wengert/rule/library";

/** Tiles keep the rows that are read and the rows that are written in the cache. */
const TILE = 32;

/** Makes one n×n matrix symmetric in place: by the mean of both triangles, or by the lower one. */
function unite(n: number, data: Float64Array, start: number, mean: boolean): void {
  for (let i0 = 0; i0 < n; i0 += TILE) {
    for (let j0 = 0; j0 <= i0; j0 += TILE) {
      const end = Math.min(n, i0 + TILE);
      for (let i = i0; i < end; i++) {
        const row = start + i * n;
        for (let j = j0, mirror = start + j0 * n + i; j < Math.min(i, j0 + TILE); j++, mirror += n) {
          if (mean) data[row + j] = 0.5 * (data[row + j] + data[mirror]);
          data[mirror] = data[row + j];
        }
      }
    }
  }
}

/**
 * sym(A) = (A + Aᵀ)/2, its own transpose. What reads one triangle of a symmetric matrix has its derivatives only within
 * the symmetric matrices, and this is the projection onto them.
 */
export const symmetrized: (a: Value) => Tensor = /* @__PURE__ */ linear({
  name: "symmetrized",
  spelling: ([{ shape, cells, presence }], arithmetic) => {
    if (shape.length !== 2) return undefined;
    const [n] = shape;
    const either = (p: Cell, q: Cell): Cell => arithmetic.choice(p, arithmetic.constant(1), q);
    return { cells: spelledMean(n, cells, arithmetic), presence: presence && united(n, presence, either) };
  },
  impl: (a: Tensor): Tensor => {
    const n = a.shape[a.ndim - 1];
    const out = copied(elementsOf(a));
    for (let start = 0; start < out.length; start += n * n) unite(n, out, start, true);
    return fromData(out, a.shape);
  },
  transpose: (ybar) => symmetrized(ybar),
});

/** (A + Aᵀ)/2 number by number. */
export function spelledMean(n: number, cells: readonly Cell[], arithmetic: Arithmetic): readonly Cell[] {
  const half = arithmetic.constant(0.5);
  return united(n, cells, (lower, upper) => arithmetic.operator("*", half, arithmetic.operator("+", lower, upper)));
}

/** Both elements of each pair across the diagonal become one. */
function united(n: number, cells: readonly Cell[], one: (lower: Cell, upper: Cell) => Cell): readonly Cell[] {
  return cells.map((cell, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j ? cell : one(cells[Math.max(i, j) * n + Math.min(i, j)], cells[Math.min(i, j) * n + Math.max(i, j)]);
  });
}

/** Copies the lower triangle of one n×n matrix over the upper one. */
export function mirrorLower(n: number, data: Float64Array, start: number): void {
  unite(n, data, start, false);
}

/** The symmetric matrix with the lower triangle of a; moved within the symmetric matrices, as `symmetrized` is. */
export const fromLower: (a: Value) => Tensor = /* @__PURE__ */ rule({
  name: "fromLower",
  spelling: ([{ shape, cells }]) =>
    shape.length === 2 ? { cells: united(shape[0], cells, (lower) => lower), presence: undefined } : undefined,
  impl: (a: Tensor): Tensor => {
    const n = a.shape[a.ndim - 1];
    const out = copied(elementsOf(a));
    for (let start = 0; start < out.length; start += n * n) mirrorLower(n, out, start);
    return fromData(out, a.shape);
  },
  jvp: ([da]) => (da === undefined ? undefined : symmetrized(da)),
  vjp: (ybar) => [symmetrized(ybar)],
});
