import { exp, jvp, type Tensor, type Value, valueAndGrad } from "wengert";
import { Objective } from "./objective.ts";
import type { CheckAnswer } from "./pictures.ts";
import type { Task } from "./protocol.ts";

/**
 * The gradient of the objective by the logarithms of what is learned, in three ways: reverse mode, which takes one evaluation for
 * all parameters; forward mode, one for each; and central differences, two for each, which know nothing of derivatives.
 */
export function checkAnswer(task: Task): CheckAnswer {
  const objective = new Objective(task);
  const learned = objective.tags.flatMap(({ trainable }, i) => (trainable ? [i] : []));
  const f = (logs: readonly Value[]): Tensor => objective.valueWith(new Map(learned.map((i, k) => [i, exp(logs[k])])));
  const at = learned.map((i) => Math.log(objective.tags[i].value));
  const byReverse = valueAndGrad(f);
  // The first call of each is slower: it makes what later ones use again.
  byReverse(at);
  const [[, reverse], reverseTime] = timed(() => byReverse(at));
  const rows = learned.map((parameter, k) => {
    const direction = at.map((_, i) => (i === k ? 1 : 0));
    const [[, along], forwardTime] = timed(() => jvp(f, [at], [direction]));
    const { slope, error } = differences((h) => f(moved(at, k, h)).item());
    return {
      parameter,
      reverse: (reverse as readonly number[])[k],
      forward: (along as Tensor).item(),
      differences: slope,
      tolerance: error,
      forwardTime,
    };
  });
  return { rows, reverse: reverseTime, forward: rows.reduce((total, row) => total + row.forwardTime, 0) };
}

function moved(at: readonly number[], k: number, by: number): number[] {
  return at.map((value, i) => (i === k ? value + by : value));
}

/** Central differences of two steps, extrapolated; their disagreement says what they are good for. */
function differences(f: (h: number) => number): { readonly slope: number; readonly error: number } {
  const step = 1e-3;
  const [wide, narrow] = [step, step / 2].map((h) => (f(h) - f(-h)) / (2 * h));
  const slope = narrow + (narrow - wide) / 3;
  const rounding = (1e-11 * Math.abs(f(0))) / step;
  return { slope, error: Math.abs(narrow - wide) + rounding };
}

function timed<T>(f: () => T): [T, number] {
  const began = performance.now();
  const result = f();
  return [result, performance.now() - began];
}
