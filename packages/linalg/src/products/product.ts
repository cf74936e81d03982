import type { Tensor } from "@wengert/array";
import { sizeOf } from "@wengert/array/author";
import { expandDims, reshape } from "@wengert/ops";
import { addTangents, type Value } from "@wengert/rule";
import { binaryWithAttributes } from "@wengert/rule/library";
import { aligned } from "../batch/batch.ts";
import { multiply, type Products, type Transposed } from "./multiply.ts";
import { spelledProduct } from "./spelledproduct.ts";

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
  spelling: ([a, b], arithmetic, o) => spelledProduct(a, b, [a.shape, b.shape], o as Products, arithmetic),
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
  reads: (k) => [1 - k],
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
