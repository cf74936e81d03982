import { expectClose, largestOf } from "./compare.ts";
import { RuleCheckError } from "./errors.ts";
import { expectBetween } from "./expectbetween.ts";
import type { TensorsFunction } from "./finitedifference.ts";
import { byForward, byReverse, type Matrix, seedsOf } from "./matrices.ts";
import { pulled, pushed, type Subject, type Tolerances } from "./modes.ts";
import { rounding } from "./settle.ts";

/**
 * What a rule promises at a kink, an end of its domain, a pole or an infinite argument, where finite differences do not hold on
 * both sides:
 *
 * - both modes give the same numbers, element by element, NaN and ±∞ included; so do the four ways to differentiate twice
 * - a derivative stands between the limits of the slopes from both sides, and is infinite where they are
 * - it is NaN only where there is no derivative
 * - it is exactly 0 by what a value does not depend on
 */
export function checkKink(subject: Subject, order: 1 | 2, options: Tolerances): void {
  const { op, f, xs } = subject;
  const ys = f(xs);
  for (const [mode, value] of [
    [
      "forward",
      pushed(
        f,
        xs,
        xs.map(() => undefined),
      )[0],
    ],
    [
      "reverse",
      pulled(
        f,
        xs,
        ys.map(() => undefined),
      )[0],
    ],
  ] as const) {
    expectClose(op, `the value under ${mode} mode`, value, ys, 0);
  }
  const first = byForward(f, xs);
  // What a derivative of 0 may be off by, by rounding, goes with the size of what is differentiated.
  const size = largestOf(xs) || 1;
  expectSame(op, "the derivative by reverse mode", byReverse(f, xs), first, options, largestOf(ys) / size);
  expectBetween(subject, "the derivative", first);
  if (order === 2) checkSecondDerivatives(subject, largestIn(first) / size, options);
}

/** Of each column and each row of the first derivative, the derivative by both modes. */
function checkSecondDerivatives(subject: Subject, size: number, options: Tolerances): void {
  const { op, f, xs } = subject;
  const columns = seedsOf(xs).map(
    (seed): TensorsFunction =>
      (at) =>
        pushed(f, at, seed)[1],
  );
  const rows = seedsOf(f(xs)).map(
    (seed): TensorsFunction =>
      (at) =>
        pulled(f, at, seed)[1],
  );
  const overForward = columns.map((column) => byForward(column, xs));
  const overReverse = rows.map((row) => byForward(row, xs));
  const largest = Math.max(size, ...overForward.map(largestIn));
  for (const [i, column] of columns.entries()) {
    const by = `, by element ${i} of the arguments`;
    expectSame(op, `reverse over forward mode${by}`, byReverse(column, xs), overForward[i], options, largest);
    const fromRows = overReverse.map((matrix) => matrix[i]);
    expectSame(op, `forward over reverse mode${by}`, fromRows, overForward[i], options, largest);
    expectBetween({ ...subject, f: column }, `the second derivative${by}`, overForward[i]);
  }
  for (const [o, row] of rows.entries()) {
    expectSame(op, `reverse over reverse mode, of element ${o}`, byReverse(row, xs), overReverse[o], options, largest);
  }
}

/** Equal element by element, relative to the largest of the row; NaN and infinities in the same places. */
function expectSame(
  op: string,
  claim: string,
  got: Matrix,
  wanted: Matrix,
  { exact = 1e-11 }: Tolerances,
  largest: number,
): void {
  for (const [o, row] of wanted.entries()) {
    // Of a row of zeros, rounding leaves a little beside the others.
    const allowed = exact * largestIn([row]) + rounding * largest;
    for (const [i, x] of row.entries()) {
      const y = got[o][i];
      if (Object.is(x, y) || Math.abs(x - y) <= allowed) continue;
      throw new RuleCheckError(
        `${op}: ${claim}: of element ${o} by element ${i} it is ${y}, by forward mode ${x}.`,
        op,
      );
    }
  }
}

function largestIn(matrix: Matrix): number {
  return matrix.reduce(
    (most, row) => row.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), most),
    0,
  );
}
