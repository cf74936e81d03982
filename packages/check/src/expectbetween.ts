import type { Tensor } from "@wengert/array";
import { zerosLike } from "@wengert/rule";
import { largestOf } from "./compare.ts";
import { RuleCheckError } from "./errors.ts";
import { perturbed } from "./finitedifference.ts";
import { elementsOf, type Matrix } from "./matrices.ts";
import { directionsAt, type Subject } from "./modes.ts";
import { type Limit, limitsAlong, limitsOf, moved, sizeAt } from "./onesided.ts";

/** How far beside the point slopes are compared with those at it, relative to the arguments; and at how many points. */
const BESIDE = 2 ** -12;
const NEIGHBOURS = 12;

/**
 * Demands that the derivative of each output along each axis stands between the limits of the slopes from both sides, is exactly 0
 * by what the output does not depend on, and is NaN only where there is none.
 *
 * Where several kinks meet (three equal elements that are sorted), it may also be any number between the slopes beside the
 * point.
 *
 * @throws {RuleCheckError} for the first that does not
 */
export function expectBetween(subject: Subject, claim: string, derivative: Matrix): void {
  const { op, f, xs, symmetric } = subject;
  const inputs = elementsOf(xs);
  const infinite = inputs.filter((x) => Math.abs(x) === Number.POSITIVE_INFINITY).length;
  const values = elementsOf(f(xs));
  const axes = axesOf(xs, symmetric);
  const limits = axes.map((axis) => limitsOf(f, xs, axis));
  const beside: Float64Array[][] = [];
  const isLinear = linearity(subject, axes, values);
  for (const [o, row] of derivative.entries()) {
    const sides = limits.map((sides) => sides.map((side) => side[o]));
    // Where one of the derivatives does not exist, the others of the same value need not either.
    const smooth = sides.every((one) => isSmooth(values[o], one)) && (infinite > 0 || isLinear(o, sides));
    for (const [a, axis] of axes.entries()) {
      // The limit at several infinities depends on the way there.
      if (Number.isNaN(values[o]) || (infinite > 1 && !Number.isFinite(inputs[axis[0]]))) continue;
      const got = axis.reduce((total, i) => total + row[i], 0);
      const fault = wrong(got, sides[a], smooth);
      const still = isStill(values[o], sides[a]);
      if (fault === undefined && (got === 0 || !still)) continue;
      beside[a] ??= slopesBeside(subject, axis);
      const near = beside[a].map((slopes) => slopes[o]);
      const depends = !still || near.some((slope) => slope !== 0);
      if (depends && (fault === undefined || (!smooth && isWithin(got, near, 0)))) continue;
      const why = depends ? fault : "but nothing depends on it";
      throw new RuleCheckError(`${op}: ${claim}: of element ${o} by element ${axis[0]} it is ${got}, ${why}.`, op);
    }
  }
}

/**
 * Whether an output has slopes in a direction across all axes, and these are what the slopes along the axes add up to. A function
 * can have the latter at a kink: the second largest of three equal numbers.
 */
function linearity(
  subject: Subject,
  axes: readonly (readonly number[])[],
  values: Float64Array,
): (o: number, sides: readonly (readonly Limit[])[]) => boolean {
  const dxs = directionsAt(subject, 50);
  const size = largestOf(dxs);
  const steps = elementsOf(dxs);
  const across = limitsAlong(subject.f, subject.xs, dxs);
  return (o, sides) => {
    const lines = across.map((side) => side[o]);
    if (!isSmooth(values[o], lines)) return false;
    const { slope = Number.NaN, error } = lines.find(({ values }) => !Number.isNaN(nearest(values))) as Limit;
    const parts = axes.map((axis, a) => steps[axis[0]] * (sides[a][0].slope ?? Number.NaN));
    const total = parts.reduce((sum, part) => sum + part, 0) / size;
    const slack = 1e-4 * Math.max(Math.abs(slope), ...parts.map((part) => Math.abs(part / size))) + error;
    return !(Math.abs(slope - total) > slack);
  };
}

/** Positions that move together: those that mirror each other in a symmetric matrix, others by themselves. */
function axesOf(xs: readonly Tensor[], symmetric: readonly boolean[]): number[][] {
  let start = 0;
  return xs.flatMap((x, k) => {
    const n = x.shape[x.ndim - 1];
    const first = start;
    start += x.size;
    return Array.from({ length: x.size }, (_, i) => {
      const [row, column] = [Math.floor(i / n) % n, i % n];
      if (!symmetric[k] || row === column) return [first + i];
      return row < column ? [] : [first + i, first + i + (column - row) * (n - 1)];
    }).filter((axis) => axis.length > 0);
  });
}

/** The slopes along an axis at points beside, in no particular direction: secants for each output. */
function slopesBeside(subject: Subject, axis: readonly number[]): Float64Array[] {
  const { f, xs } = subject;
  const far = BESIDE ** 2 * sizeAt(xs, axis[0]);
  const along = moved(xs.map(zerosLike), axis, 1);
  return Array.from({ length: NEIGHBOURS }, (_, k) => k).flatMap((k) => {
    const at = perturbed(xs, directionsAt(subject, 30 + 7 * k), (k % 2 === 0 ? 1 : -1) * BESIDE);
    try {
      const [up, down] = [far, -far].map((step) => elementsOf(f(perturbed(at, along, step))));
      return [up.map((value, o) => (value - down[o]) / (2 * far))];
    } catch {
      return []; // outside of the domain, as of a factorization
    }
  });
}

/** Whether an output stays the same when an element moves. */
function isStill(value: number, sides: readonly Limit[]): boolean {
  return Number.isFinite(value) && sides.every(({ still, values }) => still && Number.isFinite(values[0]));
}

/** Whether the value goes through the point without a jump, and with one slope. */
function isSmooth(value: number, sides: readonly Limit[]): boolean {
  const there = sides.filter(({ values }) => !Number.isNaN(nearest(values)));
  const [first, second = first] = there;
  if (first?.slope === undefined || second.slope === undefined) return false;
  if (!there.every(({ values }) => arrives(values, value))) return false;
  return first.slope === second.slope || Math.abs(first.slope - second.slope) <= first.error + second.error;
}

function nearest(values: readonly number[]): number {
  return values[values.length - 1];
}

/** Whether values come nearer and nearer to the one at the point. */
function arrives(values: readonly number[], value: number): boolean {
  const [first, last] = [values[0], nearest(values)];
  if (!Number.isFinite(value)) return Math.sign(last) === Math.sign(value) && !(Math.abs(last) < Math.abs(first));
  return Math.abs(last - value) <= 0.1 * Math.abs(first - value);
}

/** What is wrong with a derivative, given the limits from the sides. */
function wrong(got: number, sides: readonly Limit[], smooth: boolean): string | undefined {
  const there = sides.filter(({ values }) => !Number.isNaN(nearest(values)));
  const slopes = there.map(({ slope }) => slope);
  if (slopes.length === 0 || !slopes.every((slope) => slope !== undefined)) return undefined;
  const told = `where the slopes tend to ${[...new Set(slopes)].join(" and ")}`;
  if (Number.isNaN(got)) return smooth ? told : undefined;
  const slack = Math.max(...there.map(({ error }) => error));
  return isWithin(got, slopes, slack) ? undefined : told;
}

/** Whether a derivative stands between slopes, which are known to four digits or so. */
function isWithin(got: number, slopes: readonly number[], slack: number): boolean {
  const more = slack + (Number.isFinite(got) ? 1e-4 * Math.abs(got) : 0);
  return got >= Math.min(...slopes) - more && got <= Math.max(...slopes) + more;
}
