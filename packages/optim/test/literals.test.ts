/* A start that is written `as const` gives numbers, not the literals that it starts at. */
import { add, mul, square, sub, sum, type Tensor, tensor } from "@wengert/core";
import { leastSquares, minimize, type OptimizeResult } from "@wengert/optim";
import { expect, expectTypeOf, test } from "vitest";

const loss = (p: { readonly x: Tensor; readonly kind: string; readonly at: readonly [Tensor, Tensor] }): Tensor =>
  add(square(sub(p.x, 3)), add(square(p.at[0]), square(p.at[1])));
const start = { x: 1, kind: "plain", at: [1, 2] } as const;

test("minimize", () => {
  const { params, gradient } = minimize(loss, start);
  expectTypeOf(params.x).toEqualTypeOf<number>();
  expectTypeOf(params.at).toEqualTypeOf<readonly [number, number]>();
  expectTypeOf(params.kind).toEqualTypeOf<"plain">();
  expectTypeOf(gradient.x).toEqualTypeOf<number>();
  expect(params.x).toBeCloseTo(3);
  const moved: typeof params = { ...params, x: 5 };
  expect(moved.x).toBe(5);
});

test("leastSquares", () => {
  const { params } = leastSquares((p: { readonly a: Tensor }) => mul(tensor([1, 2]), sub(p.a, 2)), { a: 1 } as const);
  expectTypeOf(params.a).toEqualTypeOf<number>();
  expect(params.a).toBeCloseTo(2);
});

test("a model with an interface of its own stays one", () => {
  interface Model {
    rate: number;
    weights: Tensor;
  }
  const model: Model = { rate: 1, weights: tensor([1, 2]) };
  const { params } = minimize((p) => add(square(p.rate), sum(square(sub(p.weights, 1)))), model);
  const again: Model = params;
  expect(again.weights.shape).toEqual([2]);
  expectTypeOf<OptimizeResult<Model, unknown>["params"]>().toEqualTypeOf<Model>();
});
