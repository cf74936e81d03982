/*
 * The function that matrixFunction and singularFunction are given may be made of any rules: of those with one half only, of
 * regions, and of values and tags that are being differentiated.
 */
import { checkGrads } from "@wengert/check";
import {
  add,
  adjoint,
  checkpoint,
  div,
  exp,
  grad,
  mul,
  pushforward,
  rule,
  sub,
  sum,
  type Tensor,
  type Value,
} from "@wengert/core";
import { forwardDiff, hessian } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";
import { agree, close, definite, random } from "./tables/inputs.ts";

/** x³ in four ways. */
const pulledBack = rule({
  name: "cube",
  impl: (x: Tensor): Tensor => mul(x, mul(x, x)),
  vjp: (ybar, [x]) => [mul(ybar, mul(3, mul(x, x)))],
});
const pushedForward = rule({
  name: "cube",
  impl: (x: Tensor): Tensor => mul(x, mul(x, x)),
  jvp: ([dx], [x]) => (dx === undefined ? undefined : mul(dx, mul(3, mul(x, x)))),
});
const cubes: Record<string, (x: Tensor) => Value> = {
  "a rule with a pullback only": pulledBack,
  "a rule with a pushforward only": pushedForward,
  "an adjoint": adjoint((x: Tensor) => [mul(x, mul(x, x)), (ybar) => [mul(ybar, mul(3, mul(x, x)))]]),
  "a pushforward": pushforward((x: Tensor) => [mul(x, mul(x, x)), (dx: Tensor) => mul(dx, mul(3, mul(x, x)))]),
  "a checkpoint": checkpoint((x: Tensor) => mul(x, mul(x, x))),
  "a region of forward mode": forwardDiff((x: Tensor) => mul(x, mul(x, x))) as never,
};

const spd = definite([3, 3]);
const direction = random([3, 3], 4);

describe.each(Object.entries(cubes))("of %s", (_name, cube) => {
  const viaFunction = (t: Value): Tensor => {
    const a = add(spd, mul(t, add(direction, linalg.mT(direction))));
    return sum(linalg.matrixFunction(a, cube));
  };
  const viaPower = (t: Value): Tensor =>
    sum(linalg.matrixPower(add(spd, mul(t, add(direction, linalg.mT(direction)))), 3));

  test("matrixFunction has the derivatives of the power, to the second order", () => {
    close(viaFunction(0.1), viaPower(0.1).item(), 1e-12);
    close(grad(viaFunction)(0.1), grad(viaPower)(0.1), 1e-12);
    close(hessian(viaFunction)(0.1) as Tensor, (hessian(viaPower)(0.1) as Tensor).item(), 1e-11);
  });

  test("singularFunction has those of X Xᵀ X", () => {
    const x = random([3, 2], 5);
    const viaSingular = (x: Tensor): Tensor => sum(linalg.singularFunction(x, cube));
    const viaProduct = (x: Tensor): Tensor => sum(linalg.matmul(x, linalg.matmul(linalg.mT(x), x)));
    agree(grad(viaSingular)(x), grad(viaProduct)(x), 1e-12);
  });
});

test("it may close over what is differentiated, in a rule with a pullback only and in a checkpoint", () => {
  const scaled = rule({
    name: "scaled",
    impl: (t: Tensor, x: Tensor): Tensor => exp(mul(t, x)),
    vjp: (ybar, [t, x], y) => [sum(mul(ybar, mul(x, y))), mul(ybar, mul(t, y))],
  });
  const inside = checkpoint((t: Tensor, x: Tensor) => div(x, add(t, mul(x, x))));
  for (const f of [(t: Value) => (x: Tensor) => scaled(t, x), (t: Value) => (x: Tensor) => inside(t as never, x)]) {
    checkGrads((t: Tensor) => sum(linalg.matrixFunction(add(spd, mul(t, spd)), f(t))), [0.3]);
  }
});

test("it may close over tags", () => {
  const t = param(0.4);
  const [value, grads] = withGradient(() => sum(linalg.matrixFunction(spd, (x) => pulledBack(mul(t, x)))), paramsOf(t));
  close(grads.get(t), (3 * value) / 0.4, 1e-12);
});

test("many eigenvalues, more than there is room for at once: only those that are close are quadratures", () => {
  const a = linalg.addDiagonal(mul(0.01, add(random([60, 60]), linalg.mT(random([60, 60])))), 1);
  const viaFunction = grad((a: Tensor) => sum(linalg.matrixFunction(a, (x) => sub(mul(x, x), x))))(a);
  const direct = grad((a: Tensor) => sum(sub(linalg.matmul(a, a), a)))(a);
  agree(viaFunction, mul(0.5, add(direct, linalg.mT(direct))), 1e-12);
  expect(viaFunction.data.every(Number.isFinite)).toBe(true);
});
