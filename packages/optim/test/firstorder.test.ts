import { readFileSync } from "node:fs";
import { isTensor, type Tensor, tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import { add, mul, square, sub, sum } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import { flatten, TreeMismatchError, unflatten } from "@wengert/tree";
import { describe, expect, it } from "vitest";
import type { Transformation } from "../src/index.ts";
import * as optim from "../src/index.ts";
import { exportedFrom } from "./exported.ts";

/**
 * A row per optimizer: how to make it, and its first step from p = 2 with the gradient 0.5 and the rate 0.1, by hand.
 */
const table: Record<string, { make: (rate: number) => Transformation; first: number }> = {
  sgd: { make: optim.sgd, first: -0.05 },
  momentum: { make: optim.momentum, first: -0.05 },
  nesterov: { make: optim.nesterov, first: -0.1 * (0.5 + 0.9 * 0.5) },
  adagrad: { make: optim.adagrad, first: (-0.1 * 0.5) / (0.5 + 1e-10) },
  adadelta: { make: optim.adadelta, first: -0.1 * 0.5 * Math.sqrt(1e-6 / (0.1 * 0.25 + 1e-6)) },
  rmsprop: { make: optim.rmsprop, first: (-0.1 * 0.5) / (0.1 * 0.5 + 1e-8) },
  rprop: { make: optim.rprop, first: -0.1 },
  adam: { make: optim.adam, first: (-0.1 * 0.5) / (0.5 + 1e-8) },
  adamw: { make: optim.adamw, first: (-0.1 * 0.5) / (0.5 + 1e-8) - 0.1 * 0.01 * 2 },
  adamax: { make: optim.adamax, first: (-0.1 * 0.5) / (0.5 + 1e-8) },
  amsgrad: { make: optim.amsgrad, first: (-0.1 * 0.5) / (0.5 + 1e-8) },
  nadam: {
    make: optim.nadam,
    first: (() => {
      const [now, next] = [1, 2].map((t) => 0.9 * (1 - 0.5 * 0.96 ** (0.004 * t)));
      return (-0.1 * (0.5 + (next / (1 - now * next)) * 0.1 * 0.5)) / (0.5 + 1e-8);
    })(),
  },
  radam: { make: optim.radam, first: -0.05 },
  adabelief: { make: optim.adabelief, first: (-0.1 * 0.5) / Math.sqrt((0.001 * 0.45 ** 2 + 1e-16) / 0.001) },
  lion: { make: optim.lion, first: -0.1 },
  lamb: { make: optim.lamb, first: -0.2 },
  yogi: {
    make: optim.yogi,
    first: (-0.1 * (0.9e-6 + 0.05)) / 0.1 / (Math.sqrt((1e-6 + 0.001 * 0.25) / 0.001) + 1e-3),
  },
  lbfgs: { make: optim.lbfgs, first: -0.05 },
};
const rows = Object.entries(table);

/** Whether an optimizer has an option of this name. */
function hasDecay(make: typeof optim.adam): boolean {
  try {
    make(0.1, { weightDecay: 0 });
    return true;
  } catch {
    return false;
  }
}

type Tree = { x: Tensor; deep: { s: number }; name: string };
const start = (): Tree => ({ x: tensor([0.5, -1.2, 2]), deep: { s: 0.8 }, name: "rbf" });

/** The gradient that the fixture's iterates follow. */
function slope({ x, deep: { s } }: Tree): { x: Tensor; deep: { s: number }; name: null } {
  const [a, b, c] = x.data;
  return {
    x: tensor([a ** 3 - a + 0.3 * b + 0.5 * s, b ** 3 - b + 0.3 * a - 0.2 * c, c ** 3 - c - 0.2 * b]),
    deep: { s: 0.5 * a + s ** 3 },
    name: null,
  };
}

function walk(optimizer: Transformation, steps: number, x = start(), state = optimizer.init(x)): [Tree[], unknown] {
  const path: Tree[] = [];
  for (let i = 0; i < steps; i++) {
    const [updates, next] = optimizer.update(slope(x), state, x);
    [x, state] = [optim.applyUpdates(x, updates), next];
    path.push(x);
  }
  return [path, state];
}

const flat = ({ x, deep }: Tree): number[] => [...x.data, deep.s];

/** Every number of a state, with its shape. */
function shapes(state: unknown): string[] {
  const { leaves, paths } = flatten<number | Tensor>(state);
  return leaves.map((leaf, i) => `${paths[i]}: ${isTensor(leaf) ? `[${leaf.shape}]` : "number"}`);
}

interface Reference {
  readonly method: string;
  readonly rate: number;
  readonly options: Record<string, unknown>;
  readonly path: readonly (readonly number[])[];
}
const references: Reference[] = JSON.parse(
  readFileSync(new URL("./fixtures/first_order.json", import.meta.url), "utf8"),
);

describe("twenty steps of each optimizer", () => {
  it.each(
    references.map((reference) => [`${reference.method} ${JSON.stringify(reference.options)}`, reference] as const),
  )("%s", (_, { method, rate, options, path }) => {
    const make = (optim as unknown as Record<string, (rate: number, options: object) => Transformation>)[method];
    const [steps] = walk(make(rate, options), 20);
    for (const [i, expected] of path.entries()) {
      const actual = flat(steps[i]);
      for (const [j, value] of expected.entries()) {
        expect(Math.abs(actual[j] - value), `step ${i + 1}, element ${j}`).toBeLessThanOrEqual(
          1e-12 * Math.max(1, Math.abs(value)),
        );
      }
    }
  });

  it("has a reference for every optimizer", () => {
    const known = new Set(references.map(({ method }) => method));
    const missing = rows.map(([name]) => name).filter((name) => !known.has(name));
    expect(missing).toEqual([]);
  });
});

describe("an optimizer", () => {
  it("has a row", () => {
    expect(Object.keys(table).sort()).toEqual([...exportedFrom("optimizers")].sort());
  });

  it.each(rows)("takes its first step as by hand: %s", (_, { make, first }) => {
    const optimizer = make(0.1);
    const [updates] = optimizer.update({ p: 0.5 }, optimizer.init({ p: 2 }), { p: 2 });
    expect(updates.p).toBeCloseTo(first, 14);
  });

  it.each(rows)("takes the rate from a schedule: %s", (_, { make, first }) => {
    const optimizer = (make as unknown as (rate: optim.Schedule) => Transformation)((step) => 0.1 / (1 + step));
    const [updates] = optimizer.update({ p: 0.5 }, optimizer.init({ p: 2 }), { p: 2 });
    expect(updates.p).toBeCloseTo(first, 14);
  });

  it.each(rows)("keeps the shape of its state, and leaves its inputs alone: %s", (_, { make }) => {
    const optimizer = make(0.05);
    const x = start();
    const grads = slope(x);
    const before = JSON.stringify([x, grads]);
    const state = optimizer.init(x);
    const begun = JSON.stringify(state);
    const [updates, next] = optimizer.update(grads, state, x);
    expect(JSON.stringify([x, grads])).toBe(before);
    expect(JSON.stringify(state)).toBe(begun);
    expect(shapes(next)).toEqual(shapes(state));
    expect(Object.keys(updates)).toEqual(["x", "deep", "name"]);
    expect(updates.x.shape).toEqual([3]);
    expect(updates.deep.s).toBeTypeOf("number");
    expect(updates.name).toBeNull();
  });

  it.each(rows)("resumes from a saved state bit for bit: %s", (_, { make }) => {
    const optimizer = make(0.05);
    const [path] = walk(optimizer, 9);
    const [half, state] = walk(optimizer, 4);
    const { leaves, structure } = flatten<number | Tensor>(state);
    const saved = JSON.stringify(leaves.map((leaf) => (isTensor(leaf) ? leaf.toArray() : leaf)));
    const loaded = (JSON.parse(saved) as (number | number[])[]).map((leaf) =>
      Array.isArray(leaf) ? tensor(leaf) : leaf,
    );
    const [rest] = walk(optimizer, 5, half[3], unflatten(structure, loaded));
    expect(rest.map(flat)).toEqual(path.slice(4).map(flat));
  });

  it.each(rows)("stays where the gradient is zero, up to decay: %s", (name, { make }) => {
    const optimizer = make(0.1);
    const x = { a: 1, b: tensor([1, 0]) };
    const [updates] = optimizer.update({ a: 0, b: tensor([0, 0]) }, optimizer.init(x), x);
    // Yogi's mean begins above zero, and AdamW decays.
    const most = name === "yogi" ? 1e-3 : name === "adamw" ? 1e-3 + 1e-18 : 0;
    for (const u of [updates.a, ...updates.b.data]) expect(Math.abs(u)).toBeLessThanOrEqual(most);
  });

  it.each(rows)("accepts an empty tree: %s", (_, { make }) => {
    const optimizer = make(0.1);
    const [updates, state] = optimizer.update({}, optimizer.init({}), {});
    expect(updates).toEqual({});
    expect(optimizer.update({}, state, {})[0]).toEqual({});
  });

  it.each(rows)("has the same steps for trees and ParamSets: %s", (_, { make }) => {
    const optimizer = make(0.05);
    const model = { x: param(start().x), deep: { s: param(0.8) }, name: "rbf" };
    const params = paramsOf(model);
    let state = optimizer.init(params);
    const target = [0.3, -0.4, 0.1];
    const loss = (): Tensor => add(sum(square(sub(model.x, tensor(target)))), square(model.deep.s));
    let [x, plain] = [start(), optimizer.init(start())];
    for (let i = 0; i < 4; i++) {
      const [, grads] = withGradient(loss, params);
      const [updates, next] = optimizer.update(grads, state, params);
      optim.applyUpdates(params, updates);
      state = next;
      const slopes = {
        x: tensor([...x.x.data].map((v, j) => 2 * (v - target[j]))),
        deep: { s: 2 * x.deep.s },
        name: null,
      };
      const [u, after] = optimizer.update(slopes, plain, x);
      [x, plain] = [optim.applyUpdates(x, u), after];
    }
    // LAMB's norms are those of a leaf, the same in both.
    for (const [j, value] of flat(x).entries()) {
      expect([...model.x.value.data, model.deep.s.value][j]).toBeCloseTo(value, 12);
    }
  });

  it.each(rows)("leaves the state of frozen leaves as it is: %s", (name, { make }) => {
    const optimizer = make(0.05);
    const x = { a: 2, b: { c: 1, d: tensor([3]) } };
    const grads = (p: typeof x): { a: number; b: { c: number; d: Tensor } } => ({
      a: p.a,
      b: { c: 2 * p.b.c, d: mul(3, p.b.d) },
    });
    const [u, begun] = optimizer.update(grads(x), optimizer.init(x), x);
    const one = optim.applyUpdates(x, u);
    const [frozen, state] = optimizer.update({ a: one.a, b: null }, begun, one);
    expect(frozen.b).toBeNull();
    const two = optim.applyUpdates(one, frozen);
    expect(two.b).toEqual(one.b);
    expect(two.a).not.toBe(one.a);
    const of = (s: unknown, part: string): string[] => {
      const { leaves, paths } = flatten<number | Tensor>(s);
      return leaves
        .map((leaf, i) => `${paths[i]} ${isTensor(leaf) ? leaf.toArray() : leaf}`)
        .filter((line) => line.includes(part));
    };
    // L-BFGS has one memory for all: what it knows of the last step is that the frozen part did not move.
    if (name !== "lbfgs") expect(of(state, ".b.")).toEqual(of(begun, ".b."));
    expect(shapes(state)).toEqual(shapes(begun));
    const [thawed] = optimizer.update(grads(two), state, two);
    expect(Number.isFinite(thawed.b.c)).toBe(true);
  });

  it.each(rows.filter(([name]) => !["adadelta", "rmsprop", "adagrad"].includes(name)))(
    "finds the bottom of a bowl: %s",
    (name, { make }) => {
      const optimizer = make(0.05);
      // L-BFGS takes hundreds of operations for a step.
      const steps = name === "lbfgs" ? 100 : 400;
      let [x, state] = [{ a: 0.7, b: tensor([-0.4, 0.2]) }, optimizer.init({ a: 0.7, b: tensor([-0.4, 0.2]) })];
      for (let i = 0; i < steps; i++) {
        const [u, next] = optimizer.update({ a: 2 * x.a, b: mul(2, x.b) }, state, x);
        [x, state] = [optim.applyUpdates(x, u), next];
      }
      expect(Math.abs(x.a)).toBeLessThan(0.06);
    },
  );

  it.each(rows)("says where trees do not match: %s", (_, { make }) => {
    const optimizer = make(0.1);
    const state = optimizer.init({ a: 1 });
    if (flatten(state).paths.some((path) => path.endsWith(".a"))) {
      expect(() => optimizer.update({ b: 2 }, state, { b: 1 })).toThrowError(TreeMismatchError);
    }
  });

  // LAMB needs them anyway.
  it.each(rows.filter(([name, { make }]) => name !== "lamb" && hasDecay(make as typeof optim.adam)))(
    "needs the parameters for its decay alone: %s",
    (name, row) => {
      const make = row.make as typeof optim.adam;
      const [none, some] = [0, 0.25].map((weightDecay) => make(0.1, { weightDecay }));
      const [grads, params] = [{ a: 0.5 }, { a: 2 }];
      const first = name === "adamw" ? table["adam"].first : row.first;
      expect(none.update(grads, none.init(params))[0].a).toBeCloseTo(first, 9);
      expect(() => some.update(grads, some.init(params))).toThrowError(/the parameters/);
    },
  );

  it.each(["sgd", "momentum", "adam", "adabelief", "lamb", "lbfgs"])("can be differentiated through: %s", (name) => {
    // d/dx₀ of x₂, against central differences.
    const optimizer = table[name].make(0.1);
    const after = (x0: Tensor): Tensor => {
      let [x, state] = [x0, optimizer.init(x0)];
      for (let i = 0; i < 2; i++) {
        const [u, next] = optimizer.update(mul(x, mul(x, x)), state, x);
        [x, state] = [optim.applyUpdates(x, u), next];
      }
      return x;
    };
    const at = (x: number): number => after(tensor(x)).item();
    const numeric = (at(0.7 + 1e-5) - at(0.7 - 1e-5)) / 2e-5;
    expect(grad(after)(0.7)).toBeCloseTo(numeric, 6);
  });
});

describe("an optimizer of a ParamSet", () => {
  it("goes on with a part of the parameters, and takes up the others again as they were", () => {
    const model = { a: param(2), b: param(tensor([3, 4])) };
    const [all, some] = [paramsOf(model), paramsOf(model, (p) => p === (model.a as never))];
    const loss = (): Tensor => add(square(model.a), sum(square(model.b)));
    const optimizer = optim.chain(optim.clipByGlobalNorm(100), optim.adam(0.1));
    let state = optimizer.init(all);
    const step = (params: typeof all): void => {
      const [, grads] = withGradient(loss, params);
      const [updates, next] = optimizer.update(grads, state, params);
      optim.applyUpdates(params, updates);
      state = next;
    };
    step(all);
    const memory = (): unknown => (state as unknown as [unknown, [{ mean: { b: Tensor } }]])[1][0].mean.b;
    const before = memory();
    step(some);
    step(some);
    expect(memory()).toBe(before);
    expect(model.b.value.toArray()).toEqual([2.9000000001666666, 3.900000000125]);
    step(all);
    // Its second gradient: two of a kind in a row make two steps of the rate.
    expect(model.b.value.data[0]).toBeCloseTo(2.8, 2);
    expect(model.a.value).toBeCloseTo(1.6, 1);
  });
});
