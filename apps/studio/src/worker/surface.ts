import { exp, type Tensor, type Value, valueAndGrad } from "wengert";
import { Objective } from "./objective.ts";
import type { Arrow, SurfaceAnswer, SurfaceAsk } from "./pictures.ts";
import type { Task } from "./protocol.ts";

/** Places along each side: each grid contains the one before. */
const sides = [7, 13, 25];
/** Arrows stand at every so many places of the first grid. */
const arrowsPerSide = 7;

/**
 * The negative log likelihood over two parameters, all others staying where they are: on finer and finer grids, with the
 * directions in which it falls. Between two answers come moments without one, in which other questions are heard.
 */
export function* surfaceAnswers(ask: Task & SurfaceAsk): Generator<SurfaceAnswer | undefined> {
  const at = likelihoodOver(ask);
  const known = new Map<string, number>();
  let arrows: readonly Arrow[] = [];
  for (const side of sides) {
    const [first, second] = [steps(ask.firstRange, side), steps(ask.secondRange, side)];
    const values = new Float64Array(side * side);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const key = `${row / (side - 1)} ${column / (side - 1)}`;
        const value = known.get(key) ?? at.value(first[column], second[row]);
        known.set(key, value);
        values[row * side + column] = value;
      }
      yield undefined;
    }
    yield { first, second, values, arrows };
    if (side !== sides[1]) continue;
    arrows = yield* arrowsOver(ask, at.gradient);
    yield { first, second, values, arrows };
  }
}

type Gradient = (first: number, second: number) => readonly [number, number] | undefined;

function* arrowsOver(ask: SurfaceAsk, gradient: Gradient): Generator<undefined, Arrow[]> {
  const found: Arrow[] = [];
  const inner = (range: readonly [number, number]): Float64Array => steps(range, arrowsPerSide + 2).slice(1, -1);
  for (const second of inner(ask.secondRange)) {
    for (const first of inner(ask.firstRange)) {
      const slope = gradient(first, second);
      if (slope !== undefined) found.push({ first, second, alongFirst: -slope[0], alongSecond: -slope[1] });
    }
    yield undefined;
  }
  return found;
}

/** Even steps of the logarithm. */
function steps([low, high]: readonly [number, number], count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => low * (high / low) ** (i / (count - 1)));
}

/** The objective as a function of two outer values, and its gradient by their logarithms. */
function likelihoodOver(ask: Task & SurfaceAsk): {
  readonly value: (first: number, second: number) => number;
  readonly gradient: Gradient;
} {
  const objective = new Objective(ask);
  const evaluate = (a: Value, b: Value): Tensor =>
    objective.valueWith(
      new Map([
        [ask.first, a],
        [ask.second, b],
      ]),
    );
  const inside = (first: number, second: number): [number, number] => [
    first * objective.factors[ask.first],
    second * objective.factors[ask.second],
  ];
  const byLogs = valueAndGrad((logs: readonly Tensor[]) => evaluate(exp(logs[0]), exp(logs[1])));
  return {
    value: (first, second) => {
      const result = attempted(() => evaluate(...inside(first, second)));
      return result === undefined ? Number.NaN : objective.outside(result.item());
    },
    gradient: (first, second) => {
      const result = attempted(() => byLogs(inside(first, second).map(Math.log)));
      return result === undefined ? undefined : (result[1] as [number, number]);
    },
  };
}

/** Where the matrix is singular, there is no value. */
function attempted<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof Error && error.name === "NotPositiveDefiniteError") return undefined;
    throw error;
  }
}
