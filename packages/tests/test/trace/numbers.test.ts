/*
 * A tape writes operations on plain numbers down as numbers, and walks them back with derivatives made of functions of numbers. Where
 * anomalies are looked for, the same operations are lines like any other: both ways give the same bits.
 */
import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import * as ops from "@wengert/core";
import { detectAnomaly, grad, type Value, valueAndGrad, vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { AnomalyError } from "@wengert/rule";
import { EscapedTracerError } from "@wengert/trace";
import { describe, expect, test } from "vitest";
import { bitsOf } from "../graph/compiled.ts";
import { numbers } from "./randomprograms.ts";

/** How many programs: `PROGRAMS=100000 npx vitest run …` for a longer look. */
const count = Number(process.env["PROGRAMS"] ?? 100);

const unary: readonly ((x: Value) => Tensor)[] = [
  ...[ops.sin, ops.cos, ops.tan, ops.exp, ops.log, ops.sqrt, ops.square, ops.neg, ops.abs, ops.reciprocal, ops.tanh],
  ...[ops.sinh, ops.cosh, ops.sigmoid, ops.softplus, ops.relu, ops.gelu, ops.expm1, ops.log1p, ops.cbrt, ops.rsqrt],
  ...[ops.asin, ops.acos, ops.atan, ops.asinh, ops.atanh, ops.sinc, ops.logSigmoid, ops.floor, ops.stopGradient],
  (x) => ops.sum(ops.mul(tensor([1, 2, 3]), x)),
  (x) => grad((y) => ops.mul(y, ops.sin(y)))(x) as unknown as Tensor,
];

const binary: readonly ((x: Value, y: Value) => Tensor)[] = [
  ...[ops.add, ops.sub, ops.mul, ops.div, ops.pow, ops.atan2, ops.hypot, ops.maximum, ops.minimum, ops.logaddexp],
  ...[ops.xlogy, ops.remainder, (x: Value, y: Value): Tensor => ops.where(ops.greater(x, y), x, y)],
];

/** A program of random operations on two numbers and two constants. */
function program(seed: number): (a: Value, b: Value) => Tensor {
  const random = numbers(seed);
  const below = (n: number): number => Math.floor(n * random());
  const steps = Array.from({ length: 3 + below(20) }, (_, i) => ({
    op: random() < 0.5 ? unary[below(unary.length)] : binary[below(binary.length)],
    x: below(4 + i),
    y: below(4 + i),
  }));
  return (a, b) => {
    const values: Value[] = [a, b, 0.7, tensor(1.3)];
    for (const { op, x, y } of steps) values.push(op(values[x], values[y]));
    return values.slice(-6).reduce<Tensor>((sum, x) => ops.add(sum, x), tensor(0));
  };
}

const extremes = [0, -0, 1, -1, 2, 0.5, 1e300, 1e-300, -3.7, Number.POSITIVE_INFINITY];

function pointOf(seed: number): readonly [number, number] {
  const random = numbers(-seed);
  const edge = (): number => extremes[Math.floor(extremes.length * random())];
  return seed % 3 === 0 ? [edge(), edge()] : [2 * random(), random() - 0.5];
}

test(`${count} random programs of numbers have the same derivatives as numbers and as lines like any other`, () => {
  let compared = 0;
  for (let seed = 1; seed <= count; seed++) {
    const at = pointOf(seed);
    const gradient = grad(program(seed) as never, { argnums: [0, 1] }) as unknown as (...at: unknown[]) => Tensor[];
    const runs: readonly (() => unknown)[] = [
      () => gradient(...at),
      () => jvp(gradient as never, at as never, [1, -0.5] as never),
      () => grad(((a: Tensor) => ops.add(...(gradient(a, at[1]) as [Tensor, Tensor]))) as never)(at[0] as never),
    ];
    for (const run of runs) {
      let wanted: unknown;
      try {
        wanted = detectAnomaly(() => bitsOf(run));
      } catch (error) {
        if (error instanceof AnomalyError) continue;
        throw error;
      }
      if (wanted === "AnomalyError") continue;
      expect(bitsOf(run), `program ${seed}`).toEqual(wanted);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(count);
});

function relativeError(found: number, wanted: number): number {
  return Math.abs(found - wanted) / Math.abs(wanted);
}

describe("numbers beside other values", () => {
  const X = tensor([1, -2, 3]);

  test("a number that an array becomes and is multiplied with is followed both ways", () => {
    // f = s sin s, s = Σ x·a: df/da = (sin s + s cos s) Σ x, df/dx = (sin s + s cos s) a
    const f = (x: Tensor, a: Tensor): Tensor => {
      const s = ops.sum(ops.mul(x, a));
      return ops.mul(s, ops.sin(s));
    };
    const [dx, da] = (grad(f as never, { argnums: [0, 1] }) as unknown as (x: Tensor, a: number) => [Tensor, number])(
      X,
      0.3,
    );
    const slope = Math.sin(0.6) + 0.6 * Math.cos(0.6);
    expect(relativeError(da, 2 * slope)).toBeLessThan(1e-15);
    for (const bar of dx.data) expect(relativeError(bar, 0.3 * slope)).toBeLessThan(1e-15);
  });

  test("one number used in many operations of arrays gets all its cotangents, in order", () => {
    const f = (a: Value): Tensor => {
      let total: Value = ops.square(a);
      for (let k = 0; k < 50; k++) total = ops.add(total, k % 2 === 0 ? ops.sum(ops.mul(X, a)) : ops.mul(k, a));
      return total as Tensor;
    };
    expect(grad(f as never)(3 as never)).toBe(6 + 25 * 2 + 625);
  });

  test("constants of a program are not differentiated, whether numbers or Tensors", () => {
    expect(grad((x) => ops.mul(ops.add(x, 2), tensor(3)))(5)).toBe(3);
    expect(relativeError(grad((x) => ops.pow(2, ops.mul(x, x)))(1), 4 * Math.LN2)).toBeLessThan(1e-15);
  });

  test("a value of many thousand operations does not need a call stack", () => {
    const f = (x: Tensor): Tensor => {
      let y = x;
      for (let k = 0; k < 100_000; k++) y = ops.add(y, x);
      return y;
    };
    expect(valueAndGrad(f)(2)).toEqual([200_002, 100_001]);
  });
});

describe("a pullback may be used repeatedly", () => {
  const [, pullback] = vjp((a: Tensor, b: Tensor) => ops.mul(ops.sin(a), ops.add(b, ops.square(a))), 0.4, 2);

  test("with the same result, while other tapes come and go", () => {
    const first = bitsOf(() => pullback(1));
    for (let k = 1; k < 20; k++) grad((x) => ops.mul(x, ops.exp(x)))(k);
    expect(bitsOf(() => pullback(1))).toEqual(first);
  });

  test("inside of itself, in a batch, and differentiated", () => {
    const [a] = pullback(1);
    const slope = (grad((y: Tensor) => ops.mul(pullback(y)[0], pullback(y)[0])) as (y: number) => number)(3);
    expect(relativeError(slope, 2 * 3 * a.item() ** 2)).toBeLessThan(1e-15);
    expect(vmap((y: Tensor) => pullback(y)[0])(tensor([1, 2])).data[1]).toBe(2 * a.item());
  });
});

test("a number that outlives its transformation is refused, also when others have run", () => {
  let kept: Tensor | undefined;
  grad((x) => {
    kept = ops.sin(x);
    return kept;
  })(1);
  grad((x) => ops.mul(x, ops.cos(x)))(7);
  expect(() => ops.add(kept as Tensor, 1)).toThrow(EscapedTracerError);
  expect(() => grad((x) => ops.mul(x, kept as Tensor))(2)).toThrow(EscapedTracerError);
});

test("an error inside leaves nothing behind for the next gradient", () => {
  const f = (x: Tensor): Tensor => ops.mul(ops.sin(x), ops.exp(x));
  const before = bitsOf(() => grad(f)(0.7));
  expect(() =>
    grad((x) => {
      f(f(x));
      throw new RangeError("mine");
    })(2),
  ).toThrow("mine");
  expect(bitsOf(() => grad(f)(0.7))).toEqual(before);
});

test("cotangents are added up in memory of their own: neither arguments nor seeds change", () => {
  const x = tensor([1, 2, 3]);
  const [, pullback] = vjp((x: Tensor) => ops.add(ops.add(x, x), ops.add(x, ops.neg(x))), x);
  const ybar = tensor([5, 7, -0.5]);
  expect(pullback(ybar)[0].toArray()).toEqual([10, 14, -1]);
  expect(pullback(ybar)[0].toArray()).toEqual([10, 14, -1]);
  expect([x.toArray(), ybar.toArray()]).toEqual([
    [1, 2, 3],
    [5, 7, -0.5],
  ]);
});
