import { ArgumentError, type Tensor } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { MissingRuleError, rule, type Value } from "@wengert/rule";
import type { Stream } from "../stream.ts";

/** The next integer in [0, n), n ≤ 2⁵³, each as likely: a draw from the incomplete last round is drawn again. */
export function below(stream: Stream, n: number): number {
  const rounds = Math.floor(2 ** 53 / n) * n;
  for (;;) {
    const draw = stream.integer();
    if (draw < rounds) return draw % n;
  }
}

/** @throws {ArgumentError} unless lo and hi are integers and at least one lies in [lo, hi) */
export function expectRange(lo: unknown, hi: unknown): void {
  for (const [name, bound] of Object.entries({ lo, hi })) {
    if (Number.isSafeInteger(bound)) continue;
    throw new ArgumentError(`integers: ${name} must be an integer, not ${kindOf(bound)}.`, "integers");
  }
  const count = (hi as number) - (lo as number);
  if (count >= 1 && count <= 2 ** 53) return;
  throw new ArgumentError(
    `integers: hi must be greater than lo, by at most 2⁵³: no integer is drawn from [${lo}, ${hi}).`,
    "integers",
  );
}

/** `count` of the integers in [0, n), all different, in random order: the first steps of Fisher's and Yates's shuffle. */
export function distinct(stream: Stream, n: number, count: number): Float64Array {
  const order = Float64Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + below(stream, n - i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.slice(0, count);
}

/** Integers as likely as their weights: where a uniform number falls among the sums of the weights. */
export function weighted(stream: Stream, weights: Float64Array, count: number): Float64Array {
  const most = weights.reduce((a, b) => Math.max(a, b)); // in units of which the sum does not overflow
  let total = 0;
  const sums = weights.map((weight) => {
    total += weight / most;
    return total;
  });
  return Float64Array.from({ length: count }, () => {
    const wanted = stream.uniform() * total;
    let [low, high] = [0, weights.length - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (sums[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

/**
 * Draws that jump from one value to another have no derivative in what makes them more likely. It throws when it is asked for,
 * because zero would be wrong.
 */
export function jumping(op: string, f: (probabilities: Tensor) => Tensor): (probabilities: Value) => Tensor {
  const refuse = (): never => {
    throw new MissingRuleError(
      `${op}: a draw jumps, so it has no derivative in its probabilities. Give stopGradient(probabilities), and ` +
        "add the derivative of their logarithm (the score) where the gradient of an expectation is wanted.",
      op,
    );
  };
  return rule({
    name: op,
    impl: f,
    jvp: ([dp]) => (dp === undefined ? undefined : refuse()),
    vjp: (_ybar) => [refuse],
  });
}
