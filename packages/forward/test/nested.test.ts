import { add, exp, grad, mul, square, type Tensor, tanh } from "@wengert/core";
import { derivative, hessian, hvp, jacfwd, jvp } from "@wengert/forward";
import { describe, expect, test } from "vitest";

type Scalar = (x: Tensor) => Tensor;

/** The derivative of a scalar function, by either mode, as a function that can be differentiated again. */
const modes: Record<string, (f: Scalar) => Scalar> = {
  reverse: (f) => (x) => grad(f)(x),
  forward: (f) => (x) => derivative(f)(x),
  pushforward: (f) => (x) => jvp(f, [x], [1])[1],
  Jacobian: (f) => (x) => jacfwd(f)(x),
};

function close(got: number, wanted: number): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted));
}

describe("levels are told apart", () => {
  const names = Object.keys(modes);
  test.each(names.flatMap((outer) => names.map((inner) => [outer, inner])))("%s over %s", (outer, inner) => {
    const [outside, inside] = [modes[outer], modes[inner]];
    const one = outside((x) => mul(x, inside((y) => add(x, y))(one0)));
    close(one(one0).item(), 1);
    const eight = outside((x) => mul(x, inside((y) => mul(x, y))(three)));
    close(eight(four).item(), 8);
  });
});

const [one0, three, four] = [1, 3, 4].map((value) => mul(value, 1));

describe("third derivatives at 0.5", () => {
  const e = Math.exp(0.25);
  const t = Math.tanh(0.5);
  const cases: readonly (readonly [string, Scalar, number])[] = [
    ["x·eˣ", (x) => mul(x, exp(x)), 3.5 * Math.exp(0.5)],
    // With s = 1 − t²: (t²)′ = 2ts, (t²)″ = 2s(s − 2t²), (t²)‴ = 8ts(t² − 2s)
    ["tanh²", (x) => square(tanh(x)), 8 * t * (1 - t * t) * (t * t - 2 * (1 - t * t))],
    ["e^(x²)", (x) => exp(square(x)), (12 * 0.5 + 8 * 0.125) * e],
  ];
  const names = Object.keys(modes);
  const triples = names.flatMap((a) => names.flatMap((b) => names.map((c) => [a, b, c] as const)));
  test.each(cases)("of %s, in every combination of the modes", (_name, f, wanted) => {
    for (const [a, b, c] of triples) close(modes[a](modes[b](modes[c](f)))(mul(0.5, 1)).item(), wanted);
    expect(grad((x) => grad((x: Tensor) => grad(f)(x))(x))(0.5)).toBeTypeOf("number");
  });
});

describe("Hessians", () => {
  const f = (p: { a: Tensor; b: Tensor }): Tensor => mul(square(p.a), exp(p.b));

  test("come in blocks named like the tree", () => {
    const h = hessian(f)({ a: 3, b: 0.5 });
    const e = Math.exp(0.5);
    close(h.a.a.item(), 2 * e);
    close(h.a.b.item(), 6 * e);
    close(h.b.a.item(), 6 * e);
    close(h.b.b.item(), 9 * e);
  });

  test("times a vector", () => {
    const { a, b } = hvp(f)({ a: 3, b: 0.5 }, { a: 1, b: -1 });
    const e = Math.exp(0.5);
    close(a.item(), -4 * e);
    close(b.item(), -3 * e);
  });
});
