import { type Tensor, tensor } from "@wengert/array";
import { math, mathWith } from "@wengert/formula";
import {
  addDiagonal,
  cholesky,
  choleskySolve,
  dot,
  eigh,
  logdet,
  matmul,
  mT,
  outer,
  pairwiseSquaredDistance,
  solve,
  triangularSolve,
} from "@wengert/linalg";
import * as ops from "@wengert/ops";
import { describe, expect, it } from "vitest";

const { add, div, exp, mul, neg, pow, square, sub, sum } = ops;
const K = tensor([
  [2, 1],
  [1, 3],
]);
const A = tensor([
  [1, 2, -1],
  [0.5, 4, 3],
]);
const x = tensor([0.3, -1.2]);
const y = tensor([3, 5]);
const z = tensor([[1], [2]]);

/** The same numbers to the last bit: a formula is nothing but the calls. */
function same(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(actual.toArray()).toEqual(expected.toArray());
}

describe("a formula makes the calls that one would write by hand", () => {
  it.each<[string, Tensor, Tensor]>([
    ["x + y", math`${x} + ${y}`, add(x, y)],
    ["x - y", math`${x} - ${y}`, sub(x, y)],
    ["x * y", math`${x} * ${y}`, mul(x, y)],
    ["x / y", math`${x} / ${y}`, div(x, y)],
    ["x ^ 3", math`${x} ^ 3`, pow(x, 3)],
    ["x ^ 2", math`${x} ^ 2`, square(x)],
    ["x ^ -1", math`${x} ^ -1`, ops.reciprocal(x)],
    ["y ^ x", math`${y} ^ ${x}`, pow(y, x)],
    ["-x", math`-${x}`, neg(x)],
    ["+x", math`+${x}`, x],
    ["K @ x", math`${K} @ ${x}`, matmul(K, x)],
    ["x @ y", math`${x} @ ${y}`, dot(x, y)],
    ["A'", math`${A}'`, mT(A)],
    ["K \\ x", math`${K} \ ${x}`, solve(K, x)],
    ["K \\ A", math`${K} \ ${A}`, solve(K, A)],
    ["x < y", math`${x} < 0`, ops.less(x, 0)],
    ["x <= y", math`${x} <= 0.3`, ops.lessEqual(x, 0.3)],
    ["x > y", math`${x} > 0`, ops.greater(x, 0)],
    ["x >= y", math`${x} >= 0.3`, ops.greaterEqual(x, 0.3)],
    ["x == y", math`${x} == 0.3`, ops.equal(x, 0.3)],
    ["x != y", math`${x} != 0.3`, ops.notEqual(x, 0.3)],
    ["broadcasting, row", math`${A} * ${tensor([1, 10, 100])}`, mul(A, tensor([1, 10, 100]))],
    ["broadcasting, column", math`${A} - ${z}`, sub(A, z)],
    ["a product of elements", math`${K} * ${x}`, mul(K, x)],
    ["functions", math`where(${x} > 0, log(${y}), sin(${x}))`, ops.where(ops.greater(x, 0), ops.log(y), ops.sin(x))],
    ["options", math`sum(${A}, axis=1, keepDims=true)`, sum(A, { axis: 1, keepDims: true })],
    ["options of substituted values", math`sum(${A}, axis=${[0, 1]})`, sum(A, { axis: [0, 1] })],
    ["options that are computed", math`sum(${A}, axis=[${0}, 1])`, sum(A, { axis: [0, 1] })],
    ["lists", math`concat([${x}, ${y}], axis=0)`, ops.concat([x, y], 0)],
    [
      "lists of numbers",
      math`tensor([[1, 2], [3, -4]])`,
      tensor([
        [1, 2],
        [3, -4],
      ]),
    ],
    ["texts", math`einsum("ij,kj->ik", ${A}, ${A})`, matmul(A, mT(A))],
    ["several outputs", math`eigh(${K}).values`, eigh(K).values],
    ["lists of outputs", math`split(${x}, 2)[-1]`, x],
    ["functions of functions", math`matrixFunction(${K}, log)`, math`logm(${K})`],
    ["numbers", math`pi + inf`, tensor(Number.POSITIVE_INFINITY)],
    ["parts", math`d = ${x} - ${y}; e = -d^2; exp(e) @ d`, matmul(exp(neg(square(sub(x, y)))), sub(x, y))],
    ["parts that are numbers", math`p = 3; ${x} ^ p`, pow(x, 3)],
    ["a number alone", math`2`, tensor(2)],
    ["numbers are computed once", math`1 / 2 * ${x}`, mul(0.5, x)],
  ])("%s", (what, actual, expected) => {
    if (what === "functions of functions") {
      for (const [i, value] of actual.data.entries()) expect(value).toBeCloseTo(expected.data[i], 13);
    } else if (what === "lists of outputs") same(actual, ops.split(x, 2)[1]);
    else same(actual, expected);
  });

  it("the covariance and the likelihood of a Gaussian process", () => {
    const squared = pairwiseSquaredDistance(z);
    const [variance, precision, noise] = [0.8, 2.2, 0.14];
    const covariance = math`${variance} * exp(-0.5 * ${precision} * ${squared}) + ${noise} * I(${2})`;
    same(covariance, addDiagonal(mul(variance, exp(mul(mul(-0.5, precision), squared))), noise));
    const nll = math`0.5 * ${y}' * ${covariance} \ ${y} + 0.5 * logdet(${covariance})`;
    same(nll, add(dot(mul(0.5, y), solve(covariance, y)), mul(0.5, logdet(covariance))));
  });
});

