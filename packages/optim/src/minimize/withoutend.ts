import { type FlatBounds, project, projectedGradient } from "../spaces/flatbounds.ts";
import { maxAbs, norm, type Vector } from "../spaces/vector.ts";
import { formatNumber, type Outcome } from "./outcome.ts";
import type { Point, Problem } from "./problem.ts";

/** A value this many times below 0, in units of the start and of the first change, has no minimum that numbers can show. */
const abyss = 1e25;

/** Beyond this, squares of variables overflow. Whoever gets there has been falling for hundreds of powers of ten. */
export const edge = 1e150;

/** All relative to the start. */
const limits = {
  /** Of a value that has fallen far enough to ask how it falls: on the way, and at an end. */
  fallen: { underWay: 1e-60, ended: 1e-12 },
  /** The largest α with f/f₀ = (g/G)^α of what may be an exponential. */
  exponent: 1.1,
  /** Of a value at the end of the floating-point numbers. */
  underflow: 1e-290,
  /** Of the length that steepest descent is followed to the last step. */
  far: 4 ** 40,
};

/** What the loop knows of the way so far. */
export interface Way {
  /** The first value. */
  readonly first: number;
  /** The first change of it. */
  readonly firstChange: number;
  /** The largest gradient. */
  readonly steepest: number;
  /** The length of the last step. */
  readonly stepNorm: number;
  /** Of the value to the first one: where to ask next whether it falls towards 0. */
  readonly ask: number;
}

/** The way at the start. */
export const outset: Way = { first: 0, firstChange: 0, steepest: 0, stepNorm: 0, ask: limits.fallen.underWay };

/** The way after it was asked in vain. */
export function askLater(way: Way): Way {
  return { ...way, ask: way.ask * limits.fallen.underWay };
}

/** Whether a value has fallen far enough to ask how it falls. */
export function hasFallen({ value }: Point, { first, ask }: Way, ended: boolean): boolean {
  const share = value / first;
  return share > 0 && share <= (ended ? limits.fallen.ended : ask);
}

/** The way after one more step. */
export function continued(way: Way, { value }: Point, slope: number, stepNorm: number): Way {
  const firstChange = way.firstChange || Math.abs(way.first - value);
  return { ...way, firstChange, steepest: Math.max(way.steepest, slope), stepNorm };
}

/** The end of an objective without a minimum. */
export function unbounded(value: number): Outcome {
  const message = `the objective falls without end: it has reached ${formatNumber(value)}. Bound its parameters, or its sign is wrong`;
  return { status: "unbounded", message };
}

/** The end of an objective that falls towards 0 and gets there at infinity only. */
export function vanishing(value: number): Outcome {
  const message =
    `the objective falls towards 0 without end and has no minimum: it has reached ${formatNumber(value)}, and falls on ` +
    "however far its parameters go. Bound them, or add a term that holds them";
  return { status: "unbounded", message };
}

/** The outcome of an objective that falls far below 0, or beyond all variables. */
export function fallsWithoutEnd({ x, value }: Point, { first, firstChange }: Way): Outcome | undefined {
  const isEndless = -value > abyss * Math.max(Math.abs(first), firstChange) || maxAbs(x) > edge;
  return isEndless ? unbounded(value) : undefined;
}

/**
 * Whether an objective falls towards 0 without end, as an exponential does, or 1/x.
 *
 * Where f → 0 at a minimum, f/f₀ = (g/G)^α with α = 2 for a parabola and k/(k - 1) for a k-th power; an exponential has 1, and 1/x has ½.
 * That alone would be true of a minimum above 0 as well, if the start was high enough. So steepest descent is followed,
 * from the length of the last step on four times as far each time: there the value must fall and go on falling.
 */
export function fallsTowardsZero(
  problem: Problem,
  { x, value, gradient }: Point,
  { first, steepest, stepNorm }: Way,
  bounds: FlatBounds | undefined,
): boolean {
  const share = value / first;
  const slopes = bounds === undefined ? gradient : projectedGradient(x, gradient, bounds);
  if (!(maxAbs(slopes) / steepest <= share ** (1 / limits.exponent)) || !isOpen(slopes, bounds)) return false;
  const unit = (stepNorm || norm(x)) / maxAbs(slopes);
  let last = value;
  for (let length = 4; length <= limits.far; length *= 4) {
    const there = x.map((xi, i) => xi - length * unit * slopes[i]);
    const point = problem.evaluate(bounds === undefined ? there : project(there, bounds));
    if (point.value === 0) return true;
    if (!(point.value > 0 && point.value < last)) return false;
    last = point.value;
  }
  return true;
}

/** Whether steepest descent leads towards infinity in some variable. */
function isOpen(slopes: Vector, bounds: FlatBounds | undefined): boolean {
  if (bounds === undefined) return true;
  return slopes.some((g, i) => g !== 0 && !Number.isFinite(g > 0 ? bounds.lower[i] : bounds.upper[i]));
}

/**
 * Whether a value of 0, or nearly, at the end is an exponential that has underflowed, on the way back to the start or along a
 * variable of it. Beside a minimum of 0 the value is a number like any other; on the edge of a flat region it jumps, or grows from
 * its square. What underflows passes through the least numbers.
 */
export function hasUnderflowed(
  problem: Problem,
  { x, value }: Point,
  start: Vector,
  bounds: FlatBounds | undefined,
): boolean {
  const least = limits.underflow * Math.abs(problem.firstValue);
  if (!(least > 0 && Math.abs(value) <= least)) return false;
  const back = Float64Array.from(x, (xi, i) => start[i] - xi);
  const moved = [...x.keys()].filter((i) => back[i] !== 0).sort((i, j) => Math.abs(back[j]) - Math.abs(back[i]));
  const alone = moved.length < 2 ? [] : moved.slice(0, 10).map((i) => back.map((b, j) => (i === j ? b : 0)));
  return [back, ...alone].some((way) => isOpen(way, bounds) && passesLeastNumbers(problem, x, way, least));
}

/** Whether the value, 0 at x, is one of the least numbers somewhere on a way, beside its last zero. */
function passesLeastNumbers(problem: Problem, x: Vector, way: Vector, least: number): boolean {
  const at = (t: number): number => Math.abs(problem.evaluate(x.map((xi, i) => xi + t * way[i])).value);
  const isLeast = (there: number): boolean => there > 0 && there <= least;
  // First in powers of two from a millionth of the way, then in halves.
  let far = 2 ** -20;
  let there = at(far);
  if (there > least) return false;
  while (there === 0 && far < 1) {
    far *= 2;
    there = at(far);
  }
  let flat = far / 2;
  for (let count = 0; count < 50 && there !== 0 && !isLeast(there); count++) {
    const middle = (flat + far) / 2;
    const value = at(middle);
    if (value === 0) flat = middle;
    else [far, there] = [middle, value];
  }
  return isLeast(there);
}
