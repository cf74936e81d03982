import { eye, type Tensor } from "@wengert/array";
import { allocate, elementsOf, expectNoMore, fromData } from "@wengert/array/author";
import { where } from "@wengert/ops";
import { type Value, zerosLike } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { match } from "../batch/batch.ts";
import { perLength } from "../norms/perlength.ts";
import { rowsOf, squaredDistances } from "./distance.ts";
import { differenceProducts, kernelFor, weightedTo } from "./rowdifferences.ts";

interface Pairs {
  /** y is x. The diagonal is 1 instead of 0, so that nothing on it is singular: it is not used. */
  readonly self: boolean;
}

const distanceRule: (x: Value, y: Value, o: Pairs) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "pairwiseDistance",
  impl: (x: Tensor, y: Tensor, { self }: Pairs): Tensor => {
    const { batch, count, starts } = match("pairwiseDistance", x, y);
    const [n, d] = x.shape.slice(-2);
    const m = y.shape[y.ndim - 2];
    const squares = kernelFor(n, m, d, "squaredDistances") ?? squaredDistances;
    const out = allocate(count * n * m);
    for (let b = 0; b < count; b++) {
      const [from, to, start] = [starts[0][b], starts[1][b], b * n * m];
      squares(n, m, d, elementsOf(x), from, elementsOf(y), to, out, start);
      for (let i = 0, k = start; i < n; i++) {
        for (let j = 0; j < m; j++, k++) {
          const square = out[k];
          if (square > 1e-280 && square < 1e280) out[k] = Math.sqrt(square);
          else out[k] = scaledDistance(elementsOf(x), from + i * d, elementsOf(y), to + j * d, d);
        }
        if (self) out[start + i * (n + 1)] = 1;
      }
    }
    return fromData(out, [...batch, n, m]);
  },
  jvp: ([dx, dy], [x, y], r) =>
    dx === undefined && dy === undefined
      ? undefined
      : perLength(differenceProducts(x, y, dx ?? zerosLike(x), dy ?? zerosLike(y)), r),
  vjp: (rbar, [x, y], r) => {
    const weights = perLength(rbar, r);
    return [() => weightedTo(x, weights, x, y), () => weightedTo(y, weights, y, x, true)];
  },
});

/** A distance relative to its largest difference, where squares overflow or underflow. */
function scaledDistance(x: Float64Array, from: number, y: Float64Array, to: number, d: number): number {
  let [most, sum] = [0, 0];
  for (let k = 0; k < d; k++) most = Math.max(most, Math.abs(x[from + k] - y[to + k]));
  if (most === 0 || !Number.isFinite(most)) return most;
  for (let k = 0; k < d; k++) sum += ((x[from + k] - y[to + k]) / most) ** 2;
  return most * Math.sqrt(sum);
}

/**
 * Euclidean distances between all rows of x and all rows of y.
 *
 *     Rᵢⱼ = |xᵢ − yⱼ|
 *     dRᵢⱼ = (xᵢ − yⱼ)·(dxᵢ − dyⱼ)/Rᵢⱼ
 *     x̄ᵢ = Σⱼ R̄ᵢⱼ (xᵢ − yⱼ)/Rᵢⱼ,   ȳⱼ = −Σᵢ R̄ᵢⱼ (xᵢ − yⱼ)/Rᵢⱼ
 *
 * Where two points coincide a distance has a kink: its derivative is 0 there, the subgradient of least norm, as that of
 * `norm`, and its second derivative does not exist: it is NaN, also for a function of the distance that is smooth. Use
 * `pairwiseSquaredDistance` for these, and covariances that are functions of the square. Without y, the diagonal is 0 and
 * depends on nothing, at every order.
 *
 * @param x - [..., n, d]; points of one coordinate are [n, 1]
 * @param y - [..., m, d], by default x; the leading axes broadcast
 * @returns [..., n, m]
 * @throws {ShapeError} when rows differ in length, or the leading axes do not broadcast
 * @example
 * import { tensor } from "@wengert/array";
 * import { pairwiseDistance } from "@wengert/linalg";
 *
 * pairwiseDistance(tensor([[0, 0], [3, 4]])).toArray(); // => [[0, 5], [5, 0]]
 */
export function pairwiseDistance(x: Value, y: Value = x): Tensor {
  expectNoMore("pairwiseDistance", arguments[2]);
  const [left, right] = rowsOf("pairwiseDistance", x, y);
  if (y !== x) return distanceRule(left, right, { self: false });
  return where(eye(left.shape[left.ndim - 2]), 0, distanceRule(left, left, { self: true }));
}
