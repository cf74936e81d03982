import { type Tensor, tensor, type Value } from "@wengert/core";
import { generator, type RandomGenerator } from "@wengert/random";
import type { Row, Table } from "../../ops/tables/inputs.ts";

/** A draw as a function of its parameters: the generator begins anew at each call. */
function draw(f: (random: RandomGenerator, ...parameters: readonly Value[]) => Tensor): Row[0] {
  return (...parameters: readonly Value[]) => f(generator(1), ...parameters);
}

const mean = tensor([-2, 0.5, 7]);
const positive = tensor([0.3, 1.2, 4]);

/** Rows for the draws whose derivative follows from how they are computed. That of gamma does not; see `gamma.test.ts`. */
export const randomRows: Table = {
  uniform: [
    [draw((random, lo, hi) => random.uniform(lo, hi)), [mean, tensor([3, 0.6, 7.5])]],
    [draw((random, lo, hi) => random.uniform(lo, hi, [2, 3])), [mean, 9]],
    [draw((random, lo) => random.uniform(lo, 2)), [0.5]],
  ],
  normal: [
    [draw((random, mean, std) => random.normal(mean, std)), [mean, positive]],
    [draw((random, mean, std) => random.normal(mean, std)), [mean, tensor([[0.4], [2]])]],
    [draw((random, mean, std) => random.normal(mean, std, [2, 4])), [1, 0.5]],
    [draw((random, std) => random.normal(0, std, [2, 3])), [positive]],
  ],
  exponential: [
    [draw((random, rate) => random.exponential(rate)), [positive]],
    [draw((random, rate) => random.exponential(rate, [2, 3])), [1.7]],
  ],
  choice: [
    [
      draw((random, x) => random.choice(x, [4])),
      [
        tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ],
    ],
    [draw((random, x) => random.choice(x, [2], { replace: false, weights: [1, 2, 1] })), [mean]],
  ],
  permutation: [
    [
      draw((random, x) => random.permutation(x)),
      [
        tensor([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
      ],
    ],
  ],
};
