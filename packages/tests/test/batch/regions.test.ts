import { type Tensor, TracedValueError, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { checkpoint, grad, jacrev } from "@wengert/core";
import { forwardDiff, hessian, hvp, jacfwd, jvp } from "@wengert/forward";
import { compile, forLoop } from "@wengert/graph";
import { add, exp, mul, sin, square, sum, take } from "@wengert/ops";
import { gradient, param, paramsOf } from "@wengert/params";
import { leavesOf } from "@wengert/trace";
import { describe, expect, test } from "vitest";

/*
 * A region that runs for many values at once, of a value that differs between them and one that they share and that is
 * differentiated further out: its derivatives are those of the same program without a region.
 */

type Body = (...args: Tensor[]) => Tensor;
type Region = (f: Body) => Body;
type Program = (w: Tensor) => Tensor;

const none: Region = (f) => f;
const regions: Readonly<Record<string, Region>> = {
  checkpoint: (f) => checkpoint(f),
  "checkpoint in itself": (f) => checkpoint((...args) => checkpoint(f)(...args)),
  forwardDiff: (f) => forwardDiff(f),
  "one in the other": (f) => checkpoint((...args) => forwardDiff(f, { chunk: 1 })(...args)),
};

const ts = tensor([0.5, -1.25, 2]);
const w = tensor([0.7, -0.4]);
const dw = tensor([0.3, 1.1]);
const body = (w: Tensor, t: Tensor): Tensor => sum(mul(sin(mul(w, t)), exp(take(w, 0, 0))));

/** How the shared value comes in. A tag stands for it where the derivative is taken at the tag. */
const ways: Readonly<Record<string, (region: Region, p: Tensor) => Program>> = {
  argument: (region) => (w) => vmap(region(body), { inAxes: [null, 0] })(w, ts),
  closure: (region) => (w) => vmap((t: Tensor) => region((t) => body(w, t))(t))(ts),
  tag: (region, p) => () => vmap(region((t) => body(p, t)))(ts),
  "argument, in further batches": (region) => (w) =>
    vmap((s: Tensor) => vmap((t: Tensor) => region((w, t) => body(w, mul(s, t)))(w, t))(ts))(ts),
  "what differs is differentiated too": (region) => (w) =>
    vmap(region(body), { inAxes: [null, 0] })(w, mul(ts, sin(take(w, 1, 0)))),
  "within a derivative": (region) => (w) => vmap((t: Tensor) => grad((s: Tensor) => square(region(body)(w, s)))(t))(ts),
  "within two derivatives": (region) => (w) =>
    vmap((t: Tensor) => grad((s: Tensor) => jvp((r: Tensor) => square(region(body)(w, r)), [s], [s])[1])(t))(ts),
  "within a derivative of a product of both": (region) => (w) =>
    vmap((t: Tensor) => grad((v: Tensor) => square(region((v, t) => mul(body(v, t), body(w, t)))(v, t)))(w))(ts),
  "of values of two derivatives": (region) => (w) =>
    vmap((t: Tensor) =>
      grad((s: Tensor) => sum(grad((v: Tensor) => square(region((v, s) => mul(body(v, s), body(w, s)))(v, s)))(w)))(t),
    )(ts),
  "of what is shared": (region) => (w) => vmap((t: Tensor) => mul(t, region((w) => body(w, w))(w)))(ts),
  "of what was computed from both": (region) => (w) =>
    vmap((t: Tensor) => region((u, t) => body(u, t))(mul(w, t), t))(ts),
  "between batches": (region) => (w) =>
    vmap((s: Tensor) =>
      grad((v: Tensor) => sum(vmap((t: Tensor) => square(region((v, t) => mul(body(v, t), body(w, s)))(v, t)))(ts)))(w),
    )(ts),
  "in the steps of a loop": (region) => (w) =>
    vmap((t: Tensor) => forLoop(3, (_, y: Tensor) => region((y, t) => add(y, body(w, mul(y, t))))(y, t), t))(ts),
  "around a loop": (region) => (w) =>
    vmap(
      region((w, t) => forLoop(3, (_, y: Tensor) => add(y, body(w, mul(y, t))), t)),
      { inAxes: [null, 0] },
    )(w, ts),
};

/** Whatever is differentiated: by an argument, or by a tag that stands for it. */
const loss = (f: Program) => (w: Tensor) => sum(square(f(w)));

const derivatives: Readonly<Record<string, (f: Program, w: Tensor) => unknown>> = {
  value: (f, w) => f(w),
  grad: (f, w) => grad(loss(f))(w),
  jvp: (f, w) => jvp(f, [w], [dw]),
  jacfwd: (f, w) => jacfwd(f)(w),
  jacrev: (f, w) => jacrev(f)(w),
  hessian: (f, w) => hessian(loss(f))(w),
  hvp: (f, w) => hvp(loss(f))(w, dw),
  "grad in grad": (f, w) => grad((v: Tensor) => sum(square(grad(loss(f))(v))))(w),
  "compiled grad": (f, w) => compile(grad(loss(f)))(w),
  "grad of compiled": (f, w) => grad(loss(compile(f)))(w),
};

/** Sums may be taken in another order, so numbers differ by a few units in the last place of the largest. */
function expectSame(found: unknown, expected: unknown, what: string): void {
  const [ys, zs] = [leavesOf("found", found).values, leavesOf("expected", expected).values];
  expect(zs.length, what).toBeGreaterThan(0);
  expect(
    ys.map(({ shape }) => shape),
    what,
  ).toEqual(zs.map(({ shape }) => shape));
  for (const [k, z] of zs.entries()) {
    const scale = Math.max(...z.data.map(Math.abs));
    expect(scale, what).toBeGreaterThan(0);
    for (const [i, value] of ys[k].data.entries()) {
      expect(Math.abs(value - z.data[i]) / scale, `${what}: ${value} for ${z.data[i]}`).toBeLessThan(1e-13);
    }
  }
}

describe.each(Object.entries(regions))("%s in a batch", (_, region) => {
  test.each(Object.entries(ways))("%s", (way, program) => {
    const p = param(w);
    const at = (way === "tag" ? p : w) as Tensor;
    for (const [name, derivative] of Object.entries(derivatives)) {
      expectSame(derivative(program(region, p as never), at), derivative(program(none, p as never), at), name);
    }
  });

  test("the gradient by tags", () => {
    const p = param(2);
    const total = sum(ts).item();
    expect(gradient(() => sum(vmap(region((t) => mul(p, t)))(ts)), paramsOf(p)).get(p)).toBe(total);
    expect(grad((x: Tensor) => sum(vmap(region(mul), { inAxes: [null, 0] })(x, ts)))(2)).toBe(total);
  });

  test("the own value of a tag that differs between the examples is not read", () => {
    const p = param(ts);
    const own = region((t) => add(mul(p, t), p.value));
    expect(() => vmap(own)(p as never)).toThrow(TracedValueError);
  });
});
