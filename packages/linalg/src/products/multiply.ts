import { kernels, type Tensor } from "@wengert/array";
import { allocate, cleared, elementsOf, fromData, presenceOf, sizeOf } from "@wengert/array/author";
import { sum } from "@wengert/ops";
import { batchStrides, match, sharedBatch } from "../batch/batch.ts";
import { multiplyBatch } from "./batchedproduct.ts";
import { withDependence } from "./dependence.ts";

/** Which of two factors is transposed. The kernels read it that way, and nothing is copied. */
export interface Transposed {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** And over which axes in front of the matrices, counted from the end, products are added up; they stay with length 1. */
export interface Products extends Transposed {
  readonly over?: readonly number[];
}

const NONE: readonly number[] = [];

/** [m, n], that of a factor where it is the same: a tape holds very many of them. */
function shapeOf(m: number, n: number, a: Tensor, b: Tensor): readonly number[] {
  if (a.shape[0] === m && a.shape[1] === n) return a.shape;
  return b.shape[0] === m && b.shape[1] === n ? b.shape : [m, n];
}

/** The products of two plain Tensors. */
export function multiply(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false, over = NONE }: Products,
): Tensor {
  const lda = a.shape[a.ndim - 1];
  const ldb = b.shape[b.ndim - 1];
  const m = transposeA ? lda : a.shape[a.ndim - 2];
  const k = transposeA ? a.shape[a.ndim - 2] : lda;
  const n = transposeB ? b.shape[b.ndim - 2] : ldb;
  const present = (presenceOf(a) ?? presenceOf(b)) !== undefined;
  if (a.ndim === 2 && b.ndim === 2 && !present && k > 0) {
    const out = allocate(m * n);
    kernels().gemm(transposeA, transposeB, m, n, k, 1, elementsOf(a), 0, lda, elementsOf(b), 0, ldb, 0, out, 0, n);
    return fromData(out, shapeOf(m, n, a, b));
  }
  const batch = sharedBatch("matmul", [a, b]);
  // What does not depend is known of each product, so they are made before they are added up.
  const apart = over.length > 0 && present;
  const kept = batch.map((length, axis) => (!apart && over.includes(axis - batch.length - 2) ? 1 : length));
  const shape = [...kept, m, n];
  const size = sizeOf(shape);
  const empty = k === 0 || sizeOf(batch) === 0;
  const c = fromData(empty ? cleared(size) : allocate(size), shape);
  if (!empty && size > 0) {
    multiplyBatch({
      batch,
      m,
      n,
      k,
      a: { data: elementsOf(a), strides: batchStrides(a, batch), ld: lda, transposed: transposeA },
      b: { data: elementsOf(b), strides: batchStrides(b, batch), ld: ldb, transposed: transposeB },
      c: { data: elementsOf(c), strides: batchStrides(c, batch), ld: n, transposed: false },
    });
  }
  if (!present) return c;
  const { starts } = match("matmul", a, b);
  const marked = withDependence(c, a, b, { m, n, k, transposeA, transposeB, starts: [starts[0], starts[1]] });
  return apart ? sum(marked, { axis: over, keepDims: true }) : marked;
}
