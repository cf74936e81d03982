import { type Tensor, tensor } from "@wengert/array";
import { adjoint, grad } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile, scan, whileLoop } from "@wengert/graph";
import {
  add,
  concat,
  exp,
  greater,
  mul,
  reshape,
  sin,
  slice,
  sqrt,
  stack,
  sub,
  sum,
  take,
  tanh,
  where,
} from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { expect, test } from "vitest";
import { expectSame } from "./compiled.ts";

/*
 * What depends on anything changes from step to step of a derivative: code is made for the first steps by themselves, then for all others.
 */

/** A step of a vector of four numbers, that also gets a number. */
type Step = (c: Tensor, x: Tensor) => Tensor;

const part = (c: Tensor, from: number, to: number): Tensor => slice(c, [from], [to]);

const steps: Readonly<Record<string, Step>> = {
  // Four steps go by before all elements depend; the last one is infinite at 0.
  "moving up": (c, x) => concat([part(c, 1, 4), reshape(mul(sqrt(take(c, 0)), x), [1])], 0),
  // Which elements depend comes back again, and again.
  "going round": (c, x) => concat([part(c, 1, 4), mul(part(c, 0, 1), x)], 0),
  "changing places": (c, x) => stack([take(c, 1), mul(x, take(c, 0)), sqrt(take(c, 3)), take(c, 2)]),
  // A matter of numbers.
  choosing: (c, x) => where(greater(c, 0.5), mul(c, x), concat([sqrt(part(c, 0, 2)), part(c, 2, 4)], 0)),
  "leaving out": (c, x) => concat([mul(x, part(c, 0, 2)), sqrt(part(c, 2, 4))], 0),
  "adding up": (c, x) => mul(x, add(mul(0.25, sum(c)), concat([part(c, 1, 4), sqrt(part(c, 0, 1))], 0))),
};

const results: Readonly<Record<string, (c: Tensor, ys: Tensor) => Tensor>> = {
  "one element": (c) => take(c, 1),
  "two elements": (c) => add(take(c, 0), mul(2, take(c, 3))),
  "elements of outputs": (_c, ys) => sum(take(ys, 2)),
  "the last output": (_c, ys) => take(take(ys, -1, 0), 1),
};

const x = tensor([0, 0.3, 1, 2]);
const along = tensor([0, 1, 0, 0]);

type Looped = (c: Tensor, x: Tensor) => readonly [Tensor, Tensor];

const looped =
  (step: Step, n: number, checkpoint: boolean): Looped =>
  (c, x) =>
    scan(
      (c, x) => {
        const next = step(c, x);
        return [next, next];
      },
      c,
      x,
      { length: n, checkpoint },
    ) as readonly [Tensor, Tensor];

const unrolled =
  (step: Step, n: number): Looped =>
  (c, x) => {
    const all: Tensor[] = [];
    for (let k = 0; k < n; k++) all.push(step(all[k - 1] ?? c, take(x, k, 0)));
    return [all[n - 1], stack(all, 0)];
  };

const numbers = (n: number): Tensor => tensor(Array.from({ length: n }, (_, k) => 1 + 0.1 * Math.sin(k)));

function expectAlmost(found: unknown, right: unknown): void {
  const [a, b] = [found, right].map((y) => resolve(y as Value).data);
  expect(a.length).toBe(b.length);
  for (const [i, v] of b.entries()) {
    // −0 counts as 0; a 0 is exact, and infinite ones and NaN are what they are.
    if (!Number.isFinite(v) || v === 0) expect(a[i] + 0).toBe(v + 0);
    else expect(Math.abs(a[i] / v - 1)).toBeLessThan(1e-12);
  }
}

for (const [name, step] of Object.entries(steps)) {
  test(`${name}: as without the loop, and compiled to the bit`, () => {
    for (const [i, result] of Object.values(results).entries()) {
      // A loop that ends in the first steps, and one with many others.
      for (const n of i === 1 ? [2, 40] : i === 3 ? [4] : [40]) {
        const xs = numbers(n);
        const of = (f: Looped) => (c: Tensor, x: Tensor) => result(...f(c, x));
        const [loop, straight] = [of(looped(step, n, i === 0)), of(unrolled(step, n))];
        const back = (f: typeof loop) => (c: Tensor, x: Tensor) =>
          grad(f, { argnums: [0, 1] })(c, x) as readonly Tensor[];
        const ahead = (f: typeof loop) => (c: Tensor, x: Tensor) => jvp((c: Tensor) => f(c, x), [c], [along])[1];
        const right = back(straight)(x, xs);
        for (const [k, bar] of back(loop)(x, xs).entries()) expectAlmost(bar, right[k]);
        const points = [x, tensor([0.3, 0, 2, 1])].map((c) => [c, xs]);
        expectSame(back(loop) as never, points);
        if (i % 2 === 1) continue;
        expectAlmost(ahead(loop)(x, xs), ahead(straight)(x, xs));
        expectSame(ahead(loop) as never, points);
      }
    }
  });
}

test("a loop with a condition ends in the first steps, or after them", () => {
  const step = steps["moving up"];
  const repeated = (c: Tensor, count: Tensor): Tensor =>
    take(
      whileLoop(
        ({ k }) => sub(count, k),
        ({ k, c }) => ({ k: add(k, 1), c: step(c, tensor(1.1)) }),
        { k: 0, c },
        { maxSteps: 40 },
      ).c,
      3,
    );
  const ahead = (c: Tensor, count: Tensor): Tensor => jvp((c: Tensor) => repeated(c, count), [c], [along])[1] as Tensor;
  const points = [40, 0, 1, 2, 3, 4, 7, 40].map((count) => [tensor([0.2, 0.3, 1, 2]), tensor(count)]);
  expectSame(ahead as never, points);
  expectSame(grad(repeated) as never, points);
  const [run, back] = [compile(ahead), compile(grad(repeated))];
  for (const f of [run, back]) {
    for (const [c, count] of points) f(c, count);
    for (const count of [41, Number.NaN]) expect(() => f(points[0][0], tensor(count))).toThrow(/maxSteps|NaN/);
    for (const [c, count] of points) expectAlmost(f(c, count), f === run ? ahead(c, count) : grad(repeated)(c, count));
  }
});

test("other elements depend in each call", () => {
  const end = (c: Tensor, mask: Tensor): Tensor => {
    const [last] = scan((c) => [mul(1.01, sqrt(c)), null], c, null, { length: 40 });
    return sum(where(mask, last as Tensor, 0));
  };
  // More of them than there is code for.
  const masks = Array.from({ length: 30 }, (_, k) => tensor([k & 1, k & 2, k & 4, k & 8]));
  expectSame(
    grad(end) as never,
    masks.map((mask) => [x, mask]),
  );
});

test("a plan reckons with values that depend only in part", () => {
  let calls = 0;
  const halved = adjoint((x: Tensor) => {
    const y = tensor(
      x.data.map((v) => 0.5 * v),
      x.shape,
    );
    calls++;
    return [y, (ybar: Tensor) => [mul(0.5, ybar)]];
  });
  const long = tensor(
    Array.from({ length: 200 }, (_, k) => k % 7),
    [50, 4],
  );
  // What is chosen of many numbers is added up to four: that is known by its numbers and by which of them depend.
  const f = (x: Tensor): Tensor => sum(where(greater(long, 3), mul(halved(tanh(sin(exp(mul(x, x))))), long), 1));
  const run = compile(grad(f));
  for (let k = 0; k < 3; k++) run(x);
  calls = 0;
  expect(run(x)).toEqual(grad(f)(x));
  // Once by each.
  expect(calls).toBe(2);
});
