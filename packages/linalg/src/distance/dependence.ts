import type { Tensor } from "@wengert/array";
import { fromData, presenceOf, withPresence } from "@wengert/array/author";

/*
 * Differences of rows where some elements of a tangent or cotangent do not depend on anything. These contribute nothing, not
 * even against ∞ or NaN; and an element of the result to which none other contributes does not depend either.
 */

/** Sizes of [n, d] and [m, d], how many of them there are, and where each begins, tensor by tensor. */
export interface Pairs {
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly count: number;
  readonly starts: readonly ArrayLike<number>[];
}

/** Whether any of the tensors says which of its elements depend. */
export function anyDependence(...xs: readonly Tensor[]): boolean {
  return xs.some((x) => presenceOf(x) !== undefined);
}

/** P(x, y, u, v), of shape [..., n, m]. */
export function dependingProducts(
  [x, y, u, v]: readonly Tensor[],
  { n, m, d, count, starts }: Pairs,
  shape: readonly number[],
): Tensor {
  const [left, right] = [dependsOn(x, y), dependsOn(u, v)];
  const [out, present] = [new Float64Array(count * n * m), new Float64Array(count * n * m)];
  for (let b = 0, at = 0; b < count; b++) {
    const [xStart, yStart, uStart, vStart] = starts.map((start) => start[b]);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < m; j++, at++) {
        for (let k = 0; k < d; k++) {
          const [row, column] = [i * d + k, j * d + k];
          if (!left(xStart + row, yStart + column) || !right(uStart + row, vStart + column)) continue;
          present[at] = 1;
          out[at] +=
            (x.data[xStart + row] - y.data[yStart + column]) * (u.data[uStart + row] - v.data[vStart + column]);
        }
      }
    }
  }
  return withPresence(fromData(out, shape), fromData(present, shape));
}

/** W(w, x, y), or Wᵀ, of shape [..., n, d]. */
export function dependingWeighted(
  [w, x, y]: readonly Tensor[],
  { n, m, d, count, starts }: Pairs,
  transpose: boolean,
  shape: readonly number[],
): Tensor {
  const [weight, pair] = [presenceOf(w)?.data, dependsOn(x, y)];
  const [out, present] = [new Float64Array(count * n * d), new Float64Array(count * n * d)];
  for (let b = 0, at = 0; b < count; b++) {
    const [wStart, xStart, yStart] = starts.map((start) => start[b]);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < d; k++, at++) {
        for (let j = 0; j < m; j++) {
          const from = wStart + (transpose ? j * n + i : i * m + j);
          const [row, column] = [xStart + i * d + k, yStart + j * d + k];
          if (weight?.[from] === 0 || !pair(row, column)) continue;
          present[at] = 1;
          out[at] += w.data[from] * (x.data[row] - y.data[column]);
        }
      }
    }
  }
  return withPresence(fromData(out, shape), fromData(present, shape));
}

/** Whether a difference depends: one of its sides does. A side of zeros beside one that keeps track stands for no tangent. */
function dependsOn(x: Tensor, y: Tensor): (xAt: number, yAt: number) => boolean {
  const [p, q] = [presenceOf(x), presenceOf(y)];
  if (p === undefined && q === undefined) return () => true;
  const [left, right] = [(p ?? x).data, (q ?? y).data];
  const [all, every] = [p === undefined && left.some(Boolean), q === undefined && right.some(Boolean)];
  return (xAt, yAt) => all || every || left[xAt] !== 0 || right[yAt] !== 0;
}
