import { isTensor, type Tensor, tensor } from "@wengert/array";
import { grad, type Value } from "@wengert/core";
import { add, mul, sub, sum } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import { TreeMismatchError } from "@wengert/tree";
import { describe, expect, it } from "vitest";
import { adam, applyUpdates, chain, type Transformation } from "../src/index.ts";

/** x⁴ - x² */
const slope = (x: number): number => 4 * x ** 3 - 2 * x;

function descend(optimizer: Transformation, start: number, steps: number): number[] {
  const path: number[] = [];
  let [x, state] = [start, optimizer.init(start)];
  for (let i = 0; i < steps; i++) {
    const [update, next] = optimizer.update(slope(x), state, x);
    [x, state] = [applyUpdates(x, update), next];
    path.push(x);
  }
  return path;
}

describe("adam", () => {
  // Steps 1, 2, 5 and 20 of torch.optim.Adam's algorithm on x⁴ - x², in double precision.
  it.each<[string, Transformation, number, number[]]>([
    ["defaults", adam(0.1), 0.3, [0.3999999979674797, 0.5001356002801151, 0.7814847175592597, 0.6877119060466513]],
    [
      "other hyperparameters",
      adam(0.05, { beta1: 0.8, beta2: 0.99, eps: 1e-3 }),
      -1.5,
      [-1.4500047614512903, -1.400424770252513, -1.257114814355914, -0.8104579653673157],
    ],
    [
      "a schedule",
      adam((step) => 0.2 / (1 + step)),
      -1.5,
      [-1.3000000001904761, -1.2044850045426228, -1.0654814846885796, -0.8845979823099527],
    ],
  ])("takes PyTorch's steps: %s", (_, optimizer, start, expected) => {
    const path = descend(optimizer, start, 20);
    for (const [i, step] of [1, 2, 5, 20].entries()) expect(path[step - 1]).toBeCloseTo(expected[i], 12);
  });

  it("works leaf by leaf on a tree, with numbers as numbers and Tensors as Tensors", () => {
    const optimizer = adam(0.1);
    const start = { deep: { a: 0.3, list: [tensor([0.3, -1.5])] }, name: "rbf", flag: true };
    type Model = typeof start;
    let [x, state] = [start, optimizer.init(start)];
    for (let i = 0; i < 5; i++) {
      const list = [tensor(Array.from(x.deep.list[0].data, slope))];
      const grads = { name: null, flag: null, deep: { list, a: slope(x.deep.a) } };
      const [updates, next] = optimizer.update(grads, state, x);
      expect(updates.name).toBeNull();
      [x, state] = [applyUpdates(x, updates), next];
    }
    expect(x.name).toBe("rbf");
    expect(x.flag).toBe(true);
    expect(x.deep.a).toBeTypeOf("number");
    const alone = [0.3, -1.5].map((x0) => descend(adam(0.1), x0, 5)[4]);
    expect(x.deep.a).toBe(alone[0]);
    expect((x as Model).deep.list[0].toArray()).toEqual(alone);
    expect(start.deep.a).toBe(0.3);
  });

  it("leaves alone what has no gradient, and its memory", () => {
    const optimizer = adam(0.1);
    const x = { a: 1, b: { c: 2, d: tensor([3]) } };
    const full = { a: 1, b: { c: 1, d: tensor([1]) } };
    const [, begun] = optimizer.update(full, optimizer.init(x), x);
    const [updates, state] = optimizer.update({ a: 1, b: null }, begun, x);
    expect(updates.b).toBeNull();
    const moved = applyUpdates(x, updates);
    expect(moved.b).toEqual(x.b);
    expect(moved.a).toBeLessThan(1);
    const memory = (s: unknown): { a: number; b: unknown } => (s as [{ mean: { a: number; b: unknown } }])[0].mean;
    expect(memory(state).b).toEqual(memory(begun).b);
    expect(memory(state).a).not.toBe(memory(begun).a);
  });

  it("has a plain tree of numbers and Tensors as state", () => {
    const optimizer = adam(0.1);
    const x = { a: 1, b: tensor([2, 3]), name: "rbf" };
    const [, state] = optimizer.update({ a: 1, b: tensor([1, 1]), name: null }, optimizer.init(x), x);
    const kinds: string[] = [];
    const walk = (node: unknown): void => {
      if (typeof node === "number" || isTensor(node)) kinds.push(typeof node);
      else for (const child of Object.values(node ?? {})) walk(child);
    };
    walk(state);
    expect(kinds.filter((kind) => kind === "number")).toHaveLength(5);
    expect(kinds.filter((kind) => kind === "object")).toHaveLength(2);
  });

  it("says where trees do not match", () => {
    const optimizer = adam(0.1);
    const state = optimizer.init({ a: 1 });
    expect(() => optimizer.update({ a: 1, b: 2 }, state)).toThrowError(TreeMismatchError);
    expect(() => optimizer.update({ b: 2 }, state)).toThrowError(/^update: a: missing/);
    expect(() => applyUpdates({ a: 1 }, { b: 2 })).toThrowError(/^applyUpdates: a: missing/);
  });

  it("moves the parameters of a ParamSet in the unconstrained space", () => {
    const model = { a: param(0.3), b: param(tensor([0.3, -1.5])) };
    const params = paramsOf(model);
    const optimizer = adam(0.1);
    const valley = (x: Value): Tensor => mul(mul(x, x), sub(mul(x, x), 1));
    const loss = (): Tensor => add(valley(model.a), sum(valley(model.b)));
    let state = optimizer.init(params);
    for (let i = 0; i < 5; i++) {
      const [, grads] = withGradient(loss, params);
      const [updates, next] = optimizer.update(grads, state, params);
      expect(applyUpdates(params, updates)).toBe(params);
      state = next;
    }
    const alone = [0.3, -1.5].map((x0) => descend(adam(0.1), x0, 5)[4]);
    expect(model.a.value).toBeCloseTo(alone[0], 12);
    expect(model.b.value.data[1]).toBeCloseTo(alone[1], 12);
  });

  it("can be differentiated through", () => {
    // The first step of Adam has the length of the rate, whatever the gradient: dx₁/dx₀ is 1 up to eps.
    const optimizer = adam(0.1);
    const after = (x: Tensor): Tensor => {
      const [update] = optimizer.update(mul(2, x), optimizer.init(x), x);
      return applyUpdates(x, update);
    };
    expect(grad(after)(3)).toBeCloseTo(1, 6);
  });
});

describe("chain", () => {
  it("passes updates on, each part with its own state", () => {
    const count: Transformation<number> = { init: () => 0, update: (grads, state) => [grads, state + 1] };
    const optimizer = chain(count, adam(0.1), count);
    const [updates, state] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
    expect(updates.a).toBeCloseTo(-0.1, 8);
    expect([state[0], state[2]]).toEqual([1, 1]);
  });
});
