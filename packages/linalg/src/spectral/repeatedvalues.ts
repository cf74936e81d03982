import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constant, constantWithAttributes } from "@wengert/rule/library";
import { roundingOf } from "./second/clusters.ts";

export interface Pairs {
  /** The order of the decomposed matrix. */
  readonly order: number;
  /** Sums of values are small, rather than differences. */
  readonly sums: boolean;
}

/** For each pair of values [..., k] 1 where they coincide (or cancel), else 0; a value coincides with itself. */
export const pairMask: (values: Value, o: Pairs) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "repeatedValues",
  impl: (values: Tensor, { order, sums }: Pairs): Tensor => {
    const k = values.shape[values.ndim - 1];
    const out = new Float64Array(values.size * k);
    for (let start = 0; start < values.size; start += k) {
      const own = values.data.subarray(start, start + k);
      const limit = roundingOf(own, order);
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < k; j++) {
          const gap = sums ? own[i] + own[j] : own[i] - own[j];
          if (i === j || Math.abs(gap) <= limit) out[(start + i) * k + j] = 1;
        }
      }
    }
    return fromData(out, [...values.shape, k]);
  },
});

/** 1 where values [..., k] are no more than rounding, else 0. */
export const zeroMask: (values: Value, o: { readonly order: number }) => Tensor =
  /* @__PURE__ */ constantWithAttributes({
    name: "repeatedValues",
    impl: (values: Tensor, { order }: { readonly order: number }): Tensor => {
      const k = values.shape[values.ndim - 1];
      const mask = new Float64Array(values.size);
      for (let start = 0; start < values.size; start += k) {
        const own = values.data.subarray(start, start + k);
        const limit = roundingOf(own, order);
        for (let i = 0; i < k; i++) mask[start + i] = Math.abs(own[i]) <= limit ? 1 : 0;
      }
      return fromData(mask, values.shape);
    },
  });

/** For each pair of values [..., n] 1 where the cotangent of one is not 0, else 0. */
export const pairsMoved: (lbar: Value) => Tensor = /* @__PURE__ */ constant({
  name: "repeatedValues",
  impl: (lbar: Tensor): Tensor => {
    const n = lbar.shape[lbar.ndim - 1];
    const out = new Float64Array(lbar.size * n);
    for (let at = 0; at < out.length; at++) {
      const start = Math.floor(at / (n * n)) * n;
      const [i, j] = [Math.floor(at / n) % n, at % n];
      out[at] = lbar.data[start + i] !== 0 || lbar.data[start + j] !== 0 ? 1 : 0;
    }
    return fromData(out, [...lbar.shape, n]);
  },
});
