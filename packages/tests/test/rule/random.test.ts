/*
 * Custom rules of every kind in random nestings of transformations against the same function without a rule: as it stands, compiled,
 * and by tags. `RULES` says how many nestings; many thousand have been run.
 */
import { sum, type Tensor, tensor, type Value } from "@wengert/core";
import { compile } from "@wengert/graph";
import { param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";
import { built, composed, kinds, nested, nestings, once, type Two } from "./randomrules.ts";

const count = Number(process.env["RULES"] ?? 12);

const points: readonly (readonly [Value, Value])[] = [
  [0.7, 0.9],
  [tensor([0.7, 0.4]), tensor([0.9, 1.1])],
];
const [p, q] = [param(0.7), param(0.9)];

const ways: Readonly<Record<string, (g: Two, at: readonly [Value, Value]) => Tensor>> = {
  "as it stands": (g, at) => g(...at),
  compiled: (g, at) => {
    const c = compile(g);
    c(...at);
    c(...at);
    return c(...at);
  },
  "by tags": (g) => {
    const [value, grads] = withGradient(() => sum(g(p, q)), paramsOf({ p, q }));
    return tensor([value, grads.get(p), grads.get(q)]);
  },
};

function agree(list: readonly string[], f: Two, seed: number): void {
  for (const [how, way] of Object.entries(ways)) {
    const at = points[seed % 2];
    const [found, wanted] = [f, composed].map((f) => way(built(list, f), at));
    expect(found.shape, how).toEqual(wanted.shape);
    const size = Math.max(...wanted.data.map(Math.abs));
    for (const [i, value] of wanted.data.entries()) {
      expect(
        Math.abs(found.data[i] - value),
        `${how}: ${found.toArray()} in place of ${wanted.toArray()}`,
      ).toBeLessThanOrEqual(1e-11 * size);
    }
  }
}

describe.each(Array.from({ length: count }, (_, seed) => seed))("nesting %i", (seed) => {
  const list = nested(seed, 3);
  const kind = Object.keys(kinds);
  // All kinds stand in some nesting: a few of them in each.
  const some = count > 100 ? kind : kind.filter((_, k) => k % 4 === seed % 4);
  test.each(some)(`${list.join(" < ")}: %s`, (name) => {
    agree(list, kinds[name], seed);
  });
});

describe("one derivative of opaque code", () => {
  test.each(Object.entries(once))("%s", (_, { f, by }) => {
    const single = Object.keys(nestings).filter((name) => by.test(name));
    const around = ["squared", "first of two", "and a tag", "compiled", "loop"];
    for (const [k, derivative] of single.entries()) {
      agreeOnce([around[k % around.length], derivative], f);
      agreeOnce([derivative, "vmap of x"], f);
    }
  });

  function agreeOnce(list: readonly string[], f: Two): void {
    for (const how of ["as it stands", "compiled"]) {
      const [found, wanted] = [f, composed].map((f) => ways[how](built(list, f), points[0]).item());
      expect(found / wanted, `${list.join(" < ")}, ${how}`).toBeCloseTo(1, 11);
    }
  }
});
