import { ShapeError, type Tensor } from "@wengert/array";
import { showShape, sizeOf } from "@wengert/array/author";
import { expandDims, reshape } from "@wengert/ops";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { binaryWithAttributes } from "@wengert/rule/library";
import { aligned, batchOf, checkMatrix, checkVector, dropAxis, sharedBatch } from "../batch/batch.ts";
import { multiply, type Products, type Transposed } from "./multiply.ts";

/**
 * C = Σ op(A) op(B), each factor as it is or transposed, the sum over some axes of the batch. From dC = Σ op(dA) op(B) + op(A) op(dB)
 * and ⟨C̄, dC⟩:
 *
 *     Ā = C̄ op(B)ᵀ, or op(B) C̄ᵀ if A is transposed
 *     B̄ = op(A)ᵀ C̄, or C̄ᵀ op(A) if B is transposed
 *
 * summed over the axes along which A or B is the same throughout. So each derivative is of this form again, with the transposes and
 * the axes in its attributes.
 */
const productRule: (a: Value, b: Value, o: Products) => Tensor = /* @__PURE__ */ binaryWithAttributes({
  name: "matmul",
  impl: multiply,
  jvp: ([da, db], [a, b], _c, o) =>
    addTangents([
      ...(da === undefined ? [] : [productRule(da, b, o)]),
      ...(db === undefined ? [] : [productRule(a, db, o)]),
    ]),
  cotangent: (k, cbar, _c, a, b, { transposeA = false, transposeB = false }) => {
    if (k === 0) {
      return transposeA
        ? productTo(a, b, cbar, { transposeA: transposeB, transposeB: true })
        : productTo(a, cbar, b, { transposeB: !transposeB });
    }
    return transposeB
      ? productTo(b, cbar, a, { transposeA: true, transposeB: transposeA })
      : productTo(b, a, cbar, { transposeA: !transposeA });
  },
  batch: manyProducts,
});

/** Many vectors and one matrix are one product, and else the one factor is repeated without a copy. */
function manyProducts([a, b]: readonly Tensor[], mapped: readonly boolean[], o?: object): Tensor {
  const { transposeA = false, transposeB = false, over } = o as Products;
  if (!mapped[0] && a.ndim === 2 && over === undefined && b.shape[transposeB ? 1 : 2] === 1) {
    const [size, length] = [b.shape[0], b.shape[transposeB ? 2 : 1]];
    const rows = productRule(reshape(b, [size, length]), a, { transposeB: !transposeA });
    return reshape(rows, [size, rows.shape[1], 1]);
  }
  return productRule(mapped[0] ? a : expandDims(a, 0), mapped[1] ? b : expandDims(b, 0), o as Products);
}

/** op(X) op(Y), added up to the shape of `target`, of which it is a cotangent. All have equally many axes. */
function productTo(target: Tensor, x: Tensor, y: Tensor, o: Transposed): Tensor {
  const over: number[] = [];
  for (let axis = -target.ndim; axis < -2; axis++) {
    const at = target.ndim + axis;
    if (target.shape[at] === 1 && (x.shape[at] !== 1 || y.shape[at] !== 1)) over.push(axis);
  }
  return productRule(x, y, over.length === 0 ? o : { ...o, over });
}

/**
 * op(A) op(B) of matrices whose shapes are known to fit. A batch against a single matrix is one tall product, and so are
 * its derivatives.
 */
export function product(a: Tensor, b: Tensor, o: Transposed = {}): Tensor {
  if (a.ndim === b.ndim) return productRule(a, b, o);
  if (a.ndim === 2 || b.ndim > 2 || o.transposeA === true) return productRule(...aligned(a, b), o);
  const rows = a.shape.slice(0, -1);
  const c = productRule(reshape(a, [sizeOf(rows), a.shape[a.ndim - 1]]), b, o);
  return reshape(c, [...rows, c.shape[1]]);
}

/**
 * The product of matrices, with NumPy's rules: batches of matrices broadcast over their leading axes, and a vector counts
 * as a row on the left and as a column on the right, with that axis dropped from the result.
 *
 *     C = A B,   dC = dA B + A dB
 *     Ā = C̄ Bᵀ,   B̄ = Aᵀ C̄
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param a - [..., m, k] or [k]
 * @param b - [..., k, n] or [k]
 * @returns [..., m, n], without m or n where a or b is a vector; a scalar for two vectors
 * @throws {ShapeError} for scalars, and where the inner lengths differ or the leading axes do not broadcast
 * @example
 * import { tensor } from "@wengert/array";
 * import { matmul } from "@wengert/linalg";
 *
 * const a = tensor([[1, 2], [3, 4]]);
 * matmul(a, a).toArray(); // => [[7, 10], [15, 22]]
 * matmul(a, tensor([1, -1])).toArray(); // => [-1, -1]
 */
export function matmul(a: Value, b: Value): Tensor {
  const [left, right] = [resolve(a, "matmul", 0), resolve(b, "matmul", 1)];
  if (left.ndim === 0 || right.ndim === 0) {
    throw new ShapeError(
      `matmul: shapes ${showShape(left.shape)} and ${showShape(right.shape)}: neither may be a scalar. Use mul.`,
      "matmul",
    );
  }
  const inner = right.shape[Math.max(0, right.ndim - 2)];
  if (left.shape[left.ndim - 1] !== inner) throw doNotFit("matmul", left, right, inner);
  if (left.ndim === 1) {
    const row = matmul(expandDims(left, 0), right);
    return dropAxis(row, right.ndim === 1 ? -1 : -2);
  }
  return right.ndim === 1 ? matvec(left, right) : product(left, right);
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
  const [matrix, vector] = [resolve(a, "matvec", 0), resolve(v, "matvec", 1)];
  checkMatrix("matvec", "a", matrix);
  checkVector("matvec", "v", vector);
  const inner = vector.shape[vector.ndim - 1];
  if (matrix.shape[matrix.ndim - 1] !== inner) throw doNotFit("matvec", matrix, vector, inner);
  sharedBatch("matvec", [matrix, vector], [batchOf(matrix), vector.shape.slice(0, -1)]);
  // Many vectors and one matrix are one product, V Aᵀ. The vector is a row, so that its elements lie side by side.
  if (matrix.ndim === 2 && vector.ndim > 1) return product(vector, matrix, { transposeB: true });
  const row = vector.ndim === 1 ? reshape(vector, [1, inner]) : expandDims(vector, -2);
  return dropAxis(product(matrix, row, { transposeB: true }), -1);
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
  const [column, row] = [resolve(a, "outer", 0), resolve(b, "outer", 1)];
  checkVector("outer", "a", column);
  checkVector("outer", "b", row);
  sharedBatch("outer", [column, row], [column.shape.slice(0, -1), row.shape.slice(0, -1)]);
  return product(expandDims(column, -1), expandDims(row, -2));
}

function doNotFit(op: string, a: Tensor, b: Tensor, inner: number): ShapeError {
  const last = a.shape[a.ndim - 1];
  const remedy = a.shape[a.ndim - 2] === inner ? " mT(a) would fit." : "";
  return new ShapeError(
    `${op}: arguments of shapes ${showShape(a.shape)} and ${showShape(b.shape)} do not fit: the last axis of the first ` +
      `has length ${last}, and meets ${inner} in the second; they must be equal.${remedy}`,
    op,
  );
}
