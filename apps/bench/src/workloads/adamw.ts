import { adamw as adamwOf, applyUpdates, chain, clipByGlobalNorm, type Tensor, tensor } from "wengert";
import { type AdamW, stepInPlace } from "../byhand/adamw.ts";
import { contender, joined } from "../peers/contender.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, PEERS, type Workload } from "../workload.ts";

/** How many steps make one measurement: all contenders begin at the same weights. */
const STEPS = 10;

export const adamw: Workload = {
  name: "adamw",
  title: "AdamW with clipping",
  what: `${STEPS} steps of AdamW for the weights of a network of 784, n and 10 units, the gradient clipped to norm 1, and given.`,
  sizes: { tiny: [2], quick: [64], full: [64, 512] },
  label: (n) => `${795 * n + 10} weights`,
  rate: { unit: "µs per step", of: (_n, seconds) => (seconds * 1e6) / STEPS },
  cannot: absent(PEERS, "the row is about what an optimizer costs beside the same in place"),
  contenders: (n) => {
    const shapes = [[784, n], [n], [n, 10], [10]];
    const arrays = (seed: number): Float64Array[] =>
      shapes.map((shape, k) => uniform(sizeOf(shape), seed + k).map((value) => value - 0.5));
    const [weights, gradients] = [arrays(1), arrays(5)];
    const [start, given] = [weights, gradients].map((all) => all.map((array, k) => tensor(array, shapes[k])));
    const optimizer = chain(clipByGlobalNorm(1), adamwOf(1e-3));
    return [
      contender("TypeScript by hand", () => ({
        run: () => {
          const zeros = (): Float64Array[] => weights.map(({ length }) => new Float64Array(length));
          const p = weights.map((array) => array.slice());
          const state: AdamW = { step: 0, p, mean: zeros(), meanSquare: zeros() };
          for (let step = 0; step < STEPS; step++) stepInPlace(state, gradients);
          return p;
        },
        numbers: joined,
      })),
      wengert({
        run: () => {
          let p: Tensor[] = start;
          let state = optimizer.init(p);
          for (let step = 0; step < STEPS; step++) {
            const [updates, next] = optimizer.update(given, state, p);
            [p, state] = [applyUpdates(p, updates), next];
          }
          return p;
        },
        numbers: (p) => joined(p.map(({ data }) => data)),
      }),
    ];
  },
};

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
