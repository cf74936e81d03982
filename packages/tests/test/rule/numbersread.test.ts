/* Rules whose derivative reads the numbers of their arguments, and is an operation of what it is applied to: its transpose is one, too. */

import { vmap } from "@wengert/batch";
import {
  adjoint,
  grad,
  greater,
  mul,
  pushforward,
  rule,
  sin,
  sum,
  type Tensor,
  tensor,
  type Value,
  where,
} from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile, scan } from "@wengert/graph";
import { expect, test } from "vitest";

const sinOf = (x: Tensor) => tensor(x.data.map(Math.sin), x.shape);
const cosOf = (x: Tensor) => tensor(x.data.map(Math.cos), x.shape);

const rules: Readonly<Record<string, (x: Value) => Tensor>> = {
  adjoint: adjoint((x) => {
    const slope = cosOf(x);
    return [sinOf(x), (ybar) => [mul(ybar, slope)]];
  }),
  pushforward: pushforward((x) => {
    const slope = cosOf(x);
    return [sinOf(x), (dx) => mul(dx, slope)];
  }),
  "rule by pullback": rule({ name: "sine", impl: sinOf, vjp: (ybar, [x]) => [mul(ybar, cosOf(x))] }),
  "rule by pushforward": rule({ name: "sine", impl: sinOf, jvp: ([dx], [x]) => dx && mul(dx, cosOf(x)) }),
  "several outputs": (x) =>
    rule({
      name: "waves",
      impl: (x: Tensor) => ({ sine: sinOf(x), cosine: cosOf(x) }),
      vjp: ({ sine }, [x]) => [sine && mul(sine, cosOf(x))],
    })(x).sine,
};

const x = tensor([0.5, 0.6]);
const programs: Readonly<Record<string, (f: (x: Value) => Tensor) => (x: Tensor) => unknown>> = {
  jvp: (f) => (x) => jvp(f, [x], [tensor([1, 2])])[1],
  "jvp, unused": (f) => (x) => jvp((x: Tensor) => f(x) && mul(x, x), [x], [tensor([1, 2])])[1],
  grad: (f) => grad((x: Tensor) => sum(f(x))) as never,
  "grad, unused": (f) => grad((x: Tensor) => f(x) && sum(mul(x, x))) as never,
  "jvp in vmap": (f) => vmap((x: Tensor) => jvp(f, [x], [2])[1]),
  "grad in vmap": (f) => vmap(grad(f) as never),
  "vmap in jvp": (f) => (x) => jvp(vmap(f as never) as (x: Tensor) => Tensor, [x], [tensor([1, 2])])[1],
  "vmap in grad": (f) => grad((x: Tensor) => sum(vmap(f as never)(x) as Tensor)) as never,
  "loop in jvp": (f) => (x) =>
    jvp(
      (x: Tensor) => scan((c: Tensor, t: Tensor) => [mul(f(c), t), null] as const, x, x)[0],
      [x],
      [tensor([1, 2])],
    )[1],
  "loop in grad": (f) =>
    grad((x: Tensor) => sum(scan((c: Tensor, t: Tensor) => [mul(f(c), t), null] as const, x, x)[0])) as never,
};

test.each(Object.entries(programs))("%s", (_, program) => {
  const wanted = (program(sin)(x) as Tensor).toArray() as readonly number[];
  for (const f of Object.values(rules)) {
    const compiled = compile(program(f));
    for (const y of [program(f)(x), compiled(x), compiled(x), compiled(x)]) {
      const found = (y as Tensor).toArray() as readonly number[];
      for (const [i, value] of found.entries()) expect(value / wanted[i]).toBeCloseTo(1, 13);
    }
  }
});

test("what does not depend in one call may do so in the next, and the other way round", () => {
  const slopes = (f: (x: Value) => Tensor): readonly ((x: Value) => unknown)[] => [
    grad(((x: Tensor) => where(greater(x, 1), f(x), mul(x, 2))) as never) as never,
    (x) => jvp((x: Tensor) => f(where(greater(x, 1), x, 0.5)), [x], [1])[1],
    (x) => jvp((x: Tensor) => where(greater(x, 1), f(x), mul(x, 2)), [x], [1])[1],
  ];
  for (const f of Object.values(rules)) {
    for (const order of [
      [0.5, 2],
      [2, 0.5],
    ]) {
      for (const [k, slope] of slopes(f).entries()) {
        const compiled = compile(slope as (x: Value) => unknown);
        for (const at of [...order, ...order, ...order]) {
          const wanted = slopes((x) => sin(x))[k](at);
          expect(numberOf(compiled(at))).toBeCloseTo(numberOf(wanted), 13);
        }
      }
    }
  }
});

const numberOf = (y: unknown): number => (typeof y === "number" ? y : (y as Tensor).item());
