import { describe, expect, test } from "vitest";
import type { Tensor } from "wengert";
import { noise, periodic, product, rationalQuadratic, rbf, scaled, sum } from "../src/kernels.ts";
import { Pairs } from "../src/pairs.ts";
import { symmetric } from "../src/triangle.ts";

const x = Float64Array.of(1958.1, 1958.5, 1960, 1971.25);
const z = Float64Array.of(1958.5, 1980);

/** The matrix of a function of two places. */
function matrix(f: (a: number, b: number) => number, columns: Float64Array = z): number[][] {
  return Array.from(x, (a) => Array.from(columns, (b) => f(a, b)));
}

function expectClose(actual: Tensor, expected: number[][]): void {
  expect(actual.shape).toEqual([expected.length, expected[0].length]);
  for (const [i, value] of actual.data.entries()) expect(value).toBeCloseTo(expected.flat()[i], 14);
}

const formulas = {
  rbf: (d: number) => Math.exp(-(d ** 2) / (2 * 3 ** 2)),
  periodic: (d: number) => Math.exp((-2 * Math.sin((Math.PI * d) / 1.5) ** 2) / 0.8 ** 2),
  rationalQuadratic: (d: number) => (1 + d ** 2 / (2 * 0.7 * 2 ** 2)) ** -0.7,
};

describe("kernels are their formulas", () => {
  const pairs = Pairs.between([x], [z]);

  test("rbf", () =>
    expectClose(
      rbf({ length: 3 }, pairs),
      matrix((a, b) => formulas.rbf(a - b)),
    ));

  test("periodic", () =>
    expectClose(
      periodic(1.5)({ length: 0.8 }, pairs),
      matrix((a, b) => formulas.periodic(a - b)),
    ));

  test("rationalQuadratic", () =>
    expectClose(
      rationalQuadratic({ length: 2, alpha: 0.7 }, pairs),
      matrix((a, b) => formulas.rationalQuadratic(a - b)),
    ));

  test("noise belongs to one observation, not to its place", () => {
    expectClose(
      symmetric(noise({}, Pairs.within([x]))),
      matrix((a, b) => (a === b ? 1 : 0), x),
    );
    expectClose(
      noise({}, pairs),
      matrix(() => 0),
    );
    expect(noise({}, Pairs.selves(3)).toArray()).toEqual([1, 1, 1]);
  });

  test("scaled, sum and product compose them, parameters nested alike", () => {
    const kernel = sum({
      a: scaled(rbf),
      b: scaled(product({ p: periodic(1.5), q: rationalQuadratic })),
      c: scaled(noise),
    });
    const theta = {
      a: { variance: 2, length: 3 },
      b: { variance: 0.5, p: { length: 0.8 }, q: { length: 2, alpha: 0.7 } },
      c: { variance: 0.25 },
    };
    const expected = (a: number, b: number): number =>
      2 * formulas.rbf(a - b) +
      0.5 * formulas.periodic(a - b) * formulas.rationalQuadratic(a - b) +
      (a === b ? 0.25 : 0);
    expectClose(symmetric(kernel(theta, Pairs.within([x]))), matrix(expected, x));
    for (const value of kernel(theta, Pairs.selves(2)).data) expect(value).toBeCloseTo(2.75, 14);
  });
});
