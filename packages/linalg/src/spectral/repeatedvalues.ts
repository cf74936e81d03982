import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, expandDims, mul, reciprocal, sub } from "@wengert/ops";
import { nonDifferentiable } from "@wengert/rule";
import { positionOf } from "../batch/batch.ts";
import { RepeatedValuesError } from "../errors.ts";

/*
 * Derivatives of eigenvectors and singular vectors divide by gaps between values. Gaps that are no more than rounding
 * are taken for zero; there, what would be divided must be zero too, and else there is no derivative.
 */

// What is below this part of the largest entry of its matrix is rounding of zero.
const ROUNDING = 1e-11;

/** How far values computed from a matrix are off: gaps below that are none. */
function roundingOf(values: Float64Array, order: number): number {
  return 8 * Number.EPSILON * order * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

interface Asked {
  /** The order of the decomposed matrix. */
  readonly order: number;
  /** Sums of values are small, rather than differences. */
  readonly sums: boolean;
}

/** For each pair of plain values [..., k] 1 where they coincide (or cancel), else 0; a value coincides with itself. */
function pairMask(values: Tensor, { order, sums }: Asked): Tensor {
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
}

/** 1 where values [..., k] are no more than rounding, else 0. */
export function zeroMask(values: Tensor, order: number): Tensor {
  return nonDifferentiable((plain: Tensor): Tensor => {
    const k = plain.shape[plain.ndim - 1];
    const mask = new Float64Array(plain.size);
    for (let start = 0; start < plain.size; start += k) {
      const own = plain.data.subarray(start, start + k);
      const limit = roundingOf(own, order);
      for (let i = 0; i < k; i++) mask[start + i] = Math.abs(own[i]) <= limit ? 1 : 0;
    }
    return fromData(mask, plain.shape);
  })(values);
}

/** What the gaps between values are divided into. */
export interface Gaps {
  /** 1 where two values coincide, else 0. */
  readonly mask: Tensor;
  /** 1/(λⱼ − λᵢ), or 1/(λⱼ + λᵢ); 0 where that is no more than rounding, and on the diagonal. */
  readonly inverse: Tensor;
}

/** The inverses of differences, or of sums, of all pairs of values [..., k]. */
export function gapsOf(values: Tensor, asked: Asked): Gaps {
  const mask = nonDifferentiable((plain: Tensor) => pairMask(plain, asked))(values);
  const [rows, columns] = [expandDims(values, -1), expandDims(values, -2)];
  const gaps = asked.sums ? add(columns, rows) : sub(columns, rows);
  // A gap of rounding is replaced by one, whose inverse is then multiplied by zero.
  const kept = sub(1, mask);
  return { mask, inverse: mul(kept, reciprocal(add(mul(kept, gaps), mask))) };
}

/** Who asks, in errors. */
interface Subject {
  readonly op: string;
  readonly kind: "eigenvalues" | "singular values";
  readonly remedy: string;
}

/**
 * Refuses numerators that do not vanish where their denominators do: pairs of values that coincide, for numerators
 * [..., k, k]; single values that are zero, for numerators [..., k].
 *
 * @param mask - of the shape of the numerators: 1 where the denominator vanishes
 * @param scales - [..., p, q]: what the numerators are small against
 * @throws {RepeatedValuesError}
 */
export function refuseRepeated(
  subject: Subject,
  values: Tensor,
  mask: Tensor,
  numerators: Tensor,
  scales: readonly Tensor[],
): void {
  const pairs = numerators.ndim > values.ndim;
  nonDifferentiable((v: Tensor, m: Tensor, x: Tensor, ...others: Tensor[]): void => {
    const k = v.shape[v.ndim - 1];
    const size = pairs ? k * k : k;
    for (let b = 0; b * size < x.size; b++) {
      const limit = ROUNDING * Math.max(...others.map((other) => largest(other, b)));
      for (let at = 0; at < size; at++) {
        const [i, j] = pairs ? [Math.floor(at / k), at % k] : [at, at];
        if ((pairs && i === j) || m.data[b * size + at] === 0 || Math.abs(x.data[b * size + at]) <= limit) continue;
        throw repeated(subject, v, b, i, j);
      }
    }
  })(values, mask, numerators, ...scales);
}

/** The largest entry of matrix number b of a batch. */
function largest(x: Tensor, b: number): number {
  const size = x.shape[x.ndim - 1] * x.shape[x.ndim - 2];
  return x.data.subarray(b * size, (b + 1) * size).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function repeated({ op, kind, remedy }: Subject, values: Tensor, b: number, i: number, j: number): RepeatedValuesError {
  const k = values.shape[values.ndim - 1];
  const batch = positionOf(b, values.shape.slice(0, -1));
  const where = batch.length === 0 ? "" : ` at batch position [${batch.join(", ")}]`;
  const [first, second] = [values.data[b * k + i], values.data[b * k + j]];
  const what =
    i === j
      ? `value ${i} (counted from 0)${where} of the ${kind} is ${first}, which is zero but for rounding, and its vectors have`
      : `values ${i} and ${j} (counted from 0)${where} of the ${kind} are ${first} and ${second}, so close (to each other, or ` +
        "to zero) that their vectors have";
  return new RepeatedValuesError(`${op}: ${what} no derivative. ${remedy}`, op);
}
