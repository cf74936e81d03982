import type { Tensor } from "@wengert/array";
import { cleared, fromData, presenceOf, withPresence } from "@wengert/array/author";
import { isInOrder, stridesOf, totalOf } from "./order.ts";

/** The sizes of products of op(A), m×k, and op(B), k×n, and where each matrix of a batch starts. */
export interface Products {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** For each product where its A and its B start. */
  readonly starts: readonly [ArrayLike<number>, ArrayLike<number>];
}

/**
 * C = op(A) op(B), where A or B is a tangent or cotangent of which some elements do not depend on anything. These
 * contribute 0, also against ∞ and NaN, in the order of the kernels; and an element of C to which none other contributes does not depend
 * either.
 *
 * @param c - the products as the kernels compute them; corrected here
 */
export function withDependence(c: Tensor, a: Tensor, b: Tensor, o: Products): Tensor {
  const [p, q] = [presenceOf(a)?.data, presenceOf(b)?.data];
  if (p === undefined && q === undefined) return c;
  const { m, n, k, transposeA, transposeB, starts } = o;
  const present = cleared(c.size);
  const [x, y, z] = [a.data, b.data, c.data];
  const inOrder = isInOrder(
    m,
    n,
    k,
    stridesOf(transposeA ? m : k, transposeA),
    stridesOf(transposeB ? k : n, transposeB),
  );
  let absent = 0;
  for (let at = 0; at < z.length; at++) {
    const j = at % n;
    const row = (at - j) / n;
    const i = row % m;
    const product = (row - i) / m;
    const left = starts[0][product] + (transposeA ? i : i * k);
    const right = starts[1][product] + (transposeB ? j * k : j);
    const [stepA, stepB] = [transposeA ? m : 1, transposeB ? 1 : n];
    const depends = (l: number): boolean => p?.[left + l * stepA] !== 0 && q?.[right + l * stepB] !== 0;
    // One term says that the element depends.
    for (let l = 0; l < k && present[at] === 0; l++) if (depends(l)) present[at] = 1;
    absent += 1 - present[at];
    // The sum is needed only where the kernel's is no number.
    if (!Number.isNaN(z[at])) continue;
    const terms = Array.from({ length: k }, (_, l) => (depends(l) ? x[left + l * stepA] * y[right + l * stepB] : 0));
    z[at] = totalOf(terms, inOrder, 0, (s, t) => s + t);
  }
  return absent === 0 ? c : withPresence(c, fromData(present, c.shape));
}
