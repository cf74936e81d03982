import { describe, expect, test } from "vitest";
import {
  adjoint,
  FirstOrderOnlyError,
  grad,
  gradient,
  hessian,
  hessianOf,
  jacfwd,
  jacobian,
  jacobianOf,
  mul,
  param,
  paramsOf,
  pushforward,
  square,
  sum,
  type Tensor,
  tensor,
  UnknownLeafError,
  vmap,
} from "wengert";

const squares = (x: Tensor): Tensor => tensor(x.data.map((v) => v * v));
const pulled = adjoint((x: Tensor) => [squares(x), (g: Tensor) => [tensor(x.data.map((v, i) => 2 * v * g.data[i]))]]);
const pushed = pushforward((x: Tensor) => [squares(x), (d: Tensor) => tensor(x.data.map((v, i) => 2 * v * d.data[i]))]);
const x = tensor([1, 2, 3]);

describe("jacobian of opaque numeric code", () => {
  test("takes the mode that there is, whichever is cheaper", () => {
    const expected = [
      [2, 0, 0],
      [0, 4, 0],
      [0, 0, 6],
    ];
    expect(jacobian(pulled)(x).toArray()).toEqual(expected);
    expect(jacobian(pushed)(x).toArray()).toEqual(expected);
    expect(jacobian((z: Tensor) => sum(pushed(z)))(x).toArray()).toEqual([2, 4, 6]);
    expect(jacobian((z: Tensor) => ({ z: pulled(mul(z, z)) }))(tensor([2])).z.item()).toBe(32);
  });

  test("has none at second order, nor for code of both modes, and names functions of either", () => {
    expect(() => jacobian((z: Tensor) => pushed(pulled(z)))(x)).toThrow(FirstOrderOnlyError);
    expect(() => jacobian(grad((z: Tensor) => sum(pulled(z))))(x)).toThrow(FirstOrderOnlyError);
    expect(() => hessian((z: Tensor) => sum(pulled(z)))(x)).toThrow(FirstOrderOnlyError);
    expect(() => jacfwd(pulled)(x)).toThrow("a pullback in reverse mode (jacrev)");
  });

  test("other errors are those of the function", () => {
    const faulty = (): never => {
      throw new RangeError("mine");
    };
    expect(() => jacobian(faulty as (z: Tensor) => Tensor)(x)).toThrow(new RangeError("mine"));
  });
});

test("gradients by tag are no leaves, and the message says what to hand on", () => {
  const p = param(3);
  const set = paramsOf({ p });
  const by = (z: Tensor) => gradient(() => mul(square(p), z), set);
  expect(() => vmap(by as never)(x)).toThrow(UnknownLeafError);
  expect(() => vmap(by as never)(x)).toThrow("Hand on the gradients of single parameters, grads.get(p).");
  expect(vmap((z: Tensor) => by(z).get(p))(x).toArray()).toEqual([6, 12, 18]);
  expect(() => vmap((() => hessianOf(() => square(p), set)) as never, { axisSize: 2 })()).toThrow("hessian.get(p, q)");
  expect(() => vmap((() => jacobianOf(() => mul(p, x), set)) as never, { axisSize: 2 })()).toThrow("jacobian.get(p)");
  expect(() => vmap((() => set) as never, { axisSize: 2 })()).toThrow("the model that they stand in");
});
