import { type Tensor, tensor } from "@wengert/array";
import { grad, valueAndGrad } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile, whileLoop } from "@wengert/graph";
import { solve } from "@wengert/linalg";
import { abs, add, div, greater, less, mul, sin, square, sub, sum, take } from "@wengert/ops";
import { expect, test } from "vitest";
import { bitsOf } from "./compiled.ts";

/*
 * Loops with a condition that have gone so many steps that they work in memory alone. The numbers are those of the steps one by one, to the
 * bit, however many there are.
 */

const maxSteps = 60;

/** Newton's iteration for √x, which takes more steps the farther x is from 1. */
const root = (x: Tensor): Tensor =>
  whileLoop(
    (c) => greater(abs(sub(square(c), x)), mul(1e-14, x)),
    (c) => mul(0.5, add(c, div(x, c))),
    1,
    { maxSteps },
  );

/** Two parts of a carry, of which one counts and the other is a vector that is turned. */
const turned = (x: Tensor): Tensor => {
  const { v, n } = whileLoop(
    ({ n }) => less(n, mul(10, x)),
    ({ v, n }) => ({ v: add(mul(0.9, v), mul(sin(n), tensor([1, -2, 3]))), n: add(n, 1) }),
    { v: tensor([1, 2, 3]), n: 0 },
    { maxSteps },
  );
  return add(sum(mul(v, v)), mul(x, n));
};

const points = [4, 1e6, 1, 1e-4, 2, 5.9, 0.5, 1e6];
const within = points.filter((x) => x < 6);

for (const [name, f, xs] of [
  ["Newton's iteration", root, points],
  ["a count", turned, within],
] as const) {
  const programs = {
    value: f,
    gradient: valueAndGrad(f as never) as never as typeof f,
    tangent: ((x: Tensor) => jvp(f, [x], [tensor(1)])) as never as typeof f,
    second: grad(grad(f as never) as never) as never as typeof f,
  };
  for (const [what, g] of Object.entries(programs)) {
    test(`whileLoop of many steps, ${what}: ${name}`, () => {
      const compiled = compile(g);
      // A loop that is made anew for each call does not get as far.
      for (const x of [...xs, ...xs, ...xs, ...xs])
        expect(bitsOf(() => compiled(tensor(x)))).toEqual(bitsOf(() => g(tensor(x))));
      expect(compiled.stats().eager).toBe(0);
    });
  }
}

test("whileLoop of many steps ends at maxSteps as it does step by step, and goes on afterwards", () => {
  const halved = compile((x: Tensor) =>
    whileLoop(
      (c) => greater(c, 1),
      (c) => mul(c, 0.5),
      x,
      { maxSteps: 40 },
    ),
  );
  for (let k = 0; k < 6; k++) expect(halved(tensor(2 ** 40)).item()).toBe(1);
  expect(() => halved(tensor(2 ** 41))).toThrow("the condition still holds after 40 steps");
  expect(halved(tensor(3)).item()).toBe(0.75);
  expect(halved(tensor(Number.NaN)).item()).toBeNaN();
  const counted = compile((x: Tensor) =>
    whileLoop(
      (c) => sub(c, c),
      (c) => c,
      x,
      { maxSteps: 0 },
    ),
  );
  const known = compile((x: Tensor) =>
    whileLoop(
      (c) => add(c, 1),
      (c) => sub(c, 1),
      x,
      { maxSteps: 40 },
    ),
  );
  for (let k = 0; k < 3; k++) expect([counted(tensor(1)).item(), known(tensor(30)).item()]).toEqual([1, -1]);
  expect(() => counted(tensor(Number.NaN))).toThrow("the condition is NaN after 0 steps");
  expect(() => known(tensor(Number.POSITIVE_INFINITY))).toThrow("the condition still holds after 40 steps");
  expect(() => known(tensor(Number.NaN))).toThrow("the condition is NaN after 0 steps");
});

test("whileLoop without maxSteps, and a condition that NaN meets", () => {
  const f = compile((x: Tensor) =>
    whileLoop(
      ({ c, n }) => mul(sub(1, greater(c, 1e300)), sub(1, greater(n, 5000))),
      ({ c, n }) => ({ c: mul(c, x), n: add(n, 1) }),
      { c: 1, n: 0 },
    ),
  );
  for (const x of [2, 2, 1.001, 1e100, Number.NaN]) {
    let [c, n] = [1, 0];
    while (!(c > 1e300) && n <= 5000) [c, n] = [c * x, n + 1];
    const found = f(tensor(x));
    expect([found.c.item(), found.n.item()]).toEqual([c, n]);
  }
});

test("whileLoop of matrices: a step that is refused throws what it throws, and others go on", () => {
  const run = (a: Tensor): Tensor =>
    whileLoop(
      ({ n }) => less(n, 50),
      ({ x, n }) => ({
        x: solve(
          sub(
            a,
            mul(
              n,
              tensor([
                [1, 0],
                [0, 0],
              ]),
            ),
          ),
          x,
        ),
        n: add(n, 1),
      }),
      { x: tensor([1, 2]), n: 0 },
      { maxSteps },
    ).x;
  const compiled = compile(run);
  for (const a of [-3, -2, -1, -0.5]) {
    const x = tensor([
      [a, 0.1],
      [0.2, 1],
    ]);
    expect(bitsOf(() => compiled(x))).toEqual(bitsOf(() => run(x)));
  }
  // In step 41 the matrix is singular.
  const singular = tensor([
    [41, 0],
    [0, 1],
  ]);
  expect(() => run(singular)).toThrow("singular");
  expect(() => compiled(singular)).toThrow("solve: a of shape [2, 2] is singular: pivot 0");
  expect(
    take(
      compiled(
        tensor([
          [-1, 0],
          [0, 1],
        ]),
      ),
      1,
      0,
    ).item(),
  ).toBe(2);
});
