/* Two copies of the packages in one program: what they can do together is right, and what they cannot is said by name. */
import { expect, test, vi } from "vitest";
import * as a from "wengert";

vi.resetModules();
const b = (await import("wengert")) as typeof a;

test("there are two", () => {
  expect(b.tensor).not.toBe(a.tensor);
  expect(b.grad).not.toBe(a.grad);
});

test("transformations of one follow operations, tensors and transformations of the other", () => {
  const slope = (x: number): number => Math.sin(x) + x * Math.cos(x);
  expect(a.grad((x) => b.mul(x, b.sin(x)))(2)).toBeCloseTo(slope(2), 14);
  const along = a.grad((x: a.Tensor) => b.sum(a.mul(x, b.sin(x))))(b.tensor([1, 2]));
  expect(along.toArray()).toEqual([expect.closeTo(slope(1), 14), expect.closeTo(slope(2), 14)]);
  // d/dx of d/dy (x y² + y) is 2 y: the levels are shared, so nested derivatives are not confused.
  const nested = a.grad((x) => b.grad((y) => a.add(b.mul(x, a.square(y)), y))(3));
  expect(nested(5)).toBe(6);
  expect(a.grad((x) => b.checkpoint((y: a.Tensor) => a.mul(y, b.sin(y)))(x))(2)).toBeCloseTo(slope(2), 14);
  expect(a.grad((x) => b.forwardDiff((y: a.Tensor) => a.mul(y, b.sin(y)))(x))(2)).toBeCloseTo(slope(2), 14);
});

test("the plain tensors of one are plain numbers to the minimizers of the other", () => {
  const residual = (x: a.Tensor): a.Tensor => b.sub(b.mul(x, b.tensor([1, 2])), b.tensor([2, 4])) as a.Tensor;
  expect(a.leastSquares(residual, b.tensor(1) as a.Tensor).params.item()).toBeCloseTo(2, 6);
  expect(
    a.minimize((x: a.Tensor) => b.square(b.sub(x, 3)) as a.Tensor, b.tensor(1) as a.Tensor).params.item(),
  ).toBeCloseTo(3, 6);
});

test("a tag of one is followed by the other, but not taken for its own parameter, nor left out in silence", () => {
  const [own, other] = [a.param(2), b.param(3, { name: "theirs" })];
  const loss = (): a.Tensor => a.mul(own, a.square(other as a.Param<number>));
  expect(a.withGradient(loss, a.paramsOf(own))[1].get(own)).toBe(9);
  for (const refused of [
    () => a.paramsOf({ own, other }),
    () => a.isParam(other),
    () => a.freeze({ own, other } as never),
  ]) {
    expect(refused).toThrow(a.TwoCopiesError);
    expect(refused).toThrow(/theirs.*another copy of @wengert\/params.*npm ls/s);
  }
});

test("errors of one are errors of the other's family", () => {
  const caught = (f: () => unknown): unknown => {
    try {
      return f();
    } catch (error) {
      return error;
    }
  };
  const error = caught(() => a.add(a.tensor([1, 2]), a.tensor([1, 2, 3])));
  expect(error).toBeInstanceOf(b.WengertError);
  expect(error).toMatchObject({ name: "ShapeError", op: "add" });
});
