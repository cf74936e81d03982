import { ArgumentError, ShapeError, tensor } from "@wengert/array";
import { describe, expect, it } from "vitest";
import { type GeneratorState, generator, type RandomGenerator } from "../src/index.ts";

describe("a generator", () => {
  it("draws the same numbers for a seed, and others for another", () => {
    expect(generator(7).normal([5]).toArray()).toEqual(generator(7).normal([5]).toArray());
    const firsts = [0, 1, -1, 2 ** 32, 2 ** 52, -(2 ** 52)].map((seed) => generator(seed).uniform().item());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it("is ChaCha8: its words are the key stream of the zero key in the published test vector", () => {
    // Strombergson, "Test vectors for the stream cipher ChaCha" (2014): ChaCha8, 256-bit zero key, zero nonce.
    const published = "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e";
    const state = generator(0).split().state;
    expect(state.key).toBe(published);
  });

  it("draws as many numbers one by one as at once", () => {
    for (const name of ["uniform", "normal", "exponential"] as const) {
      const random = generator(3);
      const single = Array.from({ length: 600 }, () => random[name]().item());
      expect(generator(3)[name]([20, 30]).data).toEqual(Float64Array.from(single));
    }
  });

  it("goes on from its state, through JSON, at any place", () => {
    const random = generator(1);
    const draws: ((random: RandomGenerator) => unknown)[] = [
      (r) => r.uniform([3]),
      (r) => r.gamma(0.3, [200]),
      (r) => r.integers(0, 10, [999]),
      (r) => r.split().normal([2]),
      (r) => r.permutation(5),
    ];
    for (const draw of draws) {
      const copy = generator(JSON.parse(JSON.stringify(random)));
      const state = JSON.parse(JSON.stringify(random.state)) as GeneratorState;
      const next = draw(random);
      expect(draw(copy)).toEqual(next);
      expect(draw(generator(state))).toEqual(next);
    }
    expect(structuredClone(random.state)).toEqual(random.state);
  });

  it("does not repeat itself where the cipher's counter ends", () => {
    const { state } = generator(1);
    for (const far of [2 ** 35, 2 ** 36]) {
      const there = generator({ ...state, position: far }).uniform([4]);
      expect(there.toArray()).not.toEqual(generator(1).uniform([4]).toArray());
      expect(
        generator({ ...state, position: far - 4 })
          .uniform([6])
          .data.slice(2),
      ).toEqual(there.data);
    }
    const last = generator({ ...state, position: Number.MAX_SAFE_INTEGER - 10 });
    expect(last.uniform().item()).toBeGreaterThan(0);
  });

  it("hands parameters' shapes on, and broadcasts them to a wider one", () => {
    const random = generator(1);
    expect(random.normal(tensor([1, 2]), 0).toArray()).toEqual([1, 2]);
    expect(random.normal(tensor([1, 2]), tensor([[0], [0], [0]])).shape).toEqual([3, 2]);
    expect(random.uniform(tensor([0, 10]), tensor([0, 10]), [2, 2]).toArray()).toEqual([
      [0, 10],
      [0, 10],
    ]);
    expect(random.gamma(tensor([1, 2]), [5, 2]).shape).toEqual([5, 2]);
    expect(random.exponential().shape).toEqual([]);
    for (const empty of [random.normal([0, 3]), random.gamma(1, [0, 3]), random.integers(0, 5, [0, 3])])
      expect(empty.shape).toEqual([0, 3]);
  });

  it("chooses and permutes slices along the first axis", () => {
    const random = generator(2);
    const x = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(random.choice(x, [4, 5]).shape).toEqual([4, 5, 2]);
    expect(random.choice(x).shape).toEqual([2]);
    expect((random.permutation(x).toArray() as number[][]).toSorted((a, b) => a[0] - b[0])).toEqual(x.toArray());
    expect(random.choice(3, [3], { replace: false }).data.toSorted()).toEqual(Float64Array.of(0, 1, 2));
    expect(random.permutation(0).shape).toEqual([0]);
    expect(random.choice(0, [0]).shape).toEqual([0]);
  });

  it("splits into generators that do not depend on what is drawn afterwards", () => {
    const [a, b] = [generator(5), generator(5)];
    const child = a.split();
    a.uniform([100]);
    expect(child.normal([3]).toArray()).toEqual(b.split().normal([3]).toArray());
    expect(generator(5).split(3)).toHaveLength(3);
    expect(generator(5).split(0)).toEqual([]);
  });
});

describe("what is refused", () => {
  const random = generator(1);
  const before = random.state;
  const cases: readonly [f: () => unknown, error: new (...args: never[]) => Error, message: string][] = [
    [
      () => generator(undefined as never),
      ArgumentError,
      "generator: the seed must be an integer, or the state of a generator, not undefined.",
    ],
    [() => generator(0.5), ArgumentError, "not 0.5"],
    [() => generator(Number.NaN), ArgumentError, "not NaN"],
    [() => generator(2 ** 53), ArgumentError, "not 9007199254740992"],
    [() => generator("seed" as never), ArgumentError, "not a string"],
    [() => generator({} as never), ArgumentError, 'its algorithm is undefined, not "chacha8"'],
    [() => generator({ ...before, key: "00" }), ArgumentError, "its key is not 64 hexadecimal digits"],
    [() => generator({ ...before, position: -1 }), ArgumentError, "its position is -1, no count"],
    [() => generator({ ...before, seed: 1 } as never), ArgumentError, 'there is no option "seed"'],
    [() => random.normal(0, -1, [2]), ArgumentError, "normal: std must be non-negative and finite, not -1."],
    [() => random.normal(0, Number.NaN), ArgumentError, "not NaN"],
    [() => random.normal(0, tensor([1, -2])), ArgumentError, "not -2"],
    [
      () => random.normal([2, 2] as never, 1),
      ArgumentError,
      "normal: mean is an array, which is a shape and comes last.",
    ],
    [
      () => random.normal(0, 1, 3 as never),
      ArgumentError,
      "normal: the shape must be an array of lengths such as [3, 2], not 3.",
    ],
    [() => random.normal([1.5]), ShapeError, "normal: a shape is an array of non-negative integers, not [1.5]."],
    [() => random.normal(tensor([1, 2]), 1, [3]), ShapeError, "normal"],
    [
      () => random.normal(tensor([[1], [2]]), 1, [2]),
      ShapeError,
      "normal: mean of [2, 1] and std of [] cannot be broadcast to the shape [2]",
    ],
    [() => random.normal("a" as never, 1), Error, "normal: argument 1 is a string"],
    [() => random.uniform(1, 0), ArgumentError, "uniform: hi − lo must be non-negative and finite, not -1."],
    [() => random.uniform(-1e308, 1e308), ArgumentError, "not Infinity"],
    [() => random.exponential(0), ArgumentError, "exponential: rate must be positive and finite, not 0."],
    [() => random.gamma([2] as never), ArgumentError, "gamma: a is missing."],
    [() => random.gamma(-1), ArgumentError, "gamma: a must be positive and finite, not -1."],
    [() => random.bernoulli(1.5), ArgumentError, "bernoulli: p must be between 0 and 1, not 1.5."],
    [() => random.integers(0, 0), ArgumentError, "integers: hi must be greater than lo"],
    [() => random.integers(0.5, 2), ArgumentError, "integers: lo must be an integer, not 0.5."],
    [
      () => random.integers(5 as never, [3] as never),
      ArgumentError,
      "integers: hi must be an integer, not a bare Array.",
    ],
    [() => random.choice(2.5), ArgumentError, "choice: a number of elements must be a non-negative integer, not 2.5."],
    [() => random.choice([1, 2] as never), ArgumentError, "choice: x is an array. Wrap it in tensor(...)."],
    [() => random.choice(tensor(3)), ShapeError, "choice: there is nothing to choose from in a scalar."],
    [() => random.choice(0), ArgumentError, "choice: there are no elements to choose from."],
    [() => random.choice(3, [4], { replace: false }), ArgumentError, "choice: 4 different elements are wanted of 3"],
    [
      () => random.choice(3, [1], { replace: 1 as never }),
      ArgumentError,
      "choice: replace must be true or false, not 1.",
    ],
    [() => random.choice(3, [1], { p: [1] } as never), ArgumentError, 'there is no option "p"'],
    [
      () => random.choice(3, [1], { weights: [1, 2] }),
      ArgumentError,
      "choice: weights must be one for each of 3 elements, not 2.",
    ],
    [
      () => random.choice(2, [1], { weights: [1, -2] }),
      ArgumentError,
      "choice: weights must be non-negative and finite, not -2.",
    ],
    [
      () => random.choice(2, [1], { weights: [0, 0] }),
      ArgumentError,
      "choice: 1 elements are wanted, but only 0 have a positive weight.",
    ],
    [
      () => random.choice(3, [2], { weights: [0, 1, 0], replace: false }),
      ArgumentError,
      "only 1 have a positive weight",
    ],
    [() => random.permutation(-1), ArgumentError, "permutation: a number of elements"],
    [
      () => random.split(1.5),
      ArgumentError,
      "split: the number of generators must be a non-negative integer, not 1.5.",
    ],
  ];

  it.each(cases.map(([f, error, message]) => [message, f, error] as const))("%s", (message, f, error) => {
    expect(f).toThrow(error);
    expect(f).toThrow(message);
  });

  it("no refused draw moved the generator", () => {
    expect(random.state).toEqual(before);
  });
});
