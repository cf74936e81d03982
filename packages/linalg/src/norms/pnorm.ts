import type { Tensor } from "@wengert/array";
import { fromData, sizeOf } from "@wengert/array/author";
import { abs, div, mul, pow, sum } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { constant } from "@wengert/rule/library";

const LAST = { axis: -1, keepDims: true } as const;

/**
 * (Σ |xᵢ|ᵖ)^(1/p) along the last axis, which stays, for p that is neither 0 nor infinite.
 *
 * Powers of large numbers overflow, and of small ones vanish: they are taken of x in a unit u, a power of two next to the entry
 * that counts most, and the norm is u times what they give.
 */
export function powerNorm(x: Tensor, p: number): Tensor {
  const unit = (p > 0 ? unitOfLargest : unitOfSmallest)(x);
  return mul(unit, pow(sum(pow(div(abs(x), unit), p), LAST), 1 / p));
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
