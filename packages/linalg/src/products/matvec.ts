import { kernels, type Tensor } from "@wengert/array";
import {
  allocate,
  cleared,
  elementsOf,
  expectNoMore,
  fromData,
  presenceOf,
  sameShape,
  withPresence,
} from "@wengert/array/author";
import { expandDims } from "@wengert/ops";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { binary, binaryWithAttributes } from "@wengert/rule/library";
import { batchOf, checkMatrix, checkVector, dropAxis, sharedBatch } from "../batch/batch.ts";
import { doNotFit } from "./donotfit.ts";
import { multiply } from "./multiply.ts";
import { product } from "./product.ts";
import { spelledProduct } from "./spelledproduct.ts";

/*
 * Products of matrices and vectors whose leading axes are the same. Each is one operation, where `product` would need the vector as
 * a matrix: two lines more in every record of a program.
 */

interface OfMatrix {
  /** Whether the matrix is transposed. */
  readonly transpose: boolean;
}

const PLAIN: OfMatrix = { transpose: false };

/**
 * y = op(A) v, for A [..., m, n] and v [..., n], or [..., m] if A is transposed.
 *
 *     dy = op(dA) v + op(A) dv
 *     Ā = ȳ vᵀ, or v ȳᵀ if A is transposed,   v̄ = op(A)ᵀ ȳ
 */
const matvecRule: (a: Value, v: Value, o: OfMatrix) => Tensor = /* @__PURE__ */ binaryWithAttributes({
  name: "matvec",
  spelling: ([a, v], arithmetic, o) =>
    spelledProduct(
      a,
      v,
      [a.shape, [1, ...v.shape]],
      { transposeA: (o as OfMatrix).transpose, transposeB: true },
      arithmetic,
    ),
  impl: (a: Tensor, v: Tensor, { transpose }: OfMatrix): Tensor => {
    if (a.ndim === 2 && areNumbers(a, v)) return ofOne(a, v, transpose);
    const y = multiply(a, insertAxis(v, -2), { transposeA: transpose, transposeB: true });
    return reshaped(y, y.shape.slice(0, -1));
  },
  jvp: ([da, dv], [a, v], _y, o) =>
    addTangents([
      ...(da === undefined ? [] : [matvecRule(da, v, o)]),
      ...(dv === undefined ? [] : [matvecRule(a, dv, o)]),
    ]),
  cotangent: (k, ybar, _y, a, v, { transpose }) => {
    if (k === 1) return matvecRule(a, ybar, { transpose: !transpose });
    return transpose ? outerRule(v, ybar) : outerRule(ybar, v);
  },
  batch: ([a, v], _mapped, o) => matvecOf(a, v, o as OfMatrix),
});

/**
 * C = a bᵀ, for a [..., m] and b [..., n].
 *
 *     dC = da bᵀ + a dbᵀ
 *     ā = C̄ b,   b̄ = C̄ᵀ a
 */
const outerRule: (a: Value, b: Value) => Tensor = /* @__PURE__ */ binary({
  name: "outer",
  spelling: ([a, b], arithmetic) =>
    spelledProduct(
      a,
      b,
      [
        [...a.shape, 1],
        [1, ...b.shape],
      ],
      {},
      arithmetic,
    ),
  impl: (a: Tensor, b: Tensor): Tensor =>
    a.ndim === 1 && areNumbers(a, b) ? outerOfOne(a, b) : multiply(insertAxis(a, -1), insertAxis(b, -2), {}),
  jvp: ([da, db], [a, b]) =>
    addTangents([...(da === undefined ? [] : [outerRule(da, b)]), ...(db === undefined ? [] : [outerRule(a, db)])]),
  cotangent: (k, cbar, _c, a, b) =>
    k === 0 ? matvecRule(cbar, b, { transpose: false }) : matvecRule(cbar, a, { transpose: true }),
  batch: ([a, b]) => outerOf(a, b),
});

/** Whether two plain Tensors are their numbers, with nothing known of dependence. */
function areNumbers(a: Tensor, b: Tensor): boolean {
  return presenceOf(a) === undefined && presenceOf(b) === undefined;
}

/** op(A) v of one matrix and one vector, without objects for their shapes: these cost as much as a small product. */
function ofOne(a: Tensor, v: Tensor, transpose: boolean): Tensor {
  const [m, k, lda] = [a.shape[transpose ? 1 : 0], v.size, a.shape[1]];
  if (m === 0 || k === 0) return fromData(cleared(m), [m]);
  const y = allocate(m);
  kernels().gemm(transpose, true, m, 1, k, 1, elementsOf(a), 0, lda, elementsOf(v), 0, k, 0, y, 0, 1);
  return fromData(y, [m]);
}

