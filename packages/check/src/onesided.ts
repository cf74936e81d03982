import type { Tensor } from "@wengert/array";
import { fromData, withPresence } from "@wengert/array/author";
import { zerosLike } from "@wengert/rule";
import { concrete } from "@wengert/trace";
import { largestOf } from "./compare.ts";
import { perturbed, type TensorsFunction } from "./finitedifference.ts";
import { elementsOf } from "./matrices.ts";
import { pushed } from "./modes.ts";
import { rounding } from "./settle.ts";

/** What the slopes of a function tend to at a point, from one side. */
export interface Limit {
  /** A number, ±∞ where they grow without end; undefined where the function is not there, or the slopes do not settle. */
  readonly slope: number | undefined;
  /** How far the limit is known. */
  readonly error: number;
  /** The values on the way to the point. */
  readonly values: readonly number[];
  /** Whether every value was the same, to the last bit. */
  readonly still: boolean;
}

/** Points at distances that shrink by this factor. */
const SHRINK = 4;
const POINTS = 11;
/** The largest distance from a point, relative to its size; the smallest from the origin, of those that go to infinity. */
const NEAR = 2 ** -6;
const FAR = 2 ** 6;

/**
 * The limits of a function's slopes at a point from each side of an axis, one for each element of the outputs. The slopes are
 * secants between points that come nearer and nearer; they do not touch the point itself, whose value may be infinite.
 * From infinity there is one side, and the slopes are derivatives by forward mode at points that go there.
 *
 * @param elements - the positions that move together: one, or two that mirror each other in a symmetric matrix
 */
export function limitsOf(f: TensorsFunction, xs: readonly Tensor[], elements: readonly number[]): Limit[][] {
  const from = elementsOf(xs)[elements[0]];
  if (Number.isNaN(from)) return [];
  if (Number.isFinite(from)) return limitsAlong(f, xs, alongOf(xs, elements, sizeAt(xs, elements[0])));
  const points = distances.map((h) => moved(xs, elements, (Math.sign(from) * FAR) / h ** 2));
  const along = alongOf(xs, elements, 1).map((dx) => (largestOf([dx]) === 0 ? undefined : withPresence(dx, dx)));
  const slopes = points.map((at) => outputsAt((at) => pushed(f, at, along)[1], at));
  const values = points.map((at) => outputsAt(f, at));
  return [each(values, (ys, o) => ({ ...settled(of(slopes, o), 0), values: ys, still: same(ys) }))];
}

/** The same from both sides of a line through the point; slopes in units of its direction. */
export function limitsAlong(f: TensorsFunction, xs: readonly Tensor[], dxs: readonly Tensor[]): Limit[][] {
  const size = largestOf(dxs);
  return [NEAR, -NEAR].map((side) => {
    const steps = distances.map((h) => side * h);
    const values = steps.map((step) => outputsAt(f, perturbed(xs, dxs, step)));
    return each(values, (ys, o) => {
      const { slope, error } = settled(...secants(steps, ys));
      const [own, known] = [slope === undefined ? slope : slope / size, error / size];
      return { slope: own, error: known, values: of(values, o), still: same(ys) };
    });
  });
}

const distances: readonly number[] = Array.from({ length: POINTS }, (_, k) => SHRINK ** -k);

function each(values: readonly (Float64Array | undefined)[], make: (ys: number[], o: number) => Limit): Limit[] {
  const size = values.find((one) => one !== undefined)?.length ?? 0;
  return Array.from({ length: size }, (_, o) => make(of(values, o), o));
}

/** One output at every point; NaN outside of the domain. */
function of(values: readonly (Float64Array | undefined)[], o: number): number[] {
  return values.map((one) => one?.[o] ?? Number.NaN);
}

function same(ys: readonly number[]): boolean {
  return ys.every((y) => Object.is(y, ys[0]));
}

/** The slopes between neighbours, and what rounding of the values makes of the last one. */
function secants(steps: readonly number[], ys: readonly number[]): [slopes: number[], noise: number] {
  const slopes = ys.slice(1).map((y, k) => (y - ys[k]) / (steps[k + 1] - steps[k]));
  const last = steps.length - 1;
  const size = Number.isFinite(ys[last]) ? Math.abs(ys[last]) : 0;
  return [slopes, (rounding * size) / Math.abs(steps[last] - steps[last - 1])];
}

/** Of an element that is 0, the size of the argument that it belongs to; 1 where all of it is 0. */
export function sizeAt(xs: readonly Tensor[], element: number): number {
  let start = 0;
  for (const x of xs) {
    if (element < start + x.size) {
      const { data } = concrete(x);
      const own = Math.abs(data[element - start]);
      if (own > 0) return own;
      return data.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1;
    }
    start += x.size;
  }
  return 1;
}

/** The arguments with another value at these positions. */
export function moved(xs: readonly Tensor[], elements: readonly number[], value: number): Tensor[] {
  let start = 0;
  return xs.map((x) => {
    const data = concrete(x).data.slice();
    for (const element of elements) if (element >= start && element < start + x.size) data[element - start] = value;
    start += x.size;
    return fromData(data, x.shape);
  });
}

/** A direction that moves these elements so far, and no other. */
function alongOf(xs: readonly Tensor[], elements: readonly number[], far: number): Tensor[] {
  return moved(xs.map(zerosLike), elements, far);
}

function outputsAt(f: TensorsFunction, xs: readonly Tensor[]): Float64Array | undefined {
  try {
    return elementsOf(f(xs));
  } catch {
    return undefined; // outside of the domain, as of a factorization
  }
}

/** The limit of a sequence: by Aitken's formula where its steps shrink, infinite where they do not and keep their sign. */
function settled(slopes: readonly number[], noise: number): { slope: number | undefined; error: number } {
  const [a, b, c, d] = slopes.slice(-4);
  if ([b, c, d].some(Number.isNaN)) return { slope: undefined, error: 0 };
  const last = Math.max(Math.abs(b), Math.abs(c), Math.abs(d));
  // However it wavers: functions that oscillate fall off without a rule.
  if (last < 1e-3 * slopes.reduce((most, x) => Math.max(most, Math.abs(x)), 0)) return { slope: 0, error: last };
  if (!Number.isFinite(d)) return { slope: d, error: 0 };
  const [first, second, third] = [b - a, c - b, d - c];
  const slack = noise + 1e-7 * Math.abs(d);
  if (Math.abs(third) <= slack) return { slope: d, error: slack };
  const ratio = third / second;
  if (Math.abs(ratio) < 0.9) {
    const rest = (third * ratio) / (1 - ratio);
    return { slope: d + rest, error: slack + 0.05 * Math.abs(third) };
  }
  const same = Math.sign(first) === Math.sign(second) && Math.sign(second) === Math.sign(third);
  return { slope: same ? Math.sign(third) * Number.POSITIVE_INFINITY : undefined, error: 0 };
}
