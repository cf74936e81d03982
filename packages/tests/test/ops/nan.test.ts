/* What is chosen by comparing with NaN is not known: the value is NaN, and so are its derivatives, in both modes and at second order. */
import { checkRule } from "@wengert/check";
import { grad, jacrev, type Tensor, tensor, type Value } from "@wengert/core";
import { derivative, jacfwd } from "@wengert/forward";
import { norm } from "@wengert/linalg";
import * as ops from "@wengert/ops";
import { describe, expect, test } from "vitest";
import { elementwiseRows } from "./tables/elementwise.ts";

const { NaN: nan } = Number;
type Function = (x: Tensor) => Tensor;

/** All ways to differentiate twice. */
const twice: readonly ((f: Function) => (x: Tensor) => Tensor)[] = [jacrev, jacfwd].flatMap((outer) =>
  [jacrev, jacfwd].map((inner) => (f: Function) => outer(inner(f) as Function) as (x: Tensor) => Tensor),
);

const numbers = (x: Tensor): readonly number[] => [...x.data];

describe("elementwise", () => {
  const choices: Readonly<Record<string, Function>> = {
    abs: ops.abs,
    "clip, x": (x) => ops.clip(x, -1, 1),
    "clip, open above": (x) => ops.clip(x, 0, Number.POSITIVE_INFINITY),
    "clip, lo": (x) => ops.clip(0.5, x, 1),
    "clip, hi": (x) => ops.clip(0.5, 0, x),
    interp: (x) => ops.interp(x, tensor([0, 1, 2]), tensor([0, 1, 1])),
    "maximum, first": (x) => ops.maximum(x, 2),
    "maximum, second": (x) => ops.maximum(2, x),
    minimum: (x) => ops.minimum(x, 2),
    relu: ops.relu,
  };

  test.each(Object.entries(choices))("%s of NaN", (_name, f) => {
    const x = tensor([nan, 0.3]);
    expect(f(x).item === undefined ? [] : numbers(f(x))[0]).toBeNaN();
    for (const first of [jacrev(f)(x), jacfwd(f)(x)]) {
      const [own, other, , beside] = numbers(first as Tensor);
      expect([own, other]).toEqual([nan, 0]);
      expect(beside).not.toBeNaN();
    }
    for (const second of twice) {
      const [own, ...others] = numbers(second(f)(x));
      expect(own).toBeNaN();
      expect(others.some(Number.isNaN)).toBe(false);
    }
  });

  test("the other argument of what is NaN has the derivative NaN, not 0", () => {
    for (const op of [ops.maximum, ops.minimum]) {
      const both = grad((x: Tensor, y: Tensor) => op(x, y), { argnums: [0, 1] });
      expect(both(nan, 2)).toEqual([nan, nan]);
      expect(both(2, nan)).toEqual([nan, nan]);
      for (const args of [
        [nan, 2],
        [2, nan],
        [tensor([nan, 1]), tensor([[0], [nan]])],
      ]) {
        checkRule(op, args as Value[], { name: "choice", at: "kink" });
      }
    }
  });

  test("what keeps a derivative is linear, or constant to derivatives", () => {
    const named = ops as unknown as Readonly<Record<string, Function>>;
    const unary = Object.keys(elementwiseRows).filter(
      (name) => name !== "elementwise" && elementwiseRows[name].every(([, args]) => args.length === 1),
    );
    expect(unary.length).toBeGreaterThan(30);
    const kept = unary.filter((name) => {
      const y = named[name](nan as never);
      return Number.isNaN(y.item()) && !Number.isNaN(derivative(named[name])(nan).item());
    });
    expect(kept.sort()).toEqual(["ceil", "floor", "neg", "round", "sign"]);
  });
});

describe("along an axis", () => {
  const x = tensor([1, nan, 5]);
  const choices: Readonly<Record<string, Function>> = {
    max: (x) => ops.max(x),
    median: (x) => ops.median(x),
    min: (x) => ops.min(x),
    "norm, ∞": (x) => norm(x, { ord: Number.POSITIVE_INFINITY }),
    quantile: (x) => ops.quantile(x, 0.3),
  };

  test.each(Object.entries(choices))("%s", (name, f) => {
    expect(f(x).item()).toBeNaN();
    expect(numbers(jacrev(f)(x) as Tensor)).toEqual([nan, nan, nan]);
    for (const second of twice) expect(numbers(second(f)(x)).every(Number.isNaN), name).toBe(true);
    checkRule(f, [x], { name, at: "kink" });
  });

  test("only what was chosen from an axis with NaN", () => {
    const table = tensor([
      [1, nan],
      [2, 3],
    ]);
    for (const op of [ops.max, ops.min, ops.median]) {
      const sums = (x: Tensor): Tensor => ops.sum(op(x, { axis: 1 }));
      const [first, second] = (grad(sums)(table) as Tensor).toArray() as number[][];
      expect(first).toEqual([nan, nan]);
      expect(second.reduce((a, b) => a + b)).toBe(1);
    }
  });

  test("running extremes, from the first NaN on", () => {
    for (const op of [ops.cummax, ops.cummin]) {
      for (const mode of [jacrev, jacfwd]) {
        const rows = (mode((x: Tensor) => op(x))(x) as Tensor).toArray();
        expect(rows).toEqual([
          [1, 0, 0],
          [nan, nan, 0],
          [nan, nan, nan],
        ]);
      }
      checkRule((x: Tensor) => op(x), [x], { name: "running", at: "kink" });
    }
  });

  test("what passes NaN over is a number, with derivatives", () => {
    expect(numbers(grad((x: Tensor) => ops.nanMax(x))(x) as Tensor)).toEqual([0, 0, 1]);
  });
});
