import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { checkpoint, grad, jacrev } from "@wengert/core";
import { derivative, forwardDiff, hessian, hvp, jacfwd, jvp } from "@wengert/forward";
import { type Compiled, compile, scan } from "@wengert/graph";
import { matvec } from "@wengert/linalg";
import { add, mul, sin, square, sum } from "@wengert/ops";
import { assign, param, paramsOf, withGradient } from "@wengert/params";
import { expect, test } from "vitest";
import { bitsOf } from "./compiled.ts";

/* A compiled function inside another transformation is the function itself: right, and followed operation by operation. */

const A = tensor([
  [0.4, -0.3],
  [0.2, 0.7],
]);
const f = (x: Tensor): Tensor => sum(square(sin(matvec(A, x))));
const looped = (x: Tensor): Tensor => {
  const [last, ys] = scan((c: Tensor, e: Tensor) => [sin(add(mul(c, e), x)), sum(c)], x, tensor([0.1, 0.5, -0.4]));
  return add(sum(last), sum(ys));
};
const points = [tensor([0.3, -0.8]), tensor([1.2, 0.1])];
const batch = tensor([
  [0.3, -0.8],
  [1.2, 0.1],
  [0.5, 0.5],
]);

type F = (x: Tensor) => Tensor;
const around: Record<string, (g: F) => (x: Tensor) => unknown> = {
  grad: (g) => grad(g),
  "grad of grad": (g) => grad((x: Tensor) => sum(square(grad(g)(x)))),
  jvp: (g) => (x) => jvp(g, [x], [sin(x)]),
  "derivative along a line": (g) => (x) => derivative((t) => g(mul(t, x)))(0.7),
  hessian: (g) => hessian(g),
  hvp: (g) => (x) => hvp(g)(x, sin(x)),
  jacrev: (g) => jacrev(g),
  jacfwd: (g) => jacfwd(g),
  vmap: (g) => () => vmap(g)(batch),
  "vmap of grad": (g) => () => vmap(grad(g))(batch),
  "grad of vmap": (g) => () => grad((x: Tensor) => sum(vmap(g)(x)))(batch),
  checkpoint: (g) => grad(checkpoint(g)),
  forwardDiff: (g) => grad(forwardDiff(g)),
  "grad of scan": (g) => (x) =>
    grad((w: Tensor) => scan((c: Tensor, e: Tensor) => [g(mul(w, add(c, e))), null], 0.2, x)[0])(x),
};

test.each(Object.entries(around))("%s", (_name, transform) => {
  for (const plain of [f, looped]) {
    const inner = compile(plain) as Compiled<F>;
    const [wanted, found, twice] = [transform(plain), transform(inner), compile(transform(compile(plain)))];
    // A plan of the function itself, made in between, changes nothing.
    for (const x of [...points, ...points]) {
      const bits = bitsOf(() => wanted(x));
      expect(bitsOf(() => inner(x))).toEqual(bitsOf(() => plain(x)));
      expect(bitsOf(() => found(x))).toEqual(bits);
      expect(bitsOf(() => twice(x))).toEqual(bits);
    }
    // Where it is followed, it is run; outside, its plan is.
    expect(inner.stats()).toMatchObject({ captures: 2, hits: 2 });
    expect(inner.stats().eager).toBeGreaterThan(0);
    expect(twice.stats()).toMatchObject({ captures: 2, hits: 2, eager: 0 });
  }
});

test("a loss over parameters", () => {
  const p = param(tensor([0.3, -0.8]));
  const inner = compile(() => f(p as never));
  const set = paramsOf(p);
  const twice = compile(() => withGradient(inner, set));
  for (let k = 0; k < 4; k++) {
    const [value, grads] = withGradient(() => f(p as never), set);
    expect(inner().item()).toBe(value);
    for (const [v, g] of [withGradient(inner, set), twice()]) {
      expect(v).toBe(value);
      expect(g.get(p).toArray()).toEqual(grads.get(p).toArray());
    }
    assign(p, points[k % 2]);
  }
});
