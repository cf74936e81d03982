/* The makers of the library's own operations: either mode, every order, and a batch in one go. */
import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { checkRule } from "@wengert/check";
import { CotangentShapeError, grad, jacrev, vjp } from "@wengert/core";
import { compile } from "@wengert/graph";
import { add, mul, neg, sum } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import { binary, binaryWithAttributes, rule, ruleOfList, unary } from "@wengert/rule/library";
import type { Value } from "@wengert/trace";
import { describe, expect, test } from "vitest";

let runs = 0;
const counted = (y: Tensor): Tensor => {
  runs++;
  return y;
};
const makers = {
  unary: () => unary({ name: "f", impl: (x) => counted(mul(2, x)), cotangent: (_k, ybar) => mul(2, ybar) }),
  "unary with vjp": () => unary({ name: "f", impl: (x) => counted(mul(2, x)), vjp: (ybar) => [mul(2, ybar)] }),
  rule: () => rule({ name: "f", impl: (x: Tensor): Tensor => counted(mul(2, x)), vjp: (ybar) => [mul(2, ybar)] }),
  list: () => {
    const total = ruleOfList<object>({
      name: "total",
      impl: (xs) => counted(xs.reduce((sum, x) => add(sum, x))),
      jvp: (dxs) => dxs.filter((dx) => dx !== undefined).reduce((sum, dx) => add(sum, dx)),
      vjp: (ybar, xs) => xs.map(() => ybar),
    });
    return (x: Value): Tensor => total([x, x], {});
  },
};
const impl = (x: Tensor, y: Tensor): Tensor => counted(mul(x, mul(y, y)));
const cotangents = {
  cotangent: (k: number, zbar: Tensor, _z: Tensor, x: Tensor, y: Tensor): Tensor =>
    mul(zbar, k === 0 ? mul(y, y) : mul(2, mul(x, y))),
};
const pairs = {
  binary: () => binary({ name: "g", impl, ...cotangents }),
  "binary with vjp": () =>
    binary({ name: "g", impl, vjp: (zbar, [x, y]) => [mul(zbar, mul(y, y)), mul(zbar, mul(2, mul(x, y)))] }),
  "with attributes": () => {
    const share = binaryWithAttributes({
      name: "g",
      impl: (x, y, { by }: { by: number }) => counted(mul(by, mul(x, mul(y, y)))),
      jvp: ([dx, dy], [x, y], _z, { by }) => mul(by, add(mul(dx ?? 0, mul(y, y)), mul(dy ?? 0, mul(2, mul(x, y))))),
      cotangent: (k, zbar, _z, x, y, { by }) => mul(by, cotangents.cotangent(k, zbar, zbar, x, y)),
      batch: "broadcast",
    });
    return (x: Value, y: Value): Tensor => share(x, y, { by: 1 });
  },
};

describe("of one argument", () => {
  test.each(Object.entries(makers))("%s", (_, make) => {
    const f = make();
    checkRule(f, [tensor([1, -2, 3])]);
    const before = runs;
    expect(vmap(f)(tensor([1, 2, 3])).toArray()).toEqual([2, 4, 6]);
    expect(runs - before).toBe(1);
  });
});

describe("of two arguments", () => {
  test.each(Object.entries(pairs))("%s", (_, make) => {
    const g = make();
    checkRule(g, [tensor([1, -2, 3]), tensor([0.5, 2, -1])]);
    const before = runs;
    expect(vmap(g)(tensor([1, 2, 3]), tensor([1, 2, 3])).toArray()).toEqual([1, 8, 27]);
    expect(runs - before).toBe(1);
  });

  test.each(Object.entries(pairs))("%s, compiled", (_, make) => {
    const g = make();
    const f = compile((x: Tensor, y: Tensor) => sum(neg(g(x, y))));
    for (const y of [1, 2, 3, 4]) expect(f(tensor([1, 2]), tensor([y, y])).item()).toBe(-3 * y * y);
  });
});

test("a rule that does not add up over an axis is refused where the gradient is handed out", () => {
  const wrong = rule({
    name: "wrong",
    impl: (x: Tensor, y: Tensor): Tensor => mul(x, y),
    vjp: (zbar, [x, y]) => [() => mul(zbar, y), () => mul(zbar, x)],
  });
  const many = tensor([1, 2, 3]);
  const loss = (x: Tensor): Tensor => sum(wrong(x, many));
  const ways: readonly (() => unknown)[] = [
    () => grad(loss)(2),
    () => grad((p: { a: Tensor }) => loss(p.a))({ a: tensor([2]) }),
    () => vjp(loss, 2)[1](1),
    () => jacrev(loss)(2),
    () => vmap(grad(loss))(tensor([2, 4])),
    () => grad((t: Tensor) => vjp(loss, t)[1](1)[0] as Tensor)(2),
  ];
  for (const way of ways) expect(way).toThrow(CotangentShapeError);
  expect(ways[1]).toThrow(/^grad: the gradient at "a" has shape \[3\], the value \[1\]/);
  const tag = param(2);
  expect(() => withGradient(() => sum(wrong(tag, many)), paramsOf(tag))).toThrow(CotangentShapeError);
});
