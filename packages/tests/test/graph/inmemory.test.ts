import { type Tensor, tensor } from "@wengert/array";
import { valueAndGrad } from "@wengert/core";
import { compile, scan } from "@wengert/graph";
import {
  add,
  cos,
  exp,
  mul,
  neg,
  sigmoid,
  sin,
  slice,
  softplus,
  stack,
  sub,
  sum,
  take,
  tanh,
  where,
} from "@wengert/ops";
import { expect, test } from "vitest";

/*
 * Loops of more steps than it takes until their plan works in memory alone. The numbers are those of the steps one by one, to the bit.
 */

const LENGTH = 75;

type Any = (carry: never, entry: never) => readonly [unknown, Tensor];

function byHand(step: Any, init: unknown, xs: Tensor, reverse: boolean): readonly [unknown, Tensor] {
  const ys = new Array<Tensor>(LENGTH);
  let carry = init;
  for (let k = 0; k < LENGTH; k++) {
    const t = reverse ? LENGTH - 1 - k : k;
    const [next, y] = step(carry as never, take(xs, t, 0) as never);
    carry = next;
    ys[t] = y;
  }
  return [carry, stack(ys, 0)];
}

const vectors = tensor(Array.from({ length: LENGTH }, (_, t) => [Math.sin(t), Math.cos(3 * t), 1 / (t + 1)]));
const start = { a: tensor([0.1, -0.2, 0.3]), b: tensor([1, 2, 3]), s: tensor(0.5) };
type Carry = typeof start;

const steps: readonly (readonly [name: string, step: (c: Carry, x: Tensor) => readonly [Carry, Tensor]])[] = [
  [
    "arithmetic and functions",
    ({ a, b, s }, x) => [{ a: sin(add(a, x)), b: mul(b, cos(a)), s: mul(0.5, add(s, sum(x))) }, mul(a, b)],
  ],
  [
    "activations",
    ({ a, b, s }, x) => [{ a: tanh(add(a, x)), b: sigmoid(mul(b, x)), s: softplus(add(s, sum(tanh(b)))) }, mul(a, b)],
  ],
  ["parts that change places", ({ a, b, s }, x) => [{ a: b, b: a, s: sub(s, sum(mul(a, x))) }, add(a, s)]],
  ["a register of what came before", ({ a, s }, x) => [{ a: x, b: a, s: neg(s) }, x]],
  ["nothing that is computed", (c, x) => [c, x]],
  ["constants", ({ a, s }, x) => [{ a: tensor([1, 2, 3]), b: mul(a, x), s: exp(neg(s)) }, tensor(7)]],
  ["a choice", ({ a, b, s }, x) => [{ a: where(sub(x, 0.5), a, b), b: where(0, a, x), s }, where(s, x, a)]],
];

for (const [name, step] of steps) {
  for (const reverse of [false, true]) {
    test(`scan of many steps, ${reverse ? "in reverse" : "in order"}: ${name}`, () => {
      const run = (init: Carry, xs: Tensor) => scan(step, init, xs, { reverse });
      for (const f of [run, compile(run)]) {
        for (const scale of [1, 1e9, 1e-9, -1]) {
          const xs = mul(vectors, scale);
          const [last, ys] = byHand(step as unknown as Any, start, xs, reverse) as readonly [Carry, Tensor];
          const [found, outputs] = f(start, xs);
          for (const key of ["a", "b", "s"] as const) expectSame(found[key] as Tensor, last[key]);
          expectSame(outputs as Tensor, ys);
        }
      }
    });
  }
}

test("scan of many steps: gradients, compiled and not, are those of the loop by hand", () => {
  const [[, step], [, activated]] = steps;
  const total = ([last, ys]: readonly [unknown, unknown]): Tensor => {
    const { a, b, s } = last as Carry;
    return add(add(sum(a), sum(mul(b, a))), add(s, sum(ys as Tensor)));
  };
  const hand = valueAndGrad((p: { c: Carry; xs: Tensor }) => total(byHand(step as unknown as Any, p.c, p.xs, false)));
  const looped = valueAndGrad((p: { c: Carry; xs: Tensor }) => total(scan(step, p.c, p.xs)));
  const compiled = compile(looped);
  // The derivatives of activations are the numbers of the loop step by step, to the bit.
  const other = valueAndGrad((p: { c: Carry; xs: Tensor }) => total(scan(activated, p.c, p.xs)));
  const short = valueAndGrad((p: { c: Carry; xs: Tensor }) => total(scan(activated, p.c, slice(p.xs, [0], [30]))));
  for (const f of [other, short]) {
    const fast = compile(f);
    for (const scale of [1, 3, -2, 1]) {
      const p = { c: start, xs: mul(vectors, scale) };
      expect(JSON.stringify(fast(p))).toBe(JSON.stringify(f(p)));
    }
  }
  for (const scale of [1, 0.5, -2, 1]) {
    const p = { c: start, xs: mul(vectors, scale) };
    const [v, g] = hand(p);
    for (const f of [looped, compiled]) {
      const [value, gradient] = f(p);
      expect(Math.abs(value - v)).toBeLessThan(1e-12 * Math.abs(v));
      for (const [x, y] of [
        [gradient.c.a, g.c.a],
        [gradient.c.b, g.c.b],
        [gradient.c.s, g.c.s],
        [gradient.xs, g.xs],
      ]) {
        const largest = Math.max(...y.data.map(Math.abs));
        expect(x.shape).toEqual(y.shape);
        for (let i = 0; i < y.size; i++) expect(Math.abs(x.data[i] - y.data[i])).toBeLessThanOrEqual(1e-12 * largest);
      }
    }
  }
});

test("scan of many steps: what it has returned stays as it is when it runs again", () => {
  const run = compile((x: Tensor) =>
    scan((c: Tensor, e: Tensor) => [add(mul(c, 0.5), e), mul(c, e)], tensor([1, 1, 1]), x),
  );
  for (let k = 0; k < 3; k++) run(vectors);
  const [last, ys] = run(vectors) as readonly [Tensor, Tensor];
  const kept = [Array.from(last.data), Array.from(ys.data)];
  run(mul(vectors, 3));
  expect([Array.from(last.data), Array.from(ys.data)]).toEqual(kept);
});

function expectSame(x: Tensor, y: Tensor): void {
  expect(x.shape).toEqual(y.shape);
  for (let i = 0; i < y.size; i++) expect(x.data[i]).toBe(y.data[i]);
}

test("stats tell the memory of a loop's code", () => {
  const inputs = tensor(Array.from({ length: 40_000 }, (_, t) => Math.sin(t)));
  const run = (x: Tensor, length: number): Tensor =>
    scan((c: Tensor, e: Tensor) => [add(mul(c, x), e), null], 0.1, slice(inputs, [0], [length]))[0];
  const bytes = [40, 40_000].map((length) => {
    const compiled = compile((x: Tensor) => run(x, length));
    for (let k = 0; k < 3; k++) compiled(tensor(0.5));
    return compiled.stats().bytes;
  });
  // The inputs lie in the memory of the loop.
  expect(bytes[1] - bytes[0]).toBeGreaterThan(30_000 * 8);
});
