/* A Tensor is iterated over its first axis, traced or not, with exact derivatives of any order in both modes. */
import { vmap } from "@wengert/batch";
import { checkRule } from "@wengert/check";
import { checkpoint, grad, type Tensor, tensor, vjp, zeros } from "@wengert/core";
import { forwardDiff, hessian, jacfwd } from "@wengert/forward";
import { add, div, mul, sin, square, sub, sum } from "@wengert/ops";
import { minimize } from "@wengert/optim";
import { param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";

const rosenbrock = ([x, y]: Tensor): Tensor => add(square(sub(1, x)), mul(100, square(sub(y, square(x)))));
const at = tensor([-1.2, 1]);

test("plain Tensors: rows, elements, spread", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect([...x].map((row) => row.toArray())).toEqual(x.toArray());
  const [[a, b], [, , c]] = x;
  expect([a, b, c].map((y) => y.item())).toEqual([1, 2, 6]);
  expect([...zeros([0, 3])]).toEqual([]);
  expect([...zeros([2, 0])].map((row) => row.shape)).toEqual([[0], [0]]);
  const rows = [...x];
  rows[0].data[0] = 7;
  expect(x.data[0]).toBe(1);
});

test("a scalar is not iterable", () => {
  expect(() => [...tensor(3)]).toThrow(/not iterable|not a function/);
  expect(() => grad((x: Tensor) => [...x][0])(3)).toThrow(/not iterable|not a function/);
});

describe("traced values", () => {
  test("gradient, Hessian, Jacobian of a destructured argument", () => {
    expect(grad(rosenbrock)(at).toArray()).toEqual([-215.59999999999997, -87.99999999999999]);
    expect(hessian(rosenbrock)(at).toArray()).toEqual([
      [1330, 480],
      [480, 200],
    ]);
    expect(jacfwd(([x, y]: Tensor) => mul(x, y))(at).toArray()).toEqual([1, -1.2]);
    expect(grad(checkpoint(rosenbrock))(at).toArray()).toEqual(grad(rosenbrock)(at).toArray());
    expect(grad(forwardDiff(rosenbrock))(at).toArray()).toEqual(grad(rosenbrock)(at).toArray());
  });

  test("both modes, first and second order, of rows of a matrix", () => {
    const f = (x: Tensor): Tensor => [...x].reduce((total, row, i) => add(mul(total, sin(row)), i), tensor(1));
    checkRule(f as never, [
      tensor([
        [0.3, -1.1, 0.7],
        [1.2, 0.4, -0.5],
        [0.9, 2, 0.1],
      ]),
    ]);
    checkRule(((x: Tensor) => [...x][1]) as never, [tensor([1, 2, 3])]);
  });

  test("rows that nobody uses do not depend, against infinity too", () => {
    const [, pullback] = vjp(([x]: Tensor) => div(1, x), tensor([0, 0]));
    expect((pullback(tensor(1)) as unknown as [Tensor])[0].toArray()).toEqual([Number.NEGATIVE_INFINITY, 0]);
    expect(grad(([x, y]: Tensor) => sum(mul(y, div(1, div(1, x)))))(tensor([2, 3])).toArray()).toEqual([3, 2]);
  });

  test("of many at once", () => {
    const many = tensor([
      [-1.2, 1],
      [0.5, 2],
    ]);
    expect(vmap(rosenbrock)(many).toArray()).toEqual([...many].map((row) => rosenbrock(row).item()));
    expect((vmap(grad(rosenbrock))(many) as Tensor).toArray()).toEqual(
      [...many].map((row) => grad(rosenbrock)(row).toArray()),
    );
  });

  test("in a minimizer, and of a tag by an operation on it", () => {
    const { params } = minimize(rosenbrock, at);
    expect(params.toArray()).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
    const p = param(at);
    const [, grads] = withGradient(() => rosenbrock(add(p, 0)), paramsOf(p));
    expect(grads.get(p).toArray()).toEqual(grad(rosenbrock)(at).toArray());
  });

  test("a thousand rows are joined once", () => {
    const x = tensor(Float64Array.from({ length: 1000 }, (_, i) => i));
    const f = (y: Tensor): Tensor => [...y].reduce((total, one) => add(total, square(one)), tensor(0));
    expect(grad(f)(x).toArray()).toEqual([...x].map((one) => 2 * one.item()));
  });
});