/** a bᵀ of two vectors, likewise. */
function outerOfOne(a: Tensor, b: Tensor): Tensor {
  const [m, n] = [a.size, b.size];
  const c = allocate(m * n);
  if (m * n > 0) kernels().gemm(false, false, m, n, 1, 1, elementsOf(a), 0, 1, elementsOf(b), 0, n, 0, c, 0, n);
  return fromData(c, [m, n]);
}

/** The same elements of a plain Tensor in another shape, with what is known of their dependence. */
function reshaped(x: Tensor, shape: readonly number[]): Tensor {
  const presence = presenceOf(x);
  const y = fromData(elementsOf(x), shape);
  return presence === undefined ? y : withPresence(y, fromData(elementsOf(presence), shape));
}

/** With one more axis of length 1, the last or the one before. */
function insertAxis(x: Tensor, axis: -1 | -2): Tensor {
  const own = x.shape[x.ndim - 1];
  return reshaped(x, [...x.shape.slice(0, -1), ...(axis === -1 ? [own, 1] : [1, own])]);
}

/** op(A) v, where leading axes broadcast. */
function broadcastMatvec(a: Tensor, v: Tensor, { transpose }: OfMatrix): Tensor {
  // Many vectors and one matrix are one product, V op(A)ᵀ. The vector is a row, so that its elements lie side by side.
  if (a.ndim === 2 && v.ndim > 1) return product(v, a, { transposeB: !transpose });
  return dropAxis(product(a, expandDims(v, -2), { transposeA: transpose, transposeB: true }), -1);
}

/**
 * Matrices times vectors, both in batches that broadcast: yᵢ = Aᵢ vᵢ. (`matmul` takes an argument of two axes for a
 * matrix; here the last axis alone is the vector.)
 *
 *     dy = dA v + A dv,   Ā = ȳ vᵀ,   v̄ = Aᵀ ȳ
 *
 * @param a - [..., m, n]
 * @param v - [..., n]
 * @returns [..., m]
 * @throws {ShapeError} where lengths differ or the leading axes do not broadcast
 * @example
 * import { tensor } from "@wengert/array";
 * import { matvec } from "@wengert/linalg";
 *
 * matvec(tensor([[1, 2], [3, 4]]), tensor([[1, 0], [0, 1]])).toArray(); // => [[1, 3], [2, 4]]
 */
export function matvec(a: Value, v: Value): Tensor {
  expectNoMore("matvec", arguments[2]);
  const [matrix, vector] = [resolve(a, "matvec", 0), resolve(v, "matvec", 1)];
  checkMatrix("matvec", "a", matrix);
  checkVector("matvec", "v", vector);
  const inner = vector.shape[vector.ndim - 1];
  if (matrix.shape[matrix.ndim - 1] !== inner) throw doNotFit("matvec", matrix, vector, inner);
  if (matrix.ndim === 2 && vector.ndim === 1) return matvecRule(matrix, vector, PLAIN);
  sharedBatch("matvec", [matrix, vector], [batchOf(matrix), vector.shape.slice(0, -1)]);
  return matvecOf(matrix, vector);
}

/**
 * The products of all pairs of elements of two vectors, y = a bᵀ.
 *
 *     dy = da bᵀ + a dbᵀ,   ā = ȳ b,   b̄ = ȳᵀ a
 *
 * @param a - [..., m]
 * @param b - [..., n]
 * @returns [..., m, n]
 * @throws {ShapeError} for scalars, and where the leading axes do not broadcast
 * @example
 * import { tensor } from "@wengert/array";
 * import { outer } from "@wengert/linalg";
 *
 * outer(tensor([1, 2]), tensor([3, 4, 5])).toArray(); // => [[3, 4, 5], [6, 8, 10]]
 */
export function outer(a: Value, b: Value): Tensor {
  expectNoMore("outer", arguments[2]);
  const [column, row] = [resolve(a, "outer", 0), resolve(b, "outer", 1)];
  checkVector("outer", "a", column);
  checkVector("outer", "b", row);
  if (column.ndim === 1 && row.ndim === 1) return outerRule(column, row);
  sharedBatch("outer", [column, row], [column.shape.slice(0, -1), row.shape.slice(0, -1)]);
  return outerOf(column, row);
}

/** op(A) v of arguments whose shapes are known to fit. */
export function matvecOf(a: Tensor, v: Tensor, o: OfMatrix = PLAIN): Tensor {
  if (a.ndim === 2 && v.ndim === 1) return matvecRule(a, v, o);
  return a.ndim === v.ndim + 1 && sameShape(batchOf(a), v.shape.slice(0, -1))
    ? matvecRule(a, v, o)
    : broadcastMatvec(a, v, o);
}

function outerOf(a: Tensor, b: Tensor): Tensor {
  if (sameShape(a.shape.slice(0, -1), b.shape.slice(0, -1))) return outerRule(a, b);
  return product(expandDims(a, -1), expandDims(b, -2));
}
