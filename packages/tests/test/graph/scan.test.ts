import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { checkpoint, grad, jacrev, valueAndGrad } from "@wengert/core";
import { derivative, forwardDiff, hessian, jacfwd, jvp } from "@wengert/forward";
import { compile, forLoop, type ScanOptions, scan } from "@wengert/graph";
import { matmul, matvec } from "@wengert/linalg";
import { add, exp, log, mul, sin, square, stack, sub, sum, take, tanh, where } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import type { Value } from "@wengert/rule";
import { expect, test } from "vitest";

const A = tensor([
  [0.3, -0.2],
  [0.1, 0.5],
]);
const XS = tensor(Array.from({ length: 13 }, (_, t) => [Math.sin(t), Math.cos(2 * t)]));
const C0 = tensor([0.2, -0.4]);

/** The loss of a recurrence, its steps made by `run`. */
type Loss = (m: { readonly a: Tensor; readonly c: Tensor; readonly xs: Tensor }) => Tensor;

const step =
  (a: Value) =>
  (c: Tensor, x: Tensor): readonly [Tensor, { readonly y: Tensor; readonly s: Tensor }] => {
    const next = tanh(add(matvec(a, c), mul(x, sin(c))));
    return [next, { y: mul(next, c), s: sum(square(next)) }];
  };

const byScan =
  (options: ScanOptions): Loss =>
  ({ a, c, xs }) => {
    const [last, ys] = scan(step(a), c, xs, options);
    return add(sum(mul(last, tensor([1, 2]))), add(sum(mul(ys.y, XS)), sum(ys.s)));
  };

const byHand =
  (reverse: boolean): Loss =>
  ({ a, c, xs }) => {
    const n = xs.shape[0];
    let state = c;
    const ys = new Array<Tensor>(n);
    const ss = new Array<Tensor>(n);
    for (let k = 0; k < n; k++) {
      const t = reverse ? n - 1 - k : k;
      const [next, { y, s }] = step(a)(state, take(xs, t, 0));
      state = next;
      ys[t] = y;
      ss[t] = s;
    }
    return add(sum(mul(state, tensor([1, 2]))), add(sum(mul(stack(ys, 0), XS)), sum(stack(ss, 0))));
  };

const start = { a: A, c: C0, xs: XS };
const forms: readonly ScanOptions[] = [
  {},
  { length: 13 },
  { checkpoint: true },
  { checkpoint: 5 },
  { checkpoint: 1 },
  { checkpoint: 100 },
];

for (const reverse of [false, true]) {
  for (const form of forms) {
    const options = { ...form, reverse };
    const [loss, expected] = [byScan(options), byHand(reverse)];
    const name = JSON.stringify(options);

    test(`scan ${name}: value and gradient of what it is given and closes over are those of the loop by hand`, () => {
      const [value, gradient] = valueAndGrad(loss)(start);
      const [v, g] = valueAndGrad(expected)(start);
      expect(value).toBeCloseTo(v, 13);
      for (const key of ["a", "c", "xs"] as const) expectClose(gradient[key], g[key]);
    });

    test(`scan ${name}: forward mode, and both modes upon each other`, () => {
      const along = { a: mul(A, 0.7), c: tensor([1, -1]), xs: sin(XS) };
      expectClose(jvp(loss, [start], [along])[1], jvp(expected, [start], [along])[1]);
      const inC = (f: Loss) => (c: Tensor) => f({ a: A, c, xs: XS });
      expectClose(hessian(inC(loss))(C0), hessian(inC(expected))(C0));
      expectClose(jacrev(grad(inC(loss)))(C0), hessian(inC(expected))(C0));
      expectClose(jacfwd(jacfwd(inC(loss)))(C0), hessian(inC(expected))(C0));
      const inA = (f: Loss) => (a: Tensor) => f({ a, c: C0, xs: XS });
      expectClose(hessian(inA(loss))(A), hessian(inA(expected))(A));
    });
  }
}

