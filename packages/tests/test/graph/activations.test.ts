import { type Tensor, tensor } from "@wengert/array";
import { vjp } from "@wengert/core";
import { compile } from "@wengert/graph";
import { add, mul, sigmoid, softplus, sum, tanh } from "@wengert/ops";
import { expect, test } from "vitest";
import { expectSame } from "./compiled.ts";

/*
 * Of short arrays these functions are spelled out down to eˣ, in the same operations as their JavaScript: to the last bit, where they
 * change their form, at zeros, beyond the range of eˣ, and at NaN.
 */
const edges = [0, -0, 5e-324, -1e-300, 1e-8, 0.3, 0.625, -0.625, 0.6249999999999999, -3, 21.5, -710, 1e300, -Infinity];
const points = [
  edges,
  edges.map((x) => -x),
  [Number.NaN, Infinity, -0.1, 0.9, 2, 2.5, 4, 8, 18, 19, 20, 37, -37, 745],
].map((xs) => tensor(xs));

test.each([
  ["tanh", tanh],
  ["sigmoid", sigmoid],
  ["softplus", softplus],
] as const)("%s and its derivatives, spelled out", (_, f) => {
  expectSame(
    (x: Tensor) => f(add(mul(x, 1), add(x, 0))),
    points.map((x) => [x]),
  );
  const slopes = (x: Tensor, ybar: Tensor): unknown => vjp((z: Tensor) => add(mul(f(z), 2), z), x)[1](ybar);
  const bends = (x: Tensor, ybar: Tensor): unknown =>
    vjp((z: Tensor) => slopes(z, ybar) as never, x)[1]([ybar] as never);
  for (const g of [slopes, bends])
    expectSame(
      g,
      points.map((x) => [x, tensor(x.data.map((_, i) => Math.cos(i)))]),
    );
});

test("a function and its derivative share what they have in common", () => {
  const both = compile((x: Tensor) => {
    const [y, pullback] = vjp((z: Tensor) => sum(sigmoid(tanh(z))), x);
    return [y, pullback(tensor(1))];
  });
  const x = tensor([0.1, -2, 3]);
  for (let k = 0; k < 3; k++) both(x);
  expect(both.explain()).toMatch(/straight code, 1 functions: .*tanh/);
});
