import { describe, expect, test } from "vitest";
import { grad, sum as sumOf, type Tensor, type Value, type Values } from "wengert";
import { library } from "../src/covariance/library.ts";
import { makers } from "../src/covariance/makers.ts";
import {
  constant,
  type Kernel,
  linear,
  matern,
  noise,
  periodic,
  product,
  rationalQuadratic,
  rbf,
  scaled,
  sum,
} from "../src/process/kernels.ts";
import { Pairs } from "../src/process/pairs.ts";
import { symmetric } from "../src/process/triangle.ts";

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
    expect(noise({}, Pairs.selves([x], [z])).toArray()).toEqual(Array(z.length).fill(1));
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
    for (const value of kernel(theta, Pairs.selves([x], [z.subarray(0, 2)])).data) expect(value).toBeCloseTo(2.75, 14);
  });
});

describe("linear and constant", () => {
  const at = (places: Float64Array): readonly number[] => {
    const mean = x.reduce((total, one) => total + one) / x.length;
    const deviation = Math.sqrt(x.reduce((total, one) => total + (one - mean) ** 2, 0) / x.length);
    return Array.from(places, (one) => (one - mean) / deviation);
  };

  test("linear multiplies places, counted from the mean of the observed ones in their standard deviations", () => {
    const between = linear({}, Pairs.between([x], [z])).data;
    const expected = at(x).flatMap((one) => at(z).map((other) => one * other));
    for (const [i, value] of expected.entries()) expect(between[i]).toBeCloseTo(value, 13);
    const within = symmetric(linear({}, Pairs.within([x]))).data;
    const own = at(x).flatMap((one) => at(x).map((other) => one * other));
    for (const [i, value] of own.entries()) expect(within[i]).toBeCloseTo(value, 13);
    const selves = linear({}, Pairs.selves([x], [z])).data;
    for (const [i, value] of at(z).entries()) expect(selves[i]).toBeCloseTo(value ** 2, 13);
  });

  test("of several inputs, it adds up", () => {
    const both = linear({}, Pairs.between([x, x], [z, z])).data;
    const one = linear({}, Pairs.between([x], [z])).data;
    for (const [i, value] of one.entries()) expect(both[i]).toBeCloseTo(2 * value, 13);
  });

  test("constant is 1 everywhere", () => {
    expectClose(
      constant({}, Pairs.between([x], [z])),
      matrix(() => 1),
    );
    expect(constant({}, Pairs.selves([x], [z])).toArray()).toEqual(Array(z.length).fill(1));
  });
});

describe("matern", () => {
  const pairs = Pairs.between([x], [z]);
  const orders: readonly (readonly [number, (d: number) => number])[] = [
    [0.5, (d) => Math.exp(-d / 3)],
    [1.5, (d) => (1 + (Math.sqrt(3) * d) / 3) * Math.exp((-Math.sqrt(3) * d) / 3)],
    [2.5, (d) => (1 + (Math.sqrt(5) * d) / 3 + (5 * d * d) / 27) * Math.exp((-Math.sqrt(5) * d) / 3)],
  ];
  test.each(orders)("of order %d", (nu, formula) => {
    expectClose(
      matern(nu)({ length: 3 }, pairs),
      matrix((a, b) => formula(Math.abs(a - b))),
    );
  });

  test.each([0.3, 0.5, 1, 1.5, 2.5])("of order %d has a derivative by its length where places coincide", (nu) => {
    const total = (length: Value): Value => sumOf(matern(nu)({ length }, pairs));
    const h = 1e-5;
    const [up, down] = [h, -h].map((step) => Number(sumOf(matern(nu)({ length: 3 + step }, pairs)).item()));
    expect(grad(total)(3)).toBeCloseTo((up - down) / (2 * h), 8);
    expect(matern(nu)({ length: 3 }, Pairs.selves([x], [z.subarray(0, 2)])).toArray()).toEqual([1, 1]);
  });
});

describe("several inputs", () => {
  const [a, b] = [Float64Array.of(0, 1, 3), Float64Array.of(2, 2, 7)];
  const pairs = Pairs.within([a, b]);
  const cases: readonly (readonly [string, Kernel<{ length: Value | readonly Value[]; alpha: Value }>])[] = [
    ["rbf", rbf],
    ["periodic", periodic(5)],
    ["rationalQuadratic", rationalQuadratic],
    ["matern(0.5)", matern(0.5)],
    ["matern(2.5)", matern(2.5)],
  ];
  test.each(cases)("%s: a list of equal lengths is one length", (_, kernel) => {
    const one = kernel({ length: 2, alpha: 0.7 }, pairs);
    const list = kernel({ length: [2, 2], alpha: 0.7 }, pairs);
    for (const [i, value] of list.data.entries()) expect(value).toBeCloseTo(one.data[i], 14);
  });

  test("each length divides its own input", () => {
    const expected = [1, Math.exp(-1 / 8), 1, Math.exp(-9 / 8 - 25 / 18), Math.exp(-4 / 8 - 25 / 18), 1];
    const theta = { length: [2, 3] };
    for (const [i, value] of rbf(theta, pairs).data.entries()) expect(value).toBeCloseTo(expected[i], 14);
    const gradient = grad((t: Values<typeof theta>) => sumOf(rbf(t, pairs)))(theta);
    // Σ k d²/ℓ³
    expect(gradient.length[0]).toBeCloseTo((expected[1] + 9 * expected[3] + 4 * expected[4]) / 8, 13);
    expect(gradient.length[1]).toBeCloseTo((25 * (expected[3] + expected[4])) / 27, 13);
  });
});

test("each kernel of the library has a function", () => {
  expect(Object.keys(makers)).toEqual(Object.keys(library));
});
