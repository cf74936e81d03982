/* Zeros beside what is placed in a matrix do not depend on it: an infinite derivative there makes no NaN, in either mode. */
import { zeros } from "@wengert/array";
import { grad, mul, sqrt, sum, type Tensor, tensor } from "@wengert/core";
import { hessian, jacfwd, jvp } from "@wengert/forward";
import { addDiagonal, diag, outer, tril, triu } from "@wengert/linalg";
import { describe, expect, test } from "vitest";

const rows = (x: Tensor): Tensor => outer(x, tensor([1, 1]));

const placed: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  diag,
  tril: (x) => tril(rows(x)),
  triu: (x) => triu(rows(x)),
  "tril below": (x) => tril(rows(x), -1),
  "addDiagonal to zeros": (x) => addDiagonal(zeros([2, 2]), x),
  "addDiagonal to a diagonal": (x) => addDiagonal(diag(x), mul(x, 3)),
  "addDiagonal of a number": (x) => addDiagonal(diag(x), 0),
};

describe.each(Object.entries(placed))("%s", (_name, place) => {
  const x = tensor([1, 4]);
  const f = (x: Tensor): Tensor => sum(sqrt(place(x)));

  test("first order", () => {
    const gradient = grad(f)(x);
    expect(gradient.data.every(Number.isFinite)).toBe(true);
    expect(jacfwd(f)(x).toArray()).toEqual(gradient.toArray());
    expect(jvp(f, [x], [tensor([2, 3])])[1].item()).toBeCloseTo(2 * gradient.data[0] + 3 * gradient.data[1], 14);
  });

  test("second order", () => {
    const second = hessian(f)(x);
    expect(second.data.every(Number.isFinite)).toBe(true);
    const along = (x: Tensor): Tensor => jvp(f, [x], [tensor([2, 3])])[1];
    expect(jvp(along, [x], [tensor([2, 3])])[1].item()).toBeCloseTo(4 * second.data[0] + 9 * second.data[3], 14);
  });
});
