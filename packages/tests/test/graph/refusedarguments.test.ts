import { ArgumentError, eye, less, sin, type Tensor, TreeMismatchError, type Value } from "@wengert/core";
import { hessian } from "@wengert/forward";
import { compile, forLoop, whileLoop } from "@wengert/graph";
import { einsum, matrixPower, norm } from "@wengert/linalg";
import { expect, test } from "vitest";

test.each([
  ["forLoop", () => forLoop(3, () => {}, 0)],
  [
    "whileLoop",
    () =>
      whileLoop(
        (c: Value) => less(c, 3),
        () => {},
        0,
      ),
  ],
])("%s says that its body returned nothing", (op, run) => {
  expect(run).toThrowError(TreeMismatchError);
  expect(run).toThrowError(`${op}: the body returned undefined; it must return the next carry.`);
});

test.each([
  ["the arguments of a call whose time is told", () => compile((x: Tensor) => sin(x)).explain({ time: 5 as never })],
  ["a chunk", () => hessian((x) => x, { chunk: 0 })],
  ["an equation", () => einsum("ij-k", eye(2))],
  ["the order of a norm", () => norm(eye(2), { ord: "x" as never })],
  ["a power", () => matrixPower(eye(2), 0.5)],
])("%s that cannot be is an ArgumentError", (_what, run) => {
  expect(run).toThrowError(ArgumentError);
});
