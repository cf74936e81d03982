import { type Tensor, tensor } from "@wengert/array";
import { describe, expect, test } from "vitest";
import {
  adam,
  adamw,
  amsgrad,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  lamb,
  type Transformation,
} from "../src/index.ts";

/** The parameters after some steps with the same gradients, as one Tensor, and as numbers of their own, which operations compute. */
function both(
  optimizer: Transformation,
  gradients: readonly (readonly number[])[],
  start: readonly number[],
): [number[], number[]] {
  let whole: { x: Tensor } = { x: tensor([...start]) };
  let apart: number[] = [...start];
  let [wholeState, state] = [optimizer.init(whole), optimizer.init(apart)];
  for (const g of gradients) {
    const [u, next] = optimizer.update({ x: tensor([...g]) }, wholeState, whole);
    const [us, nexts] = optimizer.update([...g], state, apart);
    [whole, wholeState, apart, state] = [applyUpdates(whole, u), next, applyUpdates(apart, us), nexts];
  }
  return [[...whole.x.data], apart];
}

function numbers(n: number, seed: number): number[] {
  return Array.from({ length: n }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
}

describe("one pass over memory gives what operations give", () => {
  const optimizers: Record<string, () => Transformation> = {
    adam: () => adam(0.1),
    "adam with a penalty": () => adam(0.1, { weightDecay: 0.3 }),
    adamw: () => adamw(0.1, { weightDecay: 0.3, beta1: 0.7, beta2: 0.8, eps: 1e-3 }),
    amsgrad: () => amsgrad(0.1),
  };

  test.each(Object.keys(optimizers))("%s, to the last digit, whatever the numbers", (name) => {
    for (const n of [1, 2, 7, 64, 65]) {
      const gradients = [1, 2, 3].map((seed) => numbers(n, seed));
      const [whole, apart] = both(optimizers[name](), gradients, numbers(n, 4));
      expect(whole).toEqual(apart);
    }
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e300, 1e-300, 5e-324];
    const [whole, apart] = both(optimizers[name](), [odd, odd.toReversed(), odd], numbers(odd.length, 1));
    expect(whole).toEqual(apart);
  });

  test.each([1e-200, 1e-9, 1, 1e9, 1e200])("clipping by the norm, gradients about %f", (scale) => {
    for (const n of [1, 3, 300]) {
      const gradients = [1, 2].map((seed) => numbers(n, seed).map((value) => scale * value));
      const make = (): Transformation => chain(clipByGlobalNorm(0.5), adamw(0.1));
      const [whole, apart] = both(make(), gradients, numbers(n, 3));
      for (let i = 0; i < n; i++) expect(Math.abs(whole[i] - apart[i])).toBeLessThan(1e-13);
    }
  });

  test("no parameters", () => {
    expect(both(chain(clipByGlobalNorm(1), adamw(0.1)), [[]], [])).toEqual([[], []]);
    expect(both(lamb(0.1), [[]], [])).toEqual([[], []]);
  });
});
