import { ArgumentError } from "@wengert/array";
import { expectArray } from "@wengert/array/author";
import { expectNumbers, type Schedule, scheduled } from "./schedule.ts";

/**
 * The same rate at every step.
 *
 * @example
 * import { constant } from "@wengert/optim";
 *
 * constant(0.1)(1000); // => 0.1
 */
export function constant(rate: number): Schedule {
  expectNumbers("constant", { rate });
  return scheduled("constant", () => rate);
}

/**
 * The rate times γ once every so many steps: η γ^⌊t/size⌋, as `torch.optim.lr_scheduler.StepLR`.
 *
 * @param every - steps between two falls
 * @param gamma - γ. Default 0.1
 * @example
 * import { stepDecay } from "@wengert/optim";
 *
 * const rate = stepDecay(8, 10, 0.5);
 * [rate(0), rate(9), rate(10), rate(25)]; // => [8, 8, 4, 2]
 */
export function stepDecay(rate: number, every: number, gamma = 0.1): Schedule {
  expectNumbers("stepDecay", { rate, every, gamma });
  demandSteps("stepDecay", every);
  return scheduled("stepDecay", (step) => rate * gamma ** Math.floor(step / every));
}

/**
 * The rate times γ at every step: η γᵗ, as `torch.optim.lr_scheduler.ExponentialLR`.
 *
 * @example
 * import { exponentialDecay } from "@wengert/optim";
 *
 * exponentialDecay(8, 0.5)(3); // => 1
 */
export function exponentialDecay(rate: number, gamma: number): Schedule {
  expectNumbers("exponentialDecay", { rate, gamma });
  return scheduled("exponentialDecay", (step) => rate * gamma ** step);
}

/**
 * From one rate to another along half a cosine, and the other from then on:
 *
 *     η₁ + ½(η₀ - η₁)(1 + cos(πt/T))
 *
 * Source: Loshchilov & Hutter, "SGDR: stochastic gradient descent with warm restarts", arXiv:1608.03983, without restarts.
 *
 * @param steps - T
 * @param end - η₁. Default 0
 * @example
 * import { cosineDecay } from "@wengert/optim";
 *
 * const rate = cosineDecay(2, 10);
 * [rate(0), rate(5), rate(10), rate(99)]; // => [2, 1, 0, 0]
 */
export function cosineDecay(rate: number, steps: number, end = 0): Schedule {
  expectNumbers("cosineDecay", { rate, steps, end });
  demandSteps("cosineDecay", steps);
  return scheduled("cosineDecay", (step) => cosine(rate, end, step / steps));
}

/**
 * From one rate to another in equal steps, and the other from then on.
 *
 * @example
 * import { linear } from "@wengert/optim";
 *
 * const rate = linear(1, 3, 4);
 * [rate(0), rate(1), rate(4), rate(9)]; // => [1, 1.5, 3, 3]
 */
export function linear(rate: number, end: number, steps: number): Schedule {
  expectNumbers("linear", { rate, end, steps });
  demandSteps("linear", steps);
  return scheduled("linear", (step) => rate + (end - rate) * Math.min(step / steps, 1));
}

/**
 * One rate after another.
 *
 * @param rates - one more than boundaries
 * @param boundaries - the steps from which the next rate holds, ascending
 * @throws {ArgumentError} when there are not as many rates as intervals
 * @example
 * import { piecewise } from "@wengert/optim";
 *
 * const rate = piecewise([1, 0.1, 0.01], [10, 20]);
 * [rate(9), rate(10), rate(20)]; // => [1, 0.1, 0.01]
 */
export function piecewise(rates: readonly number[], boundaries: readonly number[]): Schedule {
  expectArray("piecewise", "rates", rates);
  expectArray("piecewise", "boundaries", boundaries);
  for (const [name, list] of Object.entries({ rates, boundaries })) {
    expectNumbers("piecewise", Object.fromEntries(list.map((value, i) => [`${name}[${i}]`, value])));
  }
  const ascending = boundaries.every((boundary, i) => i === 0 || boundary > boundaries[i - 1]);
  if (rates.length !== boundaries.length + 1 || !ascending) {
    const given = `${rates.length} rates and [${boundaries.join(", ")}]`;
    throw new ArgumentError(
      `piecewise: needs ascending boundaries, and one rate more than these, not ${given}.`,
      "piecewise",
    );
  }
  return scheduled("piecewise", (step) => rates[boundaries.filter((boundary) => step >= boundary).length]);
}

/** Between two values along half a cosine; the second from the end on. */
export function cosine(from: number, to: number, fraction: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(fraction, 1)))) / 2;
}

/** @throws {ArgumentError} unless a number of steps is positive */
export function demandSteps(op: string, steps: number): void {
  if (!(steps > 0)) throw new ArgumentError(`${op}: the number of steps must be positive, not ${steps}.`, op);
}
