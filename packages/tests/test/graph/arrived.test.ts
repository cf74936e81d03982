import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { grad } from "@wengert/core";
import { compile, whileLoop } from "@wengert/graph";
import { cholesky } from "@wengert/linalg";
import { add, greater, log, mul, sqrt, square, stack, sub, sum, take } from "@wengert/ops";
import { expect, test } from "vitest";
import { bitsOf } from "./compiled.ts";

/*
 * Batches and compiled programs walk a loop back for as many steps as it might have taken. Those that it did not take must leave nothing
 * behind: no NaN where the carry that the loop has arrived at is out of the step's domain, and no error that the loop itself does not have.
 */

type Two = (x: Tensor, w: Tensor) => Tensor;
const matrix = tensor([
  [2, 0.5],
  [0.5, 1],
]);

/** c goes below 0, where the loop ends. @param of - what is added up on the way; it has no value below 0 */
const loop =
  (of: (c: Tensor) => Tensor): Two =>
  (x, w) => {
    const { c, s } = whileLoop(
      ({ c }) => greater(c, 0),
      ({ c, s }) => ({ c: sub(c, mul(w, sqrt(c))), s: add(s, of(c)) }),
      { c: x, s: tensor(0) },
      { maxSteps: 8 },
    );
    return add(square(c), s);
  };

const steps: Record<string, (c: Tensor) => Tensor> = {
  "a step that is NaN there": (c) => mul(log(c), sqrt(c)),
  "a step that throws there": (c) => sum(cholesky(mul(c, matrix))),
};

const xs = tensor([0.5, 3.1, 1.7, 2]);
const ws = tensor([1.1, 0.7, 0.9, 0.8]);

/** The values of a function of two numbers, one by one. */
const each = (f: Two): Two => {
  return (x, w) => stack(Array.from({ length: x.size }, (_, i) => f(take(x, i), take(w, i))));
};

test.each(Object.entries(steps))("%s", (_name, of) => {
  const f = loop(of);
  const [byX, byW] = [0, 1].map((argnums) => grad(f as never, { argnums }) as unknown as Two);
  const second: Two = (x, w) => grad((y: Tensor) => byX(y, w))(x) as never;
  const many = (one: Two): Two => vmap(one as never) as never;
  const ofSum = (all: Two): Two => grad((x: Tensor, w: Tensor) => sum(all(x, w))) as never;
  // What the examples share gets the sum of their cotangents, in another order than one by one.
  const shared = (w: Tensor): Tensor => sum((vmap(f as never, { inAxes: [0, null] }) as unknown as Two)(xs, w));
  const oneByOne = (w: Tensor): Tensor => {
    let total: Tensor = tensor(0);
    for (const x of xs) total = add(total, f(x, w));
    return total;
  };
  const found: readonly (readonly [Two, Two])[] = [
    [many(f), each(f)],
    [many(byX), each(byX)],
    [many(byW), each(byW)],
    [many(second), each(second)],
    [ofSum(many(f)), ofSum(each(f))],
    [each(byX), each(byX)],
  ];
  for (const [program, wanted] of found) {
    const bits = bitsOf(() => wanted(xs, ws));
    expect(JSON.stringify(bits)).not.toMatch(/NaN|Error/);
    expect(bitsOf(() => program(xs, ws))).toEqual(bits);
    const compiled = compile(program);
    for (let k = 0; k < 3; k++) expect(bitsOf(() => compiled(xs, ws))).toEqual(bits);
  }
  const [inBatch, compiled] = [grad(shared), compile(grad(shared))];
  expect(inBatch(0.9)).toBeCloseTo(grad(oneByOne)(0.9), 12);
  for (let k = 0; k < 3; k++) expect(compiled(0.9 as never)).toBe(inBatch(0.9));
});

test("a loop that takes no step, and one that takes all it may", () => {
  const f = loop(steps["a step that is NaN there"]);
  const gradient = vmap(grad(f as never, { argnums: [0, 1] }) as never) as unknown as (
    x: Tensor,
    w: Tensor,
  ) => Tensor[];
  const [x, w] = [tensor([-1, 0.5]), tensor([0.8, 1.1])];
  const own = grad(f as never, { argnums: [0, 1] }) as unknown as (x: number, w: number) => number[];
  for (const g of [gradient, compile(gradient)]) {
    for (let k = 0; k < 3; k++) {
      const found = g(x, w).map((part) => Array.from(part.data));
      for (const [i, at] of [0, 1].entries()) {
        expect(found.map((part) => part[i])).toEqual(own(x.data[at], w.data[at]).map((v) => v + 0));
      }
    }
  }
});
