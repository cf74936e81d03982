import {
  add,
  exp,
  grad,
  jacrev,
  mul,
  reshape,
  sqrt,
  square,
  stack,
  sum,
  type Tensor,
  tensor,
  vjp,
} from "@wengert/core";
import { describe, expect, test } from "vitest";

const x = tensor([0.5, 1.5, -0.25]);

describe("jacrev", () => {
  const f = (t: { a: Tensor; b: Tensor; name: string }, factor = 1): { u: Tensor; v: Tensor; said: string } => ({
    u: mul(factor, mul(t.a, square(t.b))),
    v: reshape(stack([sum(t.b), mul(t.a, 3)]), [2, 1]),
    said: t.name,
  });
  const at = { a: 2, b: x, name: "here" };

  test.each([undefined, 1, 2, 3, 4])("has blocks named like the trees, in chunks of %s", (chunk) => {
    const J = jacrev(f, chunk === undefined ? {} : { chunk })(at);
    expect(J.u.a.toArray()).toEqual([0.25, 2.25, 0.0625]);
    expect(J.u.b.toArray()).toEqual([
      [2, 0, 0],
      [0, 6, 0],
      [0, 0, -1],
    ]);
    expect(J.v.a.toArray()).toEqual([[0], [3]]);
    expect(J.v.b.toArray()).toEqual([[[1, 1, 1]], [[0, 0, 0]]]);
    expect([J.u.name, J.v.name, J.said]).toEqual([null, null, null]);
  });

  test("passes the other arguments on", () => {
    expect(jacrev(f)(at, 10).u.a.toArray()).toEqual([2.5, 22.5, 0.625]);
  });

  test("runs the function once, and the pullback once for a chunk", () => {
    const runs = { f: 0, pullback: 0 };
    const counted = (x: Tensor): Tensor => {
      runs.f++;
      return mul(x, x);
    };
    const five = tensor([1, 2, 3, 4, 5]);
    expect(jacrev(counted, { chunk: 2 })(five).shape).toEqual([5, 5]);
    expect(runs.f).toBe(1);
    expect(() => jacrev(counted, { chunk: 0 })).toThrow("jacrev: chunk is 0");
    expect(() => jacrev(counted, { chunks: 2 } as never)).toThrow(/jacrev: there is no option "chunks"/);
  });

  test("of nothing, and by nothing", () => {
    const none = tensor([], [0]);
    expect(jacrev((x: Tensor) => mul(2, x))(none).shape).toEqual([0, 0]);
    expect(jacrev((y: Tensor) => add(x, sum(y)))(none).shape).toEqual([3, 0]);
    expect(jacrev((x: Tensor) => mul(none, sum(x)))(x).shape).toEqual([0, 3]);
  });

  test("is 0 where an element does not depend, infinite factors or not", () => {
    // The derivative of x₀ is ∞; the others' cotangents are 0 there.
    const J = jacrev((x: Tensor) => sqrt(x))(tensor([0, 1]));
    expect(J.toArray()).toEqual([
      [Number.POSITIVE_INFINITY, 0],
      [0, 0.5],
    ]);
  });

  test("is differentiated again", () => {
    const trace = (x: Tensor): Tensor => sum(jacrev((z: Tensor) => mul(z, mul(z, z)))(x));
    expect(grad(trace)(x).toArray()).toEqual([3, 9, -1.5]);
  });
});

describe("vjp", () => {
  const f = (t: { a: Tensor; name: string }): { p: Tensor; q: Tensor; constant: Tensor } => ({
    p: square(t.a),
    q: exp(t.a),
    constant: tensor(7),
  });

  test("takes null where an output has no cotangent, and gives null for what is no number", () => {
    const [{ constant }, pullback] = vjp(f, { a: 2, name: "x" });
    expect(constant.item()).toBe(7);
    const [bar] = pullback({ p: 1, q: null, constant: null } as never);
    expect(bar.a.item()).toBe(4);
    expect(bar.name).toBeNull();
    expect(Object.keys(bar)).toEqual(["a", "name"]);
  });

  test("of a constant is 0, whatever its cotangent", () => {
    const [, pullback] = vjp(f, { a: 2, name: "x" });
    expect(pullback({ p: 0, q: 0, constant: 5 } as never)[0].a.item()).toBe(0);
    expect(pullback({ p: null, q: null, constant: 5 } as never)[0].a.item()).toBe(0);
    expect(pullback({ p: 1, q: 1, constant: 5 } as never)[0].a.item()).toBe(4 + Math.exp(2));
  });
});