test("scan: parameters that a step closes over, frozen ones among them", () => {
  const m = { a: param(A), c: param(C0), fixed: param(tensor([1, 2]), { trainable: false }) };
  const by =
    (f: Loss): (() => Tensor) =>
    () =>
      mul(f({ a: m.a, c: m.c, xs: XS } as never), sum(m.fixed));
  const [v, g] = withGradient(by(byHand(false)), paramsOf(m));
  const [value, gradient] = withGradient(by(byScan({})), paramsOf(m));
  expect(value).toBeCloseTo(v, 12);
  expectClose(gradient.get(m.a), g.get(m.a));
  expectClose(gradient.get(m.c), g.get(m.c));
});

test("scan: inside of forwardDiff, checkpoint, vmap and another scan", () => {
  const [loss, expected] = [byScan({}), byHand(false)];
  const plain = grad(expected)(start);
  expectClose(grad(forwardDiff(loss))(start).a, plain.a);
  expectClose(grad(checkpoint(loss))(start).a, plain.a);
  const many = stack([C0, mul(C0, 2), tensor([1, 1])], 0);
  const of = (f: Loss) => grad((c: Tensor) => f({ a: A, c, xs: XS }));
  expectClose(vmap(of(loss))(many), vmap(of(expected))(many));
  const inner = (x: Tensor) => forLoop(4, (_i, c) => mul(sin(c), x), 1);
  const nested = (x: Tensor) => scan((c: Tensor) => [add(c, inner(mul(c, x))), null], 0.5, null, { length: 6 })[0];
  const unrolled = (x: Tensor) => {
    let c = add(0.5, 0);
    for (let k = 0; k < 6; k++) {
      const at = mul(c, x);
      let d = add(1, 0);
      for (let i = 0; i < 4; i++) d = mul(sin(d), at);
      c = add(c, d);
    }
    return c;
  };
  expectClose(grad(nested)(0.9), grad(unrolled)(0.9));
  expectClose(grad(grad(nested))(0.9), grad(grad(unrolled))(0.9));
});

test("scan: derivatives by several values at once, of which a step closes over some", () => {
  type F = (x: Tensor, y: Tensor, z: Tensor) => Tensor;
  const zs = tensor([0.3, 0.9, -0.4, 0.1, 0.7, 0.2, -0.8]);
  const looped: F = (x, y, z) =>
    scan((c: Tensor, e: Tensor) => [add(mul(sin(mul(c, x)), y), mul(e, x)), null], z, mul(zs, y))[0];
  const unrolled: F = (x, y, z) => {
    let c = z;
    for (let k = 0; k < 7; k++) c = add(mul(sin(mul(c, x)), y), mul(take(mul(zs, y), k, 0), x));
    return c;
  };
  const mixed = [
    (f: F) => grad((x: Tensor) => derivative((y) => f(x, y, tensor(0.6)))(0.8))(1.1),
    (f: F) => grad((x: Tensor) => grad((y: Tensor) => f(x, y, tensor(0.6)))(0.8))(1.1),
    (f: F) => derivative((x) => grad((y: Tensor) => f(x, y, tensor(0.6)))(0.8))(1.1),
    (f: F) => derivative((x) => derivative((z) => f(x, tensor(0.8), z))(0.6))(1.1),
    (f: F) => grad((x: Tensor) => grad((z: Tensor) => f(x, tensor(0.8), z))(0.6))(1.1),
    (f: F) => derivative((x) => derivative((y) => derivative((z) => f(x, y, z))(0.6))(0.8))(1.1),
    (f: F) => grad((x: Tensor) => derivative((y) => grad((z: Tensor) => f(x, y, z))(0.6))(0.8))(1.1),
    (f: F) => vmap((x: Tensor) => grad((y: Tensor) => f(x, y, x))(0.8))(tensor([1.1, 0.2])),
    (f: F) => compile((x: Tensor) => grad((y: Tensor) => f(x, y, x))(0.8))(tensor(1.1)),
  ];
  for (const of of mixed) expectClose(of(looped), of(unrolled));
});

test("scan: compiled, it is one operation of the plan, and the same numbers", () => {
  const f = compile(valueAndGrad(byScan({})));
  const expected = valueAndGrad(byScan({}));
  for (let k = 1; k < 5; k++) {
    const at = { a: mul(A, k / 3), c: C0, xs: mul(XS, k) };
    const [value, gradient] = f(at);
    const [v, g] = expected(at);
    expect(value).toBe(v);
    expectClose(gradient.a, g.a);
    expectClose(gradient.xs, g.xs);
  }
  expect(f.stats().hits).toBe(2);
  expect(f.explain()).toContain("scan");
});

