import { arange, type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { grad, valueAndGrad } from "@wengert/core";
import { hessian } from "@wengert/forward";
import { compile, forLoop, scan } from "@wengert/graph";
import { add, mul, reshape, sin, sum } from "@wengert/ops";
import { expect, test } from "vitest";

/* Taking a tensor apart gives several values of one operation, and small ones are spelled out, each of them. */

const folded = (x: Tensor): Tensor => {
  let total: Tensor = tensor(0);
  for (const row of x) total = add(mul(total, 1.1), sin(sum(row)));
  return total;
};
const power = (x: Tensor): Tensor => forLoop(3, (_i, c) => mul(c, x), 1);
const recurrence = (x: Tensor): Tensor =>
  scan((c: Tensor, y: Tensor) => [sin(add(mul(c, x), y)), null], x, arange(4))[0] as Tensor;

const programs: Record<string, (x: Tensor) => unknown> = {
  rows: folded,
  "rows of rows": (x) => folded(reshape(x, [x.size, 1])),
  gradient: grad(folded),
  Hessian: hessian(folded),
  "gradients of many loops": vmap(grad(power)),
  "a gradient of many loops": grad((x: Tensor) => sum(vmap(power)(x))),
  "values and gradients of many scans": vmap(valueAndGrad(recurrence)),
  "second derivatives of many loops": vmap((x: Tensor) => grad(grad(power))(x)),
};

const numbersOf = (y: unknown): unknown =>
  [y].flat().map((part) => [(part as Tensor).shape, (part as Tensor).toArray()]);

test.each(Object.entries(programs))("%s, compiled", (_name, f) => {
  for (const n of [1, 2, 3, 64, 65]) {
    const compiled = compile(f);
    for (let call = 0; call < 4; call++) {
      const x = tensor(Float64Array.from({ length: n }, (_, i) => Math.cos(i + call)));
      expect(numbersOf(compiled(x)), `${n} elements, call ${call}`).toEqual(numbersOf(f(x)));
    }
    expect(compiled.stats().hits).toBe(2);
  }
});
