import { type Tensor, tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import { derivative, hessian } from "@wengert/forward";
import { compile, forLoop, scan, whileLoop } from "@wengert/graph";
import { add, div, greater, less, log, mul, sqrt, sum, take, where } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { expect, test } from "vitest";

/*
 * What a result does not depend on contributes exactly 0, also where a loop is in between: as in the same operations without one.
 */

type Op = (x: Value) => Tensor;
type Repeated = (f: Op, n: number, x: Tensor) => Tensor;

const scanned =
  (checkpoint: boolean | number): Repeated =>
  (f, n, x) =>
    scan((c) => [f(c), null], x, null, { length: n, checkpoint })[0] as Tensor;

const loops: Readonly<Record<string, Repeated>> = {
  forLoop: (f, n, x) => forLoop(n, (_i, c) => f(c), x),
  scan: scanned(false),
  "scan, outputs": (f, n, x) => {
    const [, ys] = scan((c) => [f(c), f(c)], x, null, { length: n });
    return take(ys as Tensor, -1, 0);
  },
  "scan with checkpoint": scanned(true),
  "scan with checkpoint 2": scanned(2),
  whileLoop: (f, n, x) =>
    whileLoop(
      ({ k }) => less(k, n),
      ({ k, c }) => ({ k: add(k, 1), c: f(c) }),
      { k: 0, c: x },
      { maxSteps: n + 2 },
    ).c,
  "a loop that closes over x": (f, n, x) => forLoop(n, (_i, c) => add(mul(0, c), f(x)), mul(0, x)),
};

const unrolled: Repeated = (f, n, x) => {
  let c = x;
  for (let i = 0; i < n; i++) c = f(c);
  return c;
};

/** Where the loop closes over x, the last step decides. */
const closed: Repeated = (f, n, x) => {
  let c = mul(0, x);
  for (let i = 0; i < n; i++) c = add(mul(0, c), f(x));
  return c;
};

const ops: Readonly<Record<string, Op>> = {
  "log of 0": (x) => mul(0.5, log(x)),
  "sqrt at 0": (x) => sqrt(x),
  // The elements come together, so that all of them are reached from one that is not.
  "sqrt and a sum": (x) => mul(sqrt(x), div(sum(x), 3)),
};

const part = (y: Tensor, x: Tensor): Tensor => sum(where(greater(x, 0), y, 0));

const results: Readonly<Record<string, (y: Tensor, x: Tensor) => Tensor>> = {
  whole: (y, x) => sum(where(greater(x, 9), y, 2)),
  part,
  element: (y) => take(y, -1),
};

/** The numbers of a result; a −0 counts as 0. */
function numbers(y: unknown): readonly number[] {
  return Array.from(resolve(y as Value).data, (v) => v + 0);
}

/** Four calls: a plan is made in the second one, and code later. */
function expectSame(f: (x: never) => unknown, g: (x: never) => unknown, x: Tensor): void {
  const [right, run] = [numbers(g(x as never)), compile(f as (x: Tensor) => unknown)];
  const all = [f(x as never), ...Array.from({ length: 4 }, () => run(x))];
  for (const found of all.map(numbers)) {
    for (const [i, v] of found.entries()) {
      if (Number.isFinite(right[i])) expect(Math.abs(v - right[i])).toBeLessThanOrEqual(1e-12 * Math.abs(right[i]));
      else expect(v).toBe(right[i]);
    }
  }
}

const x = tensor([0, 1, 2]);

for (const [loop, repeated] of Object.entries(loops)) {
  const straight = loop === "a loop that closes over x" ? closed : unrolled;
  test.each(Object.keys(ops))(`${loop}, %s: gradients as without the loop`, (op) => {
    for (const [name, result] of Object.entries(results)) {
      // So many steps are run by code.
      for (const n of name === "part" ? [1, 40] : [3]) {
        const of = (repeat: Repeated) => grad((x: Tensor) => result(repeat(ops[op], n, x), x));
        expectSame(of(repeated), of(straight), x);
      }
    }
  });

  test(`${loop}: numbers, and second derivatives`, () => {
    const of = (repeat: Repeated) => (x: Tensor) => where(greater(x, 0), repeat(log, 1, x), 0);
    expectSame(grad(of(repeated)), grad(of(straight)), tensor(0));
    expectSame(derivative(grad(of(repeated))), derivative(grad(of(straight))), tensor(0));
    const half = (repeat: Repeated) => (x: Tensor) => part(repeat(ops["sqrt at 0"], 3, x), x);
    expectSame(hessian(half(repeated)), hessian(half(straight)), x);
    const twice = (repeat: Repeated) => grad((x: Tensor) => sum(grad(half(repeat))(x)));
    expectSame(twice(repeated), twice(straight), x);
  });
}

test("where: the presence of a side that is broadcast has the shape of the result", () => {
  const f = (x: Tensor) =>
    sum(
      where(
        less(x, 1),
        forLoop(2, (i, c) => where(greater(i, 5), 0, mul(c, x)), x),
        1,
      ),
    );
  expectSame(
    grad(f),
    grad((x: Tensor) => sum(where(less(x, 1), mul(mul(x, x), x), 1))),
    x,
  );
});