describe("the identity", () => {
  it.each([
    [
      "K + s I",
      math`${K} + 0.5 * I(2)`,
      [
        [2.5, 1],
        [1, 3.5],
      ],
    ],
    [
      "K + I s",
      math`${K} + I(2) * 0.5`,
      [
        [2.5, 1],
        [1, 3.5],
      ],
    ],
    [
      "K + I",
      math`${K} + I(2)`,
      [
        [3, 1],
        [1, 4],
      ],
    ],
    [
      "K - s I",
      math`${K} - 0.5 * I(2)`,
      [
        [1.5, 1],
        [1, 2.5],
      ],
    ],
    [
      "K - I",
      math`${K} - I(2)`,
      [
        [1, 1],
        [1, 2],
      ],
    ],
    [
      "I + K",
      math`I(2) + ${K}`,
      [
        [3, 1],
        [1, 4],
      ],
    ],
    [
      "products in front",
      math`${K} + 2 * ${3} * I(2)`,
      [
        [8, 1],
        [1, 9],
      ],
    ],
    [
      "alone",
      math`I(2)`,
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      "a vector beside it broadcasts",
      math`${y} + I(2)`,
      [
        [4, 5],
        [3, 6],
      ],
    ],
    [
      "a number beside it broadcasts",
      math`1 + I(2)`,
      [
        [2, 1],
        [1, 2],
      ],
    ],
    [
      "scaled by a vector",
      math`${K} + ${y} * I(2)`,
      [
        [5, 1],
        [1, 8],
      ],
    ],
    [
      "a matrix of one row broadcasts",
      math`${tensor([[1, 2]])} + I(2)`,
      [
        [2, 2],
        [1, 3],
      ],
    ],
  ])("%s", (_what, actual, expected) => {
    expect(actual.toArray()).toEqual(expected);
  });

  it("is one's own where it is named", () => {
    expect(mathWith({ I: (n: number) => n })`${K} + I(2)`.toArray()).toEqual([
      [4, 3],
      [3, 5],
    ]);
    expect(math`I = 2; ${K} + I`.toArray()).toEqual([
      [4, 3],
      [3, 5],
    ]);
  });
});

describe("rows: transposes of vectors", () => {
  it.each<[string, Tensor, Tensor]>([
    ["x' * y", math`${x}' * ${y}`, dot(x, y)],
    ["x' @ y", math`${x}' @ ${y}`, dot(x, y)],
    ["x' * K * y", math`${x}' * ${K} * ${y}`, dot(matmul(x, K), y)],
    ["2 * x' * y", math`2 * ${x}' * ${y}`, dot(mul(2, x), y)],
    ["x' * 2 * y", math`${x}' * 2 * ${y}`, dot(mul(x, 2), y)],
    ["-x' * y", math`-${x}' * ${y}`, dot(neg(x), y)],
    ["x' / 2 * y", math`${x}' / 2 * ${y}`, dot(div(x, 2), y)],
    ["(x' + y') * x", math`(${x}' + ${y}') * ${x}`, dot(add(x, y), x)],
    ["(x - y)' * (x - y)", math`(${x} - ${y})' * (${x} - ${y})`, dot(sub(x, y), sub(x, y))],
    ["(x' - y') * x", math`(${x}' - ${y}') * ${x}`, dot(sub(x, y), x)],
    ["x * y'", math`${x} * ${y}'`, outer(x, y)],
    ["x @ y'", math`${x} @ ${y}'`, outer(x, y)],
    ["(x' * K)'", math`(${x}' * ${K})'`, matmul(x, K)],
    ["x''", math`${x}''`, x],
    ["a number's", math`${2}' * ${x}`, mul(2, x)],
    ["y' * K \\ y", math`${y}' * ${K} \ ${y}`, dot(y, solve(K, y))],
    ["y' @ K \\ y", math`${y}' @ ${K} \ ${y}`, dot(y, solve(K, y))],
    ["2 * (K \\ y)", math`2 * (${K} \ ${y})`, mul(2, solve(K, y))],
    ["a part", math`r = ${x}'; r * ${y}`, dot(x, y)],
    ["matrices", math`${A}' @ ${x}`, matmul(mT(A), x)],
    ["a scaled transpose", math`0.5 * ${A}'`, mul(0.5, mT(A))],
    ["symmetrised", math`(${K} + ${K}') * ${K}`, mul(add(K, mT(K)), K)],
    ["stacks of matrices", math`${ops.stack([A, A])}'`, mT(ops.stack([A, A]))],
  ])("%s", (_what, actual, expected) => {
    same(actual, expected);
  });

  it.each<[string, () => Tensor, string]>([
    ["leave no formula", () => math`${x}'`, "the result is a row"],
    ["are no arguments", () => math`exp(${x}')`, "the transpose of a vector is a row"],
    ["are not compared", () => math`${x}' < 2`, "the transpose of a vector is a row"],
    ["have no powers", () => math`(${x}')^2`, "the transpose of a vector is a row"],
    ["have no elements", () => math`${x}'[0]`, "the transpose of a vector is a row"],
    ["are not solved for", () => math`${K} \ ${x}'`, "the transpose of a vector is a row"],
    ["are not in lists", () => math`stack([${x}', ${x}'])`, "the transpose of a vector is a row"],
    ["do not meet", () => math`${x}' * ${y}'`, "* has no meaning for a row of length 2 and a row of length 2"],
    ["do not follow a matrix", () => math`${K} * ${x}'`, "* has no meaning for [2, 2] and a row of length 2"],
    ["are not added to values", () => math`${x}' + 1`, "+ has no meaning for a row of length 2 and []"],
    ["are not added to vectors", () => math`${x}' - ${x}`, "- has no meaning"],
    ["divide nothing", () => math`1 / ${x}'`, "/ has no meaning"],
    ["are divided by numbers only", () => math`${x}' / ${K}`, "/ has no meaning"],
    ["are not scaled by @", () => math`2 @ ${x}'`, "@ has no meaning"],
    ["do not multiply stacks", () => math`${x}' * ${ops.stack([K, K])}`, "* has no meaning"],
    ["lengths", () => math`${x}' * ${tensor([1, 2, 3])}`, "dot"],
    ["A' * B", () => math`${A}' * ${A}`, "Did you mean @? For elements write mul(a, b)"],
    ["2 * A' * x", () => math`2 * ${A}' * ${x}`, "Did you mean @?"],
    ["A * B'", () => math`${A} * ${A}'`, "Did you mean @?"],
    ["columns", () => math`${z}' * ${z}`, "Did you mean @?"],
    ["-A' * x", () => math`-${A}' * ${x}`, "Did you mean @?"],
    ["x' behind a solve of a transposed matrix", () => math`${z}' * ${K} \ ${y}`, "a * (A \\ b)"],
  ])("%s", (_what, f, message) => {
    expect(f).toThrow(message);
  });
});

