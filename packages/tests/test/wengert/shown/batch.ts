import { explainBatch, vmap } from "@wengert/batch";
import { type Tensor, tensor } from "@wengert/core";
import { add, mul, stack } from "@wengert/ops";
import { generator } from "@wengert/random";
import type { Table } from "./cells.ts";
import { cube } from "./core.ts";

const xs = tensor([1, 2]);

export const batchRows: Table = {
  explainBatch: [{ use: (x) => explainBatch((y: Tensor) => mul(x, y))(xs).length, value: 1, slope: 0 }],
  vmap: [
    { use: (x) => vmap(cube)(stack([x, x])), value: 16, slope: 24 },
    { use: (x) => vmap((y: Tensor) => mul(x, y))(xs), value: 6, slope: 3 },
    { use: (x) => vmap((y: Tensor, z: Tensor) => mul(z, y), { inAxes: [0, null] })(xs, x), value: 6, slope: 3 },
    { use: (x) => vmap((y: Tensor) => add(y, x), { inAxes: null, axisSize: 3 })(x), value: 12, slope: 6 },
  ],
};

const random = () => generator(5);

/** The generator, and each of its methods. */
export const randomRows: Table = {
  generator: [{ use: (x) => generator(x as number).uniform(), tag: /must be an integer/, slope: /must be an integer/ }],
  bernoulli: [{ use: (x) => random().bernoulli(mul(x, 0.25), [4]), slope: /bernoulli/ }],
  choice: [
    { use: (x) => random().choice(mul(x, xs), [2]) },
    { use: (x) => random().choice(2, [2], { weights: [1, x as number] }), slope: /weights/, tag: /weights/ },
  ],
  exponential: [{ use: (x) => random().exponential(x) }],
  gamma: [
    // Implicit: along a draw that is neither refused nor drawn again.
    { use: (x) => random().gamma(x), slope: 1.5059661604023191 },
  ],
  integers: [{ use: (x) => random().integers(0, x as number), tag: /integers/, slope: /integers/ }],
  normal: [{ use: (x) => random().normal(x, 1) }, { use: (x) => random().normal(0, x) }],
  permutation: [{ use: (x) => random().permutation(mul(x, xs)), value: 6, slope: 3 }],
  split: [{ use: (x) => random().split(x as number).length, value: 2, tag: /split/, slope: /split/ }],
  toJSON: [{ use: (x) => [random().normal(x, 1), Object.keys(random().toJSON()).length] }],
  uniform: [{ use: (x) => random().uniform(0, x) }, { use: (x) => random().uniform(x, 3) }],
};
