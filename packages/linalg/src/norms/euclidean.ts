import type { Tensor } from "@wengert/array";
import { elementsOf, fromData } from "@wengert/array/author";
import { broadcastTo, mul, sum } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { perLength } from "./perlength.ts";

/** The last axis, which stays with length 1. */
export interface Axis {
  readonly keepDims: true;
  readonly axis: number;
}

/**
 *     y = √Σ xᵢ²,   dy = Σ xᵢ dxᵢ / y,   x̄ = ȳ x / y;   where y is 0, the derivative is 0, and the second is NaN
 *
 * Over the last axis, which stays with length 1.
 */
export const euclideanNorm: (x: Value, o: Axis) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "norm",
  impl: (x: Tensor, _o: Axis): Tensor => {
    const n = x.shape[x.ndim - 1];
    const shape = [...x.shape.slice(0, -1), 1];
    const out = new Float64Array(shape.reduce((size, length) => size * length, 1));
    const data = elementsOf(x);
    for (let i = 0; i < out.length; i++) out[i] = lengthOf(data.subarray(i * n, (i + 1) * n));
    return fromData(out, shape);
  },
  jvp: ([dx], [x], y, o) => (dx === undefined ? undefined : sum(mul(unit(x, y), dx), o)),
  vjp: (ybar, [x], y) => [mul(ybar, unit(x, y))],
});

/** √Σ x², of entries relative to the largest where squares overflow or underflow. */
function lengthOf(x: Float64Array): number {
  const squares = sumOfSquares(x);
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  const most = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (most === 0 || !Number.isFinite(most)) return most;
  return most * Math.sqrt(x.reduce((total, value) => total + (value / most) ** 2, 0));
}

/** Four sums side by side: one alone waits for each addition. */
function sumOfSquares(x: Float64Array): number {
  let [a, b, c, d, i] = [0, 0, 0, 0, 0];
  for (; i < x.length - 3; i += 4) {
    a += x[i] * x[i];
    b += x[i + 1] * x[i + 1];
    c += x[i + 2] * x[i + 2];
    d += x[i + 3] * x[i + 3];
  }
  for (; i < x.length; i++) a += x[i] * x[i];
  return a + b + (c + d);
}

function unit(x: Tensor, y: Tensor): Tensor {
  return perLength(x, broadcastTo(y, x.shape));
}
