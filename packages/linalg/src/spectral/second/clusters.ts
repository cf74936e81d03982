import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";

/*
 * Which eigenvalues or singular values count as one when derivatives are taken. A difference of cotangents loses digits as
 * the gap between two values shrinks, (c₂ − c₁)/(λ₂ − λ₁) about ε|λ|/gap of itself. What takes the values for equal is off by
 * about gap/|λ|. So values are the same within SAME, and apart beyond CLOSE; in between neither is right to nine digits.
 */

const SAME = 1.01e-9;
export const CLOSE: number = 4e-7;

/** A run of values that count as one, of those in order. */
export interface Cluster {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** They are neither equal nor well apart. */
  readonly close: boolean;
  /** They are zero, of singular values: none is negative, so that 0 is an end. */
  readonly zero: boolean;
}

/** How values are looked at. */
export interface Spectrum {
  /** The order of the decomposed matrix: the more, the more rounding. */
  readonly order: number;
  /** They are singular values, for which zero is special. */
  readonly singular: boolean;
}

/** How far values computed from a matrix are off: gaps below that are none. */
export function roundingOf(values: Float64Array, order: number): number {
  return 8 * Number.EPSILON * order * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The clusters of values in order, ascending or descending; those of one value too. */
export function clustersOf(values: Float64Array, { order, singular }: Spectrum): readonly Cluster[] {
  const rounding = roundingOf(values, order);
  const isZero = (i: number): boolean => singular && values[i] <= rounding;
  /** Whether two values lie no further apart than this part of them, or than rounding. */
  const within = (i: number, j: number, part: number): boolean =>
    Math.abs(values[i] - values[j]) <= Math.max(rounding, part * Math.max(Math.abs(values[i]), Math.abs(values[j])));
  const clusters: Cluster[] = [];
  for (let from = 0, to = 1; from < values.length; from = to, to++) {
    const zero = isZero(from);
    while (to < values.length && zero === isZero(to) && (zero || within(to - 1, to, CLOSE))) to++;
    clusters.push({ from, to, close: !zero && !within(from, to - 1, SAME), zero });
  }
  return clusters;
}

/** Whether derivatives of the second order need a frame for a cluster. */
export function needsFrame({ from, to, zero }: Cluster): boolean {
  return zero || to - from > 1;
}

/** For each pair of values [..., k] 1 where they belong to one cluster, else 0; [..., k, k]. */
export const clusterMask: (values: Value, o: Spectrum) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "repeatedValues",
  impl: (values: Tensor, o: Spectrum): Tensor => {
    const k = values.shape[values.ndim - 1];
    const out = new Float64Array(values.size * k);
    for (let start = 0; start < values.size; start += k) {
      for (const { from, to } of clustersOf(values.data.subarray(start, start + k), o)) {
        for (let i = from; i < to; i++) out.fill(1, (start + i) * k + from, (start + i) * k + to);
      }
    }
    return fromData(out, [...values.shape, k]);
  },
});
