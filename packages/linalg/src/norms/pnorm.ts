import type { Tensor } from "@wengert/array";
import { fromData, sizeOf } from "@wengert/array/author";
import { div, mul, pow, sum } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { constant, ruleWithAttributes } from "@wengert/rule/library";

const LAST = { axis: -1, keepDims: true } as const;

/**
 * (Σ |xᵢ|ᵖ)^(1/p) along the last axis, which stays, for p that is neither 0 nor infinite.
 *
 * Powers of large numbers overflow, and of small ones vanish: they are taken of x in a unit u, a power of two next to the entry
 * that counts most, and the norm is u times what they give.
 */
export function powerNorm(x: Tensor, p: number): Tensor {
  const unit = (p > 0 ? unitOfLargest : unitOfSmallest)(x);
  return mul(unit, pow(sum(sizePower(div(x, unit), { p }), LAST), 1 / p));
}

interface Power {
  readonly p: number;
}

/**
 * |x|ᵖ, and sign(x)|x|ᵖ, each of which is the derivative of the other: dy = p·sign(x)|x|^(p−1) dx, and back. At x = 0 this is
 * the limit, where |x| in a power would make 0·∞ of it.
 */
const sizePower: (x: Value, o: Power) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "norm",
  impl: (x: Tensor, { p }: Power): Tensor =>
    fromData(
      x.data.map((value) => Math.abs(value) ** p),
      x.shape,
    ),
  jvp: ([dx], [x], _y, { p }) => (dx === undefined ? undefined : mul(dx, slope(signedPower, x, p))),
  vjp: (ybar, [x], _y, { p }) => [mul(ybar, slope(signedPower, x, p))],
});

const signedPower: (x: Value, o: Power) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "norm",
  impl: (x: Tensor, { p }: Power): Tensor =>
    fromData(
      x.data.map((value) => Math.sign(value) * Math.abs(value) ** p),
      x.shape,
    ),
  jvp: ([dx], [x], _y, { p }) => (dx === undefined ? undefined : mul(dx, slope(sizePower, x, p))),
  vjp: (ybar, [x], _y, { p }) => [mul(ybar, slope(sizePower, x, p))],
});

/** p times the other power, of p − 1; 0 where p is. */
function slope(other: (x: Value, o: Power) => Tensor, x: Tensor, p: number): Value {
  return p === 0 ? 0 : mul(p, other(x, { p: p - 1 }));
}

const unitOfLargest: (x: Value) => Tensor = /* @__PURE__ */ constant({
  name: "norm",
  impl: (x: Tensor): Tensor => units(x, (row) => row.reduce((most, value) => Math.max(most, Math.abs(value)), 0)),
});

const unitOfSmallest: (x: Value) => Tensor = /* @__PURE__ */ constant({
  name: "norm",
  impl: (x: Tensor): Tensor =>
    units(x, (row) => row.reduce((least, value) => Math.min(least, Math.abs(value)), Number.POSITIVE_INFINITY)),
});

/** A power of two next to a size of each vector, 1 where that is 0 or no number. */
function units(x: Tensor, sizeOfRow: (row: Float64Array) => number): Tensor {
  const n = x.shape[x.ndim - 1];
  const shape = [...x.shape.slice(0, -1), 1];
  const out = new Float64Array(sizeOf(shape));
  for (let i = 0; i < out.length; i++) {
    const size = sizeOfRow(x.data.subarray(i * n, (i + 1) * n));
    out[i] = size > 0 && Number.isFinite(size) ? 2 ** Math.max(-1022, Math.floor(Math.log2(size))) : 1;
  }
  return fromData(out, shape);
}