describe("solves", () => {
  const L = cholesky(K);
  it.each<[string, Tensor, Tensor]>([
    ["a matrix that is told to be positive definite", math`spd(${K}) \ ${y}`, choleskySolve(L, y)],
    ["a sum that is", math`spd(${K} + I(2)) \ ${y}`, choleskySolve(cholesky(addDiagonal(K, 1)), y)],
    ["a factor", math`cholesky(${K}) \ ${y}`, triangularSolve(L, y)],
    ["its transpose", math`cholesky(${K})' \ ${y}`, triangularSolve(mT(L), y, { lower: false })],
    ["a lower triangle", math`tril(${K}) \ ${y}`, triangularSolve(K, y)],
    ["an upper triangle", math`triu(${K}) \ ${y}`, triangularSolve(K, y, { lower: false })],
    ["twice", math`cholesky(${K})' \ (cholesky(${K}) \ ${y})`, choleskySolve(L, y)],
  ])("%s", (_what, actual, expected) => {
    expect(actual.shape).toEqual(expected.shape);
    for (const [i, value] of actual.data.entries()) expect(value).toBeCloseTo(expected.data[i], 14);
  });

  it("Cholesky refuses what is not positive definite, so spd is not the same as a general solve", () => {
    const symmetric = tensor([
      [1, 2],
      [2, 1],
    ]);
    expect(() => math`spd(${symmetric}) \ ${y}`).toThrow("not positive definite");
    expect(math`${symmetric} \ ${y}`.toArray()).toEqual(solve(symmetric, y).toArray());
  });

  it("spd may be a function of one's own", () => {
    const spd = (a: Tensor) => mul(2, a);
    expect(mathWith({ spd })`spd(${K}) \ ${y}`.toArray()).toEqual(solve(mul(2, K), y).toArray());
  });
});

describe("names of one's own", () => {
  it("are functions with options, values, and go before the library's", () => {
    const tag = mathWith({ twice: (a: Tensor, { plus = 0 } = {}) => add(mul(2, a), plus), K, sin: ops.cos });
    expect(tag`twice(K, plus=1)[0, 0]`.item()).toBe(5);
    same(tag`sin(${x})`, ops.cos(x));
    same(tag("twice(K)"), mul(2, K));
  });

  it("are read when the tag is made, and no prototype is looked into", () => {
    const scope = Object.assign(Object.create({ inherited: 1 }), { a: 1 });
    const tag = mathWith(scope);
    scope.a = 2;
    expect(tag`a`.item()).toBe(1);
    expect(() => tag`inherited`).toThrow("there is no name");
  });

  it("one place in a program may serve several tags", () => {
    const results = [mathWith({ a: 1 }), mathWith({ a: 2 })].map((tag) => tag`a + 1`.item());
    expect(results).toEqual([2, 3]);
  });
});
