import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, expandDims, mul, reciprocal, sub } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { constantWithAttributes, ruleWithAttributes } from "@wengert/rule/library";
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

interface Pairs {
  /** The order of the decomposed matrix. */
  readonly order: number;
  /** Sums of values are small, rather than differences. */
  readonly sums: boolean;
}

/** For each pair of values [..., k] 1 where they coincide (or cancel), else 0; a value coincides with itself. */
const pairMask: (values: Value, o: Pairs) => Tensor = /* @__PURE__ */ constantWithAttributes({
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

/** What the gaps between values are divided into. */
export interface Gaps {
  /** 1 where two values coincide, else 0. */
  readonly mask: Tensor;
  /** 1/(λⱼ − λᵢ), or 1/(λⱼ + λᵢ); 0 where that is no more than rounding, and on the diagonal. */
  readonly inverse: Tensor;
}

/** The inverses of differences, or of sums, of all pairs of values [..., k]. */
export function gapsOf(values: Tensor, o: Pairs): Gaps {
  const mask = pairMask(values, o);
  const [rows, columns] = [expandDims(values, -1), expandDims(values, -2)];
  const gaps = o.sums ? add(columns, rows) : sub(columns, rows);
  // A gap of rounding is replaced by one, whose inverse is then multiplied by zero.
  const kept = sub(1, mask);
  return { mask, inverse: mul(kept, reciprocal(add(mul(kept, gaps), mask))) };
}

/** Whose derivative it is, in errors. */
interface Subject {
  readonly op: string;
  readonly kind: "eigenvalues" | "singular values";
  readonly remedy: string;
}

interface Check extends Subject {
  /** How many of the arguments behind the mask are numerators; the rest are scales. */
  readonly numerators: number;
  /** Numerators are [..., k, k], for pairs of values, and not [..., k], for single ones. */
  readonly pairs: boolean;
}

/** x as it is; arguments x, values, mask, numerators, scales. */
const checkedRule: (...args: [...Value[], Check]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "repeatedValues",
  held: [1, 2, 3, 4, 5, 6, 7],
  impl: (...args: [...Tensor[], Check]): Tensor => {
    const o = args[args.length - 1] as Check;
    const [x, values, mask, ...rest] = args.slice(0, -1) as Tensor[];
    const scales = rest.slice(o.numerators);
    for (const numerator of rest.slice(0, o.numerators)) refuse(o, values, mask, numerator, scales);
    return x;
  },
  jvp: ([dx]) => dx,
  vjp: (ybar, [, ...rest]) => [ybar, ...rest.map(() => null)],
}) as never;

interface Numerators {
  /** What will be divided. */
  readonly x: Tensor;
  /** Of the shape of the mask: what must vanish where it is 1. By default x. */
  readonly numerators?: readonly Tensor[];
  /** [..., p, q]: what numerators are small against. */
  readonly scales: readonly Tensor[];
}

/**
 * A tensor x that is to be divided by gaps, refused where numerators do not vanish and their denominators do: pairs of values that coincide, for numerators
 * [..., k, k]; single values that are zero, for numerators [..., k].
 *
 * @param mask - of the shape of the numerators: 1 where the denominator vanishes
 * @throws {RepeatedValuesError}
 */
export function refuseRepeated(
  subject: Subject,
  values: Tensor,
  mask: Tensor,
  { x, numerators = [x], scales }: Numerators,
): Tensor {
  const o = { ...subject, numerators: numerators.length, pairs: mask.ndim > values.ndim };
  return checkedRule(x, values, mask, ...numerators, ...scales, o);
}

/** The same on numbers. An argument with fewer leading axes is the same for all matrices along the others. */
function refuse(o: Check, values: Tensor, mask: Tensor, x: Tensor, scales: readonly Tensor[]): void {
  const k = values.shape[values.ndim - 1];
  const size = o.pairs ? k * k : k;
  for (let b = 0; b * size < x.size; b++) {
    const limit = ROUNDING * Math.max(...scales.map((scale) => largest(scale, b)));
    const own = (b * size) % mask.size;
    for (let at = 0; at < size; at++) {
      const [i, j] = o.pairs ? [Math.floor(at / k), at % k] : [at, at];
      if ((o.pairs && i === j) || mask.data[own + at] === 0 || Math.abs(x.data[b * size + at]) <= limit) continue;
      throw repeated(o, values, own / size, i, j);
    }
  }
}

/** The largest entry of matrix number b of a batch. */
function largest(x: Tensor, b: number): number {
  const size = x.shape[x.ndim - 1] * x.shape[x.ndim - 2];
  const start = (b * size) % x.size;
  return x.data.subarray(start, start + size).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
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
