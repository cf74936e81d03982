import { type Tensor, tensor } from "@wengert/array";
import { grad, vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile, scan } from "@wengert/graph";
import { add, concat, div, gather, mul, sin, stack, sum, take } from "@wengert/ops";
import { expect, test } from "vitest";
import { expectSame } from "./compiled.ts";

/*
 * A vector that is read very often: what its reads contribute is added up by one operation, element by element.
 */

/** Reads elements of a vector of 12, most of them more than once, and not all of them. */
const reading = (v: Tensor): Tensor => {
  let s = mul(take(v, 0, 0), take(v, 1, 0));
  for (let i = 0; i < 60; i++) s = add(s, mul(sin(take(v, i % 11, 0)), 0.1 * i));
  return s;
};

/** Where a division by 0 would be NaN, were it to depend on what is not read. */
const dividing = (v: Tensor): Tensor => div(take(v, 3, 0), add(take(v, 3, 0), take(v, 4, 0)));

/** Several elements at a time, the same one twice. */
const lists = (v: Tensor): Tensor => {
  const at = gather(v, tensor([2]), 0);
  return add(sum(mul(at, gather(v, tensor([2]), 0))), sum(sin(gather(v, tensor([5]), 0))));
};

const points = [0, 1, 2].map((k) => [tensor(Array.from({ length: 12 }, (_, i) => (i === k ? -0 : Math.sin(i + k))))]);

test.each([
  ["one by one", reading],
  ["in a quotient", dividing],
  ["in lists", lists],
])("%s: gradient, its derivative, and in a loop", (_name, f) => {
  const bend = (v: Tensor): unknown => jvp(grad(f as (v: Tensor) => Tensor), [v], [sin(v)]);
  for (const program of [grad(f), bend]) expectSame(program as (v: Tensor) => unknown, points);
  const looped = (v: Tensor): Tensor => {
    const step = (c: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
      const [y, pullback] = vjp((w: Tensor) => stack([f(w), mul(take(w, 7, 0), take(w, 7, 0))], 0), mul(v, x));
      const rows = [0, 1].map((i) => pullback(tensor(i === 0 ? [1, 0] : [0, 1]))[0]);
      return [add(c, mul(0.1, sum(y))), concat(rows, 0)];
    };
    const [last, rows] = scan(step, 0, tensor(Array.from({ length: 40 }, (_, t) => 1 + 0.01 * t)));
    return add(last, mul(0.01, sum(rows)));
  };
  for (const program of [looped, grad(looped)]) expectSame(program, points.slice(0, 2));
});

test("compiled, no operation of it is called", () => {
  const compiled = compile(grad(reading));
  for (let k = 0; k < 3; k++) compiled(points[0][0]);
  expect(compiled.explain()).not.toContain("calls:");
});
