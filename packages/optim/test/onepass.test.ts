import { type Tensor, tensor } from "@wengert/array";
import { deferralOf } from "@wengert/array/author";
import { grad } from "@wengert/core";
import { mul, sum } from "@wengert/ops";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  adam,
  adamw,
  amsgrad,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  mask,
  momentum,
  sgd,
  type Transformation,
  weightDecay,
} from "../src/index.ts";

/* The parts of a chain are computed together when somebody reads what they give. Whoever reads, and when, changes no number. */

const n = 1300;
const vector = (seed: number, size = n): Tensor =>
  tensor(Float64Array.from({ length: size }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed)));

interface Weights {
  readonly w: Tensor;
  readonly b: Tensor;
}
const weights = (seed: number): Weights => ({ w: vector(seed), b: vector(seed + 0.5, 7) });

/** When what a step has made is read: as late as possible, or at once, in one order or another. */
const readers: Record<string, (updates: Weights, state: unknown) => void> = {
  "nobody reads": () => {},
  "the updates are read first": ({ w, b }, state) => {
    read([w, b]);
    read(state);
  },
  "the state is read first": ({ w, b }, state) => {
    read(state);
    read([w, b]);
  },
  "the state alone is read": (_, state) => read(state),
  "one leaf of the updates is read": ({ b }) => read(b),
};

function read(tree: unknown): void {
  JSON.stringify(tree);
}

function readAll(updates: Weights, state: unknown): void {
  read([updates, state]);
}

const optimizers: Record<string, () => Transformation> = {
  adamw: () => chain(clipByGlobalNorm(0.5), adamw(0.1, { weightDecay: 0.3 })),
  "adamw without decay": () => chain(clipByGlobalNorm(0.5), adamw(0.1, { weightDecay: 0 })),
  "adam with a penalty": () => chain(clipByGlobalNorm(0.5), adam(0.1, { weightDecay: 0.3 })),
  amsgrad: () => chain(clipByGlobalNorm(0.5), amsgrad(0.1)),
  "amsgrad with a penalty": () => amsgrad(0.1, { weightDecay: 0.3 }),
  sgd: () => chain(clipByGlobalNorm(0.5), sgd(0.1, { weightDecay: 0.3 })),
  momentum: () => chain(clipByGlobalNorm(0.5), momentum(0.1)),
  "adam after adam": () => chain(adam(1), weightDecay(0.1), adam(0.1)),
  "adam after two factors": () => chain(clipByGlobalNorm(0.5), sgd(0.5), adam(0.1)),
  "decay twice": () => chain(weightDecay(0.1), weightDecay(0.2), sgd(0.1), sgd(2)),
  "a part of the weights": () => chain(mask(weightDecay(0.5), { w: true, b: false }), adamw(0.1)),
};

/** The weights and the state after some steps. */
function trained(optimizer: Transformation, look: (updates: Weights, state: unknown) => void): unknown {
  let p = weights(9);
  let state = optimizer.init(p);
  for (const seed of [1, 2, 3, 4]) {
    const [updates, next] = optimizer.update(weights(seed), state, p);
    look(updates, next);
    [p, state] = [applyUpdates(p, updates), next];
  }
  return JSON.parse(JSON.stringify([p, state]));
}

describe.each(Object.keys(optimizers))("%s", (name) => {
  test.each(Object.keys(readers))("%s: the same to the last digit", (reader) => {
    expect(trained(optimizers[name](), readers[reader])).toEqual(trained(optimizers[name](), readAll));
  });

  test("what operations give for each number", () => {
    const numbers = ({ w, b }: Weights): { w: number[]; b: number[] } => ({ w: [...w.data], b: [...b.data] });
    const optimizer = optimizers[name]();
    let p = numbers(weights(9));
    let state = optimizer.init(p);
    for (const seed of [1, 2, 3, 4]) {
      const [updates, next] = optimizer.update(numbers(weights(seed)), state, p);
      [p, state] = [applyUpdates(p, updates), next];
    }
    const [{ w, b }] = trained(optimizers[name](), readers["nobody reads"]) as [Record<"w" | "b", { data: number[] }>];
    const expected = [...p.w, ...p.b];
    for (const [i, value] of [...w.data, ...b.data].entries()) {
      // The norm is summed in another order.
      expect(Math.abs(value - expected[i])).toBeLessThan(1e-12);
    }
  });

  test("an old state begins again, and the same updates can be applied twice", () => {
    const optimizer = optimizers[name]();
    const [p, g] = [weights(9), weights(1)];
    const before = optimizer.init(p);
    const [first, after] = optimizer.update(g, before, p);
    const moved = applyUpdates(p, first);
    const [further] = optimizer.update(weights(2), after, moved);
    const [again] = optimizer.update(g, before, p);
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(JSON.stringify(applyUpdates(p, first))).toBe(JSON.stringify(moved));
    // To other weights than those of the step.
    const other = weights(5);
    const sums = applyUpdates(other, further);
    for (const key of ["w", "b"] as const) {
      expect([...sums[key].data]).toEqual([...other[key].data].map((x, i) => x + further[key].data[i]));
    }
  });
});

test("updates that are first read within a gradient are not written over", () => {
  const optimizer = chain(clipByGlobalNorm(0.5), adamw(0.1));
  const p = { w: vector(9, 5000) };
  const step = (): { w: Tensor } => optimizer.update({ w: vector(1, 5000) }, optimizer.init(p), p)[0];
  const updates = step();
  for (let i = 0; i < 3; i++) grad((x: Tensor) => sum(mul(mul(x, updates.w), mul(x, x))))(vector(3, 5000));
  expect(updates.w.data).toEqual(step().w.data);
});

describe("what a step costs", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** How many elements the arrays have that are made while `f` runs. */
  function elementsMade(f: () => void): number {
    let elements = 0;
    class Counted extends Float64Array {
      constructor(...args: [number]) {
        super(...args);
        elements += this.length;
      }
    }
    vi.stubGlobal("Float64Array", Counted);
    f();
    vi.unstubAllGlobals();
    return elements;
  }

  test("clipping, AdamW and applyUpdates make the next state and the next weights, and nothing else", () => {
    const optimizer = chain(clipByGlobalNorm(0.5), adamw(0.1));
    let p = weights(9);
    let state = optimizer.init(p);
    const [size, stateSize] = [n + 7, 2 * (n + 7)];
    for (const seed of [1, 2, 3]) {
      const g = weights(seed);
      const made = elementsMade(() => {
        const [updates, next] = optimizer.update(g, state, p);
        [p, state] = [applyUpdates(p, updates), next];
        read(state);
      });
      expect(made).toBe(stateSize + size);
      expect(made).toBeLessThanOrEqual(2 * stateSize);
    }
  });

  test("a step that is not applied keeps nothing of the steps before it", () => {
    const optimizer = adamw(0.1);
    const p = weights(9);
    let state = optimizer.init(p) as readonly { readonly mean?: Weights }[];
    for (const seed of [1, 2, 3]) {
      const before = state[0].mean as Weights;
      [, state] = optimizer.update(weights(seed), state, p) as unknown as [unknown, typeof state];
      expect(deferralOf(before.w)).toBeUndefined();
    }
  });
});
