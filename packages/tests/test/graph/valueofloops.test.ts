import { type Tensor, tensor, WengertError } from "@wengert/array";
import { checkpoint, grad } from "@wengert/core";
import { forLoop, scan, whileLoop } from "@wengert/graph";
import { matrixFunction, NoRealResultError, singularFunction } from "@wengert/linalg";
import { add, less, mul, sqrt, sum } from "@wengert/ops";
import { describe, expect, test } from "vitest";

/* Where a function has a value but no derivative, a loop has one, too, unless somebody differentiates it. */

const corner = tensor([
  [0, 0],
  [0, 1],
]);
const values: Record<string, (a: Tensor) => Tensor> = {
  matrixFunction: (a) => sum(matrixFunction(a, sqrt)),
  singularFunction: (a) => sum(singularFunction(mul(a, a), sqrt)),
};

describe.each(Object.entries(values))("%s at a kink", (_name, f) => {
  const step = (c: Tensor): Tensor => mul(add(c, 1), f(mul(c, corner)));
  const loops: Record<string, (c: Tensor) => Tensor> = {
    forLoop: (c) => forLoop(2, (_i, c) => step(c), c),
    whileLoop: (c) => whileLoop((c: Tensor) => less(c, 2.5), step, c, { maxSteps: 3 }),
    scan: (c) => scan((c: Tensor) => [step(c), null] as const, c, tensor([0, 0]))[0],
    checkpoint: checkpoint((c: Tensor) => step(step(c))),
  };

  test.each(Object.entries(loops))("%s", (_loop, loop) => {
    const value = step(step(tensor(1))).item();
    expect(loop(tensor(1)).item() / value).toBeCloseTo(1, 12);
  });

  test.each(Object.entries(loops))("the gradient of %s is refused", (_loop, loop) => {
    const error = f === values["matrixFunction"] ? NoRealResultError : WengertError;
    expect(() => grad(loop)(tensor(1))).toThrow(error);
  });
});
