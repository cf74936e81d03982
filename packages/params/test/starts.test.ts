/* A parameter starts within its constraint, however the constraint is given. */
import { ArgumentError, eye, type Tensor, tensor } from "@wengert/array";
import { mul, neg, sqrt, square, sub, sum } from "@wengert/ops";
import {
  bounded,
  type Constraint,
  ConstraintError,
  gradient,
  lowerCholesky,
  ordered,
  orthogonal,
  param,
  paramsOf,
  positive,
  positiveDefinite,
  simplex,
  unconstrained,
} from "@wengert/params";
import { describe, expect, test } from "vitest";

const { POSITIVE_INFINITY: above, NEGATIVE_INFINITY: below } = Number;

describe("a constraint in the place of the options", () => {
  const starts: readonly (readonly [Constraint, number | Tensor])[] = [
    [positive(), 2],
    [positive({ transform: "softplus" }), tensor([2, 3])],
    [bounded(0, 1), 0.5],
    [bounded(0, above), 0.5],
    [bounded(below, 1), 0.5],
    [unconstrained(), -3],
    [simplex(), tensor([0.25, 0.75])],
    [ordered(), tensor([1, 2])],
    [lowerCholesky(), eye(2)],
    [positiveDefinite(), eye(2)],
    [orthogonal(), eye(2)],
  ];

  test.each(starts)("is one", (constraint, value) => {
    const short = param(value as Tensor, constraint);
    const long = param(value as Tensor, { constraint });
    expect(short.constraint?.name).toBe(long.constraint?.name);
    expect(short.constraint?.name).toBe(constraint.name);
    expect(short.name).toBeUndefined();
    expect([...paramsOf(short).toVector()]).toEqual([...paramsOf(long).toVector()]);
    const loss = (p: typeof short) => () => sum(square(p));
    expect([...gradient(loss(short), paramsOf(short)).toVector()]).toEqual([
      ...gradient(loss(long), paramsOf(long)).toVector(),
    ]);
  });

  test("is refused where it is not complete, or was not called", () => {
    expect(() => param(2, positive as never)).toThrow(/call it: positive\(\)/);
    expect(() => param(2, { forward: neg, inverse: neg } as never)).toThrow(ArgumentError);
    expect(() => param(2, { constraint: positive } as never)).toThrow(/call it/);
  });
});

describe("a start outside of its constraint", () => {
  const outside: readonly (readonly [Constraint, number | Tensor, RegExp])[] = [
    [bounded(0, 1), 7, /the value 7 is not between 0 and 1/],
    [bounded(0, 1), 0, /between 0 and 1/],
    [bounded(0, 1), 1, /between 0 and 1/],
    [bounded(0, 1), Number.NaN, /between 0 and 1/],
    [bounded(2, above), 2, /greater than 2/],
    [bounded(below, 2), 3, /less than 2/],
    [bounded(below, above), above, /finite/],
    [positive(), 0, /greater than 0/],
    [positive(), -1e-300, /greater than 0/],
    [positive(), above, /greater than 0/],
    [positive({ transform: "softplus" }), -1, /greater than 0/],
    [simplex(), tensor([0.5, 0.6]), /sum 1/],
    [simplex(), tensor([1, 0]), /positive/],
    [ordered(), tensor([2, 1]), /increasing/],
    [
      lowerCholesky(),
      tensor([
        [1, 1],
        [1, 1],
      ]),
      /lower triangular/,
    ],
    [
      positiveDefinite(),
      tensor([
        [1, 2],
        [2, 1],
      ]),
      /positive definite/,
    ],
    [
      orthogonal(),
      tensor([
        [1, 1],
        [0, 1],
      ]),
      /orthogonal/,
    ],
  ];

  test.each(outside)("throws with what is allowed, row %#", (constraint, value, said) => {
    for (const options of [constraint, { constraint, name: "p" }]) {
      expect(() => param(value as Tensor, options)).toThrow(ConstraintError);
      expect(() => param(value as Tensor, options)).toThrow(said);
    }
    expect(() => param(value as Tensor, { constraint, name: "p" })).toThrow(/param "p"/);
  });

  test("in a Tensor names the first element", () => {
    expect(() =>
      param(
        tensor([
          [0.5, 0.25],
          [0.5, 7],
        ]),
        bounded(0, 1),
      ),
    ).toThrow(/its element \[1, 1\], 7, is not between 0 and 1/);
    expect(() => param(tensor([1, -2, -3]), positive())).toThrow(/its element \[1\], -2, is not greater than 0/);
  });

  test("of a constraint that does not say what it accepts is found by its inverse", () => {
    const squares: Constraint = { forward: square, inverse: (y) => sqrt(y), logDet: () => tensor(0) };
    expect(param(4, squares).value).toBe(4);
    expect(() => param(-4, squares)).toThrow(/no finite point/);
    // An inverse that takes anything: −4 would stand for 4.
    const lenient: Constraint = { ...squares, inverse: (y) => sqrt(sqrt(square(y))), domain: "at least 0" };
    expect(() => param(-4, lenient)).toThrow(/no point .* at least 0: the nearest stands for 4/);
    expect(() => param(tensor([4, -4]), lenient)).toThrow(ConstraintError);
    for (const scale of [1e-9, 1, 1e9]) {
      const shifted: Constraint = {
        forward: (x) => sub(x, scale),
        inverse: (y) => mul(1, sub(y, -scale)),
        logDet: () => tensor(0),
      };
      expect(param(scale, shifted).value).toBe(scale);
    }
  });
});
