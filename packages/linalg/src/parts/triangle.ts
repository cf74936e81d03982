import type { Tensor } from "@wengert/array";
import { cleared, expectNoMore, expectNumber, fromData } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { type Cell, linear } from "@wengert/rule/library";
import { checkMatrix } from "../batch/batch.ts";

interface Triangle {
  readonly upper: boolean;
  /** The outermost diagonal that is kept: 0 the main one, 1 above it, −1 below. */
  readonly k: number;
  /** A factor for the main diagonal. */
  readonly diagonal: number;
}

/** A mask, and so its own transpose. */
const triangleRule: (a: Value, o: Triangle) => Tensor = /* @__PURE__ */ linear({
  name: "triangle",
  spelling: ([{ shape, cells, presence }], arithmetic, o) => {
    if (shape.length !== 2) return undefined;
    const factor = arithmetic.constant((o as Triangle).diagonal);
    const zero = arithmetic.constant(0);
    const kept = (x: readonly Cell[], diagonal: (x: Cell) => Cell): readonly Cell[] =>
      x.map((cell, at) => {
        const [i, j] = [Math.floor(at / shape[1]), at % shape[1]];
        if (!isKept(i, j, o as Triangle)) return zero;
        return i === j ? diagonal(cell) : cell;
      });
    return {
      cells: kept(cells, (cell) => arithmetic.operator("*", cell, factor)),
      presence: presence && kept(presence, (mark) => mark),
    };
  },
  impl: triangleOf,
  tangent: (da: Tensor, o: Triangle) => fromTriangle(da, o),
  transpose: (ybar: Tensor, _a: Tensor, o: Triangle) => fromTriangle(ybar, o),
});

/** The same of a tangent or cotangent: what lies outside does not depend. */
const fromTriangle: (ybar: Value, o: Triangle) => Tensor = /* @__PURE__ */ linear({
  name: "triangle",
  spelling: "moves",
  leavesOut: true,
  impl: triangleOf,
  transpose: (ybar: Tensor, _a: Tensor, o: Triangle) => fromTriangle(ybar, o),
});

function isKept(i: number, j: number, { upper, k }: Triangle): boolean {
  return upper ? j >= i + k : j <= i + k;
}

function triangleOf(a: Tensor, { upper, k, diagonal }: Triangle): Tensor {
  const [rows, columns] = a.shape.slice(-2);
  const { data } = a;
  const out = cleared(data.length);
  for (let row = 0, i = 0; row < out.length; row += columns, i = i + 1 === rows ? 0 : i + 1) {
    const begin = row + (upper ? Math.max(0, i + k) : 0);
    const end = row + (upper ? columns : Math.min(columns, i + k + 1));
    for (let at = begin; at < end; at++) out[at] = data[at];
    if (i < columns) out[row + i] *= diagonal;
  }
  return fromData(out, a.shape);
}

/**
 * The lower triangle of a matrix, zeros above: aᵢⱼ where j ≤ i + k. Linear, and its own transpose.
 *
 * @param a - [..., m, n]
 * @param k - the last diagonal that is kept: 0 the main one, 1 the one above, −1 the one below
 * @returns [..., m, n]
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { tril } from "@wengert/linalg";
 *
 * tril(tensor([[1, 2], [3, 4]])).toArray(); // => [[1, 0], [3, 4]]
 */
export function tril(a: Value, k: number = 0): Tensor {
  expectNoMore("tril", arguments[2]);
  return masked("tril", a, { upper: false, k, diagonal: 1 });
}

/**
 * The upper triangle of a matrix, zeros below: aᵢⱼ where j ≥ i + k. Linear, and its own transpose.
 *
 * @param a - [..., m, n]
 * @param k - the first diagonal that is kept: 0 the main one, 1 the one above, −1 the one below
 * @returns [..., m, n]
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { triu } from "@wengert/linalg";
 *
 * triu(tensor([[1, 2], [3, 4]]), 1).toArray(); // => [[0, 2], [0, 0]]
 */
export function triu(a: Value, k: number = 0): Tensor {
  expectNoMore("triu", arguments[2]);
  return masked("triu", a, { upper: true, k, diagonal: 1 });
}

/** Φ(S): the lower triangle with its diagonal halved, so that Φ(S) + Φ(S)ᵀ = S for a symmetric S. Derivatives of factors use it. */
export function halvedTril(a: Value): Tensor {
  return triangleRule(a, { upper: false, k: 0, diagonal: 0.5 });
}

/** The tangent of a lower triangle: what lies above does not depend. */
export function trilTangent(da: Value, k: number = 0): Tensor {
  return fromTriangle(da, { upper: false, k, diagonal: 1 });
}

/** The tangent of an upper triangle: what lies below does not depend. */
export function triuTangent(da: Value, k: number = 0): Tensor {
  return fromTriangle(da, { upper: true, k, diagonal: 1 });
}

function masked(op: string, a: Value, o: Triangle): Tensor {
  expectNumber(op, "k", o.k);
  const matrix = resolve(a, op);
  checkMatrix(op, "a", matrix);
  return triangleRule(matrix, o);
}
