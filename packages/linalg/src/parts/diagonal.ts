import { ones, ShapeError, type Tensor } from "@wengert/array";
import {
  cleared,
  elementsOf,
  expectNoMore,
  fromData,
  presenceOf,
  showShape,
  sizeOf,
  withPresence,
} from "@wengert/array/author";
import { broadcastTo, sum } from "@wengert/ops";
import { ownElements } from "@wengert/ops/author";
import { resolve, type Value } from "@wengert/rule";
import { linear, rule } from "@wengert/rule/library";
import { batchOf, checkMatrix, checkVector, orderOf, sharedBatch } from "../batch/batch.ts";

const diagonalRule: (a: Value) => Tensor = /* @__PURE__ */ linear({
  name: "diagonal",
  spelling: "moves",
  impl: (a: Tensor): Tensor => {
    const [rows, columns] = a.shape.slice(-2);
    const length = Math.min(rows, columns);
    const shape = [...batchOf(a), length];
    const out = new Float64Array(sizeOf(shape));
    for (let k = 0, start = 0; k < out.length; start += rows * columns) {
      for (let i = 0; i < length; i++) out[k++] = elementsOf(a)[start + i * (columns + 1)];
    }
    return fromData(out, shape);
  },
  transpose: (ybar, a) => fromDiagonal(ybar, { rows: a.shape[a.ndim - 2], columns: a.shape[a.ndim - 1] }),
});

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** A diagonal in a matrix of zeros. */
const placeRule: (v: Value, o: Size) => Tensor = /* @__PURE__ */ linear({
  name: "diag",
  spelling: "moves",
  impl: placed,
  tangent: (dv: Tensor, o: Size) => fromDiagonal(dv, o),
  transpose: (ybar: Tensor) => diagonalRule(ybar),
});

/** The same of a tangent, and the transpose of `diagonal`: what is beside it does not depend. */
const fromDiagonal: (ybar: Value, o: Size) => Tensor = /* @__PURE__ */ linear({
  name: "diag",
  spelling: "moves",
  leavesOut: true,
  impl: placed,
  transpose: (ybar: Tensor) => diagonalRule(ybar),
});

function placed(v: Tensor, { rows, columns }: Size): Tensor {
  const length = v.shape[v.ndim - 1];
  const shape = [...v.shape.slice(0, -1), rows, columns];
  const out = cleared(sizeOf(shape));
  for (let k = 0, start = 0; k < v.size; start += rows * columns) {
    for (let i = 0; i < length; i++) out[start + i * (columns + 1)] = elementsOf(v)[k++];
  }
  return fromData(out, shape);
}

/**
 * The diagonal of a matrix, yᵢ = aᵢᵢ. Linear; its transpose places a vector on the diagonal of zeros.
 *
 * @param a - [..., m, n]
 * @returns [..., min(m, n)]
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { diagonal } from "@wengert/linalg";
 *
 * diagonal(tensor([[1, 2], [3, 4]])).toArray(); // => [1, 4]
 */
export function diagonal(a: Value): Tensor {
  expectNoMore("diagonal", arguments[1]);
  const matrix = resolve(a, "diagonal");
  checkMatrix("diagonal", "a", matrix);
  return diagonalRule(matrix);
}

/**
 * The diagonal matrix of a vector: `diagonal(diag(v))` is v. Linear; its transpose takes the diagonal.
 *
 * @param v - [..., n]
 * @returns [..., n, n]
 * @throws {ShapeError} for a scalar
 * @example
 * import { tensor } from "@wengert/array";
 * import { diag } from "@wengert/linalg";
 *
 * diag(tensor([1, 2])).toArray(); // => [[1, 0], [0, 2]]
 */
export function diag(v: Value): Tensor {
  expectNoMore("diag", arguments[1]);
  const vector = resolve(v, "diag");
  checkVector("diag", "v", vector);
  const n = vector.shape[vector.ndim - 1];
  return placeRule(vector, { rows: n, columns: n });
}

/**
 * The sum of the diagonal, y = Σ aᵢᵢ.
 *
 *     dy = Σ daᵢᵢ,   Ā = ȳ I
 *
 * @param a - [..., m, n]
 * @returns [...]
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { trace } from "@wengert/linalg";
 *
 * trace(tensor([[1, 2], [3, 4]])).item(); // => 5
 */
export function trace(a: Value): Tensor {
  expectNoMore("trace", arguments[1]);
  const matrix = resolve(a, "trace");
  checkMatrix("trace", "a", matrix);
  return sum(diagonalRule(matrix), { axis: -1 });
}

const addDiagonalRule: (a: Value, d: Value) => Tensor = /* @__PURE__ */ rule({
  name: "addDiagonal",
  impl: (a: Tensor, d: Tensor): Tensor => {
    const presence = presenceOf(a);
    const y = withDiagonalAdded(a, d);
    return presence === undefined ? y : withPresence(y, withDiagonalAdded(presence, presenceOf(d) ?? ones(d.shape)));
  },
  jvp: ([da, dd], [, d]) => {
    if (dd === undefined) return da;
    const n = d.shape[d.ndim - 1];
    return da === undefined ? fromDiagonal(dd, { rows: n, columns: n }) : addDiagonalRule(da, dd);
  },
  vjp: (ybar) => [ybar, () => diagonalRule(ybar)],
  reads: () => [],
  batch: "leading",
});

function withDiagonalAdded(a: Tensor, d: Tensor): Tensor {
  const n = d.shape[d.ndim - 1];
  const out = ownElements(a);
  for (let k = 0, start = 0; k < d.size; start += n * n) {
    for (let i = 0; i < n; i++) out[start + i * (n + 1)] += elementsOf(d)[k++];
  }
  return fromData(out, a.shape);
}

/**
 * A + diag(d), without making the diagonal matrix: noise or jitter on a covariance.
 *
 *     dy = dA + diag(dd),   Ā = Ȳ,   d̄ = diagonal of Ȳ, summed for a scalar
 *
 * @param a - [..., n, n]
 * @param d - a scalar, or [..., n]; the leading axes broadcast
 * @returns [..., n, n]
 * @throws {ShapeError} when a is not square, or d does not fit its diagonal
 * @example
 * import { zeros } from "@wengert/array";
 * import { addDiagonal } from "@wengert/linalg";
 *
 * addDiagonal(zeros([2, 2]), 0.5).toArray(); // => [[0.5, 0], [0, 0.5]]
 */
export function addDiagonal(a: Value, d: Value): Tensor {
  expectNoMore("addDiagonal", arguments[2]);
  const [matrix, added] = [resolve(a, "addDiagonal", 0), resolve(d, "addDiagonal", 1)];
  const n = orderOf("addDiagonal", "a", matrix);
  const length = added.ndim === 0 ? 1 : added.shape[added.ndim - 1];
  if (length !== n && length !== 1) {
    throw new ShapeError(
      `addDiagonal: d of shape ${showShape(added.shape)} does not fit the diagonal of a of shape ` +
        `${showShape(matrix.shape)}: give a scalar, or a vector of ${n}.`,
      "addDiagonal",
    );
  }
  const batch = sharedBatch("addDiagonal", [matrix, added], [batchOf(matrix), added.shape.slice(0, -1)]);
  return addDiagonalRule(broadcastTo(matrix, [...batch, n, n]), broadcastTo(added, [...batch, n]));
}
