import { type Tensor, tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import { hessian, hvp, jacfwd } from "@wengert/forward";
import { forLoop, scan, whileLoop } from "@wengert/graph";
import { matvec } from "@wengert/linalg";
import { add, less, mul, sin, square, sub, sum, tanh } from "@wengert/ops";
import { test } from "vitest";
import { expectSame } from "./compiled.ts";

/* Derivatives of derivatives through loops that run as code: what is added up, is added up in one order, compiled or not. */

type F = (a: Tensor) => Tensor;
const steps = 36;
const xs = tensor(Array.from({ length: steps }, (_, t) => [Math.sin(t), Math.cos(2 * t)]));

const loops: Record<string, F> = {
  scan: (a) => {
    const [last, ys] = scan(
      (c: Tensor, x: Tensor) => {
        const next = tanh(add(matvec(a, c), mul(x, sin(c))));
        return [next, sum(square(next))];
      },
      tensor([0.2, -0.4]),
      xs,
    );
    return add(sum(last), sum(ys));
  },
  forLoop: (a) => sum(forLoop(steps, (_i, c) => mul(mul(a, c), sub(1, c)), mul(a, 0.3))),
  whileLoop: (a) =>
    sum(
      whileLoop(
        ({ k }) => less(k, steps),
        ({ k, c }) => ({ k: add(k, 1), c: sin(add(matvec(a, c), 0.1)) }),
        { k: 0, c: tensor([0.3, 0.4]) },
        { maxSteps: steps + 2 },
      ).c,
    ),
};

const forms: readonly ((f: F) => F)[] = [
  (f) => hessian(f) as never,
  (f) => jacfwd(jacfwd(f)) as never,
  (f) => ((a: Tensor) => hvp(f)(a, sin(a))) as never,
  (f) => grad((a: Tensor) => sum(square(grad(f)(a)))) as never,
];

const points = [0, 1].map((k) => [
  tensor([
    [0.3 + 0.1 * k, -0.2],
    [0.1, 0.5 - 0.07 * k],
  ]),
]);

test.each(Object.entries(loops))(
  "%s: second derivatives, compiled, have the bits of those that are not",
  (_name, f) => {
    for (const form of forms) expectSame(form(f), points);
  },
);
