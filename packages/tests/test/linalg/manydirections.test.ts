/* Derivatives along many directions of one matrix, differentiated once more: its gradient is the sum over them, in its own shape. */

import { vmap } from "@wengert/batch";
import { eye, grad, jacrev, sum, type Tensor, tensor, vjp, zeros } from "@wengert/core";
import { hessian, hvp, jacfwd, jvp } from "@wengert/forward";
import { expm, logm, matrixPower, singularFunction, sqrtm } from "@wengert/linalg";
import { mul, stack } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";
import { agree, random, regular } from "./tables/inputs.ts";

const functions: Record<string, (a: Tensor) => Tensor> = {
  expm,
  logm,
  sqrtm,
  "the square": (a) => matrixPower(a, 2),
  "a function of singular values": (a) => singularFunction(a, (s) => mul(s, mul(s, s))),
};

const a = regular([2, 2], 3);
const e = random([2, 2], 4);
const basis = [0, 1, 2, 3].map((k) =>
  tensor(
    Float64Array.from({ length: 4 }, (_, i) => +(i === k)),
    [2, 2],
  ),
);

/** Σ of all entries of the Jacobian, one direction after the other. */
const entries = (f: (a: Tensor) => Tensor, a: Tensor): Tensor =>
  sum(stack(basis.map((dx) => sum(jvp(f, [a], [dx])[1] as Tensor))));

describe.each(Object.entries(functions))("%s", (_name, f) => {
  const wanted = grad((a: Tensor) => entries(f, a))(a);

  test("gradients of Jacobians", () => {
    agree(grad((a: Tensor) => sum(jacfwd(f)(a) as Tensor))(a), wanted, 1e-12);
    agree(grad((a: Tensor) => sum(jacrev(f)(a) as Tensor))(a), wanted, 1e-12);
    const tag = param(a);
    const [, grads] = withGradient(() => sum(jacfwd(f)(tag) as Tensor), paramsOf(tag));
    agree(grads.get(tag), wanted, 1e-12);
  });

  test("in a batch of matrices", () => {
    const other = regular([2, 2], 5);
    const batched = vmap(grad((a: Tensor) => sum(jacfwd(f)(a) as Tensor)))(stack([a, other])) as Tensor;
    agree(batched, stack([wanted, grad((a: Tensor) => entries(f, a))(other)]), 1e-12);
  });

  test("of many cotangents", () => {
    const pulled = (a: Tensor, bar: Tensor): Tensor => mul(e, vjp(f, a)[1](bar)[0] as Tensor);
    const together = grad((a: Tensor) => sum(vmap((bar: Tensor) => pulled(a, bar))(stack(basis)) as Tensor))(a);
    agree(together, grad((a: Tensor) => sum(stack(basis.map((bar) => pulled(a, bar)))))(a), 1e-12);
  });

  test("Hessians, and further derivatives of Jacobians", () => {
    const whole = (a: Tensor): Tensor => sum(f(a));
    agree(jacrev(jacfwd(whole))(a) as Tensor, hessian(whole)(a) as Tensor, 1e-11);
    const product = (g: (a: Tensor) => Tensor): Tensor => hvp(g)(a, e);
    agree(
      product((a) => sum(jacfwd(f)(a) as Tensor)),
      product((a) => entries(f, a)),
      1e-11,
    );
  });
});

test("of the exponential of zeros", () => {
  const along = stack([eye(2), eye(2)]);
  const g = grad((a: Tensor) => sum(vmap((dx: Tensor) => jvp(expm, [a], [dx])[1] as Tensor)(along) as Tensor));
  expect(g(zeros([2, 2])).toArray()).toEqual([
    [2, 2],
    [2, 2],
  ]);
});
