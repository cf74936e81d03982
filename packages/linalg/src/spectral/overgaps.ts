import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, broadcastTo, expandDims, mul, neg, sub } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import type { Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { positionOf } from "../batch/batch.ts";
import { RepeatedValuesError } from "../errors.ts";
import { absentOf, dependingOnEach, dependsNot } from "../parts/absent.ts";
import { type Pairs, pairMask, zeroMask } from "./repeatedvalues.ts";
import { CLOSE } from "./second/clusters.ts";

/*
 * Derivatives of eigenvectors and singular vectors divide by gaps between values. Gaps that are no more than rounding
 * are taken for zero; there, what would be divided must be zero too, and else there is no derivative.
 */

// What is below this part of the largest entry of its matrix is rounding of zero.
const ROUNDING = 1e-11;

/** Whose derivative it is, in errors. */
export interface Subject {
  readonly op: string;
  readonly kind: "eigenvalues" | "singular values";
  readonly remedy: string;
}

interface Check extends Subject {
  /** How many of the arguments behind the mask are numerators besides x; the rest are scales. */
  readonly numerators: number;
  /** There is a quotient for each pair of values, and not for single ones. */
  readonly pairs: boolean;
}

/**
 * y = x/g where the mask is 0, and 0 where it is 1; arguments x, g, values, mask, further numerators, scales.
 *
 *     dy = (dx − y dg)/g,   x̄ = ȳ/g,   ḡ = −x̄ y
 *
 * Each quotient by what counts as zero is refused unless its numerator vanishes, those of derivatives too.
 */
const quotientRule: (...args: [...Value[], Check]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "repeatedValues",
  held: [2, 3, 4, 5, 6, 7, 8],
  impl: (...args: [...Tensor[], Check]): Tensor => {
    const o = args[args.length - 1] as Check;
    const [x, g, values, mask, ...rest] = args.slice(0, -1) as Tensor[];
    if (dependsNot(x)) return absentOf(x.shape);
    const scales = rest.slice(o.numerators);
    for (const numerator of [x, ...rest.slice(0, o.numerators)]) refuse(o, values, mask, numerator, scales);
    const y = new Float64Array(x.size);
    const size = x.shape[x.ndim - 1] * x.shape[x.ndim - 2];
    for (let b = 0; b * size < x.size; b++) quotients(o, b, size, { x, g, values, mask, scales }, y);
    return dependingOnEach(fromData(y, x.shape), x);
  },
  jvp: ([dx, dg], [x, g, values, mask], y, o) => {
    const moved = dg === undefined ? undefined : neg(mul(y, dg));
    const numerator = dx === undefined ? moved : moved === undefined ? dx : add(dx, moved);
    return (
      numerator && quotientRule(broadcastTo(numerator, x.shape), g, values, mask, numerator, { ...o, numerators: 0 })
    );
  },
  vjp: (ybar, [, g, values, mask, ...rest], y, o) => {
    const xbar = quotientRule(ybar, g, values, mask, ybar, { ...o, numerators: 0 });
    return [xbar, () => sumTo(neg(mul(xbar, y)), g.shape), null, null, ...rest.map(() => null)];
  },
}) as never;

interface Numerators {
  /** What is divided: [..., k, k] for pairs of values, [..., p, k] for single ones. */
  readonly x: Tensor;
  /** What must vanish besides, where it is divided by zero. */
  readonly numerators?: readonly Tensor[];
  /** [..., p, q]: what numerators are small against. */
  readonly scales: readonly Tensor[];
}

/**
 * X/(λⱼ − λᵢ), or X/(λⱼ + λᵢ), element by element; 0 on the diagonal, and where that is no more than rounding.
 *
 * @throws {RepeatedValuesError} where the denominator vanishes and a numerator does not
 */
export function overGaps(
  subject: Subject,
  values: Tensor,
  o: Pairs,
  { x, numerators = [], scales }: Numerators,
): Tensor {
  const [rows, columns] = [expandDims(values, -1), expandDims(values, -2)];
  const gaps = o.sums ? add(columns, rows) : sub(columns, rows);
  const check = { ...subject, numerators: numerators.length, pairs: true };
  return quotientRule(x, gaps, values, pairMask(values, o), ...numerators, ...scales, check);
}

/** X diag(values)⁻¹, likewise; 0 for values that are no more than rounding. */
export function overValues(subject: Subject, values: Tensor, order: number, x: Tensor, scale: Tensor): Tensor {
  const check = { ...subject, numerators: 0, pairs: false };
  return quotientRule(x, expandDims(values, -2), values, zeroMask(values, { order }), scale, check);
}

interface Operands {
  readonly x: Tensor;
  readonly g: Tensor;
  readonly values: Tensor;
  readonly mask: Tensor;
  readonly scales: readonly Tensor[];
}

/** The quotients of matrix number b. An argument with fewer leading axes is the same for all matrices along the others. */
function quotients(
  { pairs }: Check,
  b: number,
  size: number,
  { x, g, values, mask, scales }: Operands,
  y: Float64Array,
): void {
  const k = values.shape[values.ndim - 1];
  const own = values.data.subarray((b * k) % values.size, ((b * k) % values.size) + k);
  // Rounding, divided by a small gap between two values, would be large.
  const noise = 32 * Number.EPSILON * k * Math.max(...scales.map((scale) => largest(scale, b)));
  const near = CLOSE * own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const part = pairs ? size : k;
  for (let at = 0; at < size; at++) {
    const [value, place] = [x.data[b * size + at], pairs ? at : at % k];
    const gap = g.data[((b * part) % g.size) + place];
    const quiet = pairs && Math.abs(gap) <= near && Math.abs(value) <= noise;
    y[b * size + at] = quiet || mask.data[((b * part) % mask.size) + place] === 1 ? 0 : value / gap;
  }
}

/** The same on numbers. An argument with fewer leading axes is the same for all matrices along the others. */
function refuse(o: Check, values: Tensor, mask: Tensor, x: Tensor, scales: readonly Tensor[]): void {
  const k = values.shape[values.ndim - 1];
  const size = x.shape[x.ndim - 1] * x.shape[x.ndim - 2];
  const part = o.pairs ? size : k;
  for (let b = 0; b * size < x.size; b++) {
    const limit = ROUNDING * Math.max(...scales.map((scale) => largest(scale, b)));
    const own = (b * part) % mask.size;
    for (let at = 0; at < size; at++) {
      const [i, j] = o.pairs ? [Math.floor(at / k), at % k] : [at % k, at % k];
      if ((o.pairs && i === j) || Math.abs(x.data[b * size + at]) <= limit) continue;
      if (mask.data[own + (o.pairs ? at : j)] === 1) throw repeated(o, values, own / part, i, j);
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
