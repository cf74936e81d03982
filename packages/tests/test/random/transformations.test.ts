/* Draws inside transformations: of functions that are run several times, and of those that could not bear them. */

import { checkGrads } from "@wengert/check";
import {
  add,
  checkpoint,
  grad,
  jacrev,
  MissingRuleError,
  mul,
  square,
  stopGradient,
  sum,
  type Tensor,
  tensor,
} from "@wengert/core";
import { diagHessian, forwardDiff, hessian, jacfwd, jvp } from "@wengert/forward";
import { param, paramsOf, withGradient } from "@wengert/params";
import { generator, type RandomGenerator } from "@wengert/random";
import { Environment, type Source, within } from "@wengert/trace";
import { describe, expect, it } from "vitest";

const x = tensor([1, -2, 3]);

/** Draws twelve numbers, so that several passes over directions see them, from a generator and from one split off. */
function noisy(random: RandomGenerator, x: Tensor): Tensor {
  const own = random.split();
  return add(mul(square(x), random.normal([4, 3])), mul(x, own.gamma(0.7, [4, 3])));
}

describe("a function that draws", () => {
  const plain = grad((x: Tensor) => sum(noisy(generator(1), x)))(x).toArray();

  it.each([
    ["checkpoint", checkpoint],
    ["forwardDiff", (f: (x: Tensor) => Tensor) => forwardDiff(f, { chunk: 1 })],
    ["one inside the other", (f: (x: Tensor) => Tensor) => checkpoint(forwardDiff(checkpoint(f), { chunk: 2 }))],
  ] as const)("draws the same numbers each time that %s runs it", (_, region) => {
    const random = generator(1);
    const inside = region((x: Tensor) => noisy(random, x));
    const once = generator(1);
    noisy(once, x);
    const gradient = grad((x: Tensor) => sum(inside(x)))(x);
    for (const [i, g] of (gradient.toArray() as number[]).entries()) expect(g).toBeCloseTo((plain as number[])[i], 12);
    // Afterwards it has moved on as if it had been run once.
    expect(random.state).toEqual(once.state);
  });

  it("draws the same numbers for every column of a Jacobian", () => {
    const one = generator(2);
    const columns = jacfwd((x: Tensor) => noisy(one, x), { chunk: 1 })(x);
    const other = generator(2);
    const rows = jacrev((x: Tensor) => noisy(other, x))(x);
    expect(columns.shape).toEqual([4, 3, 3]);
    for (const [i, value] of columns.data.entries()) expect(value).toBeCloseTo(rows.data[i], 12);
    expect(one.state).toEqual(other.state);
    const [c, d] = [generator(2), generator(2)];
    const loss = (random: RandomGenerator) => (x: Tensor) => sum(noisy(random, x));
    const H = hessian(loss(c))(x);
    const diagonal = diagHessian(loss(d), { chunk: 1 })(x);
    for (let i = 0; i < 3; i++) expect(diagonal.data[i]).toBeCloseTo(H.data[4 * i], 12);
    expect(c.state).toEqual(d.state);
  });

  it("goes on to other numbers from one call to the next", () => {
    const random = generator(1);
    const inside = checkpoint((x: Tensor) => noisy(random, x));
    const gradient = grad((x: Tensor) => sum(inside(x)));
    expect(gradient(x).toArray()).not.toEqual(gradient(x).toArray());
  });

  it("differentiates tags, and all orders and modes", () => {
    const set = { mean: param(1), std: param(0.5), a: param(2) };
    const loss = () => sum(square(add(generator(4).normal(set.mean, set.std, [50]), generator(5).gamma(set.a, [50]))));
    const [, grads] = withGradient(loss, paramsOf(set));
    const explicit = grad((p: { mean: Tensor; std: Tensor; a: Tensor }) =>
      sum(square(add(generator(4).normal(p.mean, p.std, [50]), generator(5).gamma(p.a, [50])))),
    )({ mean: 1, std: 0.5, a: 2 });
    expect(grads.get(set.mean)).toBe(explicit.mean);
    expect(grads.get(set.a)).toBe(explicit.a);
    expect(explicit.a).not.toBe(0);
    checkGrads((m: Tensor, s: Tensor) => square(generator(4).normal(m, s, [5])), [1, 0.5]);
  });
});

describe("what throws", () => {
  it("a derivative in the probabilities of draws that jump, not a constant one", () => {
    const cases: ((p: Tensor) => Tensor)[] = [(p) => generator(1).bernoulli(mul(0.5, p))];
    for (const f of cases) {
      expect(() => grad((p: Tensor) => sum(f(p)))(1)).toThrow(MissingRuleError);
      expect(() => jvp(f, [tensor(1)], [tensor(1)])).toThrow("has no derivative in its probabilities");
      expect(grad((p: Tensor) => mul(p, sum(f(stopGradient(p)))))(1)).toBe(sum(f(tensor(1))).item());
    }
  });

  it("a draw inside a transformation whose program cannot have draws in it, whatever is drawn", () => {
    const random = generator(1);
    const before = random.state;
    class Program extends Environment {
      override uses = (source: Source, op: string): void => {
        expect(source.mark).toBeTypeOf("function");
        throw new TypeError(`${op} inside of a program`);
      };
    }
    const draws: Record<string, () => unknown> = {
      uniform: () => random.uniform(),
      normal: () => grad((m: Tensor) => random.normal(m, 1))(0),
      exponential: () => random.exponential(),
      gamma: () => random.gamma(1),
      bernoulli: () => random.bernoulli(),
      integers: () => random.integers(0, 2),
      choice: () => checkpoint(() => random.choice(2))(),
      permutation: () => random.permutation(2),
      split: () => random.split(),
    };
    for (const [name, draw] of Object.entries(draws))
      expect(() => within(new Program(new Map()), draw), name).toThrow(`${name} inside of a program`);
    expect(random.state).toEqual(before);
  });
});