test("scan: no step, one step, an entry without elements", () => {
  const cumulated = (xs: Tensor) => scan((c: Tensor, x: Tensor) => [add(c, x), mul(c, x)], 1, xs);
  const [last, ys] = cumulated(tensor([]));
  expect(last.item()).toBe(1);
  expect(ys.shape).toEqual([0]);
  expectClose(grad((xs: Tensor) => cumulated(xs)[0])(tensor([])), tensor([]));
  expect(cumulated(tensor([5]))[1].toArray()).toEqual([5]);
  expect(scan((c: Tensor, x: Tensor) => [add(c, sum(x)), x], 1, tensor([[], []]))[1].shape).toEqual([2, 0]);
});

test("scan: an untaken branch of a step, at every step, gives no NaN", () => {
  const f = (x: Tensor) => scan((c: Tensor) => [where(0, log(sub(c, c)), mul(c, x)), null], x, null, { length: 10 })[0];
  expect(grad(f)(1)).toBeCloseTo(11, 12);
});

test("forLoop: the body gets the number of its step", () => {
  const f = (x: Tensor) => forLoop(20, (i, c) => add(c, mul(i, exp(mul(-0.1, mul(i, x))))), 0);
  const by = (x: Tensor) => {
    let c = mul(0, x);
    for (let i = 0; i < 20; i++) c = add(c, mul(i, exp(mul(-0.1, mul(i, x)))));
    return c;
  };
  expectClose(grad(f)(0.3), grad(by)(0.3));
  expect(() => forLoop(2.5, (_i, c) => c, 0)).toThrow(/whole number/);
});

test("scan: what goes wrong says what to do", () => {
  expect(() => scan((c: Tensor) => [stack([c, c], 0), null], 1, null, { length: 3 })).toThrow(
    /began with shape \[\], .*\[2\]/,
  );
  expect(() => scan((c: Tensor) => [{ a: c }, null], 1, null, { length: 3 })).toThrow(/same form in each step/);
  expect(() => scan((c: Tensor) => c as never, 1, null, { length: 3 })).toThrow(/\[carry, null\]/);
  expect(() => scan((c: Tensor) => [c, null], 1, null)).toThrow(/needs \{length\}/);
  expect(() => scan((c: Tensor) => [c, null], 1, { a: XS, b: tensor([1, 2]) })).toThrow(/"b" has shape \[2\]/);
  expect(() => scan((c: Tensor) => [c, null], 1, 3)).toThrow(/is a scalar/);
  expect(() => scan((c: Tensor) => [c, null], 1, XS, { checkpoint: 0 })).toThrow(/checkpoint must be/);
  expect(() => scan((c: Tensor) => [c, null], 1, XS, { chekpoint: true } as never)).toThrow(/checkpoint/);
  let counted = 0;
  expect(() => scan((c: Tensor) => [add(c, counted++), null], 0, null, { length: 9 })).toThrow(/belongs to the carry/);
});

function expectClose(actual: unknown, expected: unknown): void {
  const [a, b] = [actual, expected].map((x) => (typeof x === "number" ? [x] : Array.from((x as Tensor).data)));
  expect(a.length).toBe(b.length);
  const size = Math.max(...b.map(Math.abs), 0);
  for (const [i, x] of a.entries()) expect(Math.abs(x - b[i])).toBeLessThanOrEqual(1e-12 * size);
}

test("scan: a large matrix that is closed over is given a cotangent once, through memory that is used again", () => {
  const big = tensor(Array.from({ length: 70 }, (_, i) => Array.from({ length: 70 }, (_, j) => Math.sin(i * j) / 70)));
  const c = tensor(Array.from({ length: 70 }, (_, i) => [Math.cos(i)]));
  const loss = (a: Tensor) => sum(square(scan((s: Tensor) => [tanh(matmul(a, s)), null], c, null, { length: 12 })[0]));
  const by = (a: Tensor) => {
    let s = add(c, 0);
    for (let k = 0; k < 12; k++) s = tanh(matmul(a, s));
    return sum(square(s));
  };
  expectClose(grad(loss)(big), grad(by)(big));
});
