import { isTensor, type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { adjoint, checkpoint, grad, stopGradient, vjp } from "@wengert/core";
import { compile, forLoop, scan } from "@wengert/graph";
import { matmul } from "@wengert/linalg";
import { abs, add, cos, div, mul, neg, reshape, sin, slice, square, sub, sum, take, where } from "@wengert/ops";
import { param } from "@wengert/params";
import { flatten } from "@wengert/tree";
import { describe, expect, test } from "vitest";
import { bitsOf } from "./compiled.ts";

/*
 * What a compiled function returns may be written into, and so may its arguments, as with the function itself: a plan leaves operations out, but
 * no result lies in memory that the function would not share.
 */

const vector = (n: number): Tensor => tensor(Float64Array.from({ length: n }, (_, i) => 0.4 + i / n));

const constants = new Map([1, 4, 64, 65, 300].map((n) => [n, vector(n)]));
const constant = ({ size }: Tensor): Tensor => constants.get(size) as Tensor;

/** Returns its argument. */
const same = adjoint((x: Tensor) => [x, (ybar: Tensor) => [ybar] as const]);

const functions: Record<string, (x: Tensor) => unknown> = {
  "a pair of inverses": (x) => neg(neg(x)),
  "neutral elements": (x) => [add(x, 0), mul(x, 1), sub(x, 0), div(x, 1)],
  "equal results": (x) => [sin(x), sin(x)],
  "equal results, thrice and in a tree": (x) => ({ a: cos(x), b: [cos(x), { c: cos(x) }] }),
  "one result at two places": (x) => {
    const y = sin(x);
    return [y, y, sin(x)];
  },
  "one that is left out, at two places": (x) => {
    const y = neg(neg(x));
    return [y, y, x];
  },
  "another shape of an equal value": (x) => [reshape(sin(x), [1, -1]), sin(x), reshape(sin(x), [-1, 1])],
  "an equal value before its other shape": (x) => [sin(x), reshape(sin(x), [1, -1])],
  "what is left out before what it is": (x) => {
    const y = sin(cos(x));
    return [neg(neg(y)), y];
  },
  "what is left out behind what it is": (x) => {
    const y = sin(cos(x));
    return [y, neg(neg(y)), neg(neg(y))];
  },
  "what is shared": (x) => [x, reshape(x, [-1, 1]), slice(x, [0], [1]), stopGradient(x), same(x)],
  "a square and a product": (x) => [square(x), mul(x, x), abs(x), abs(abs(x))],
  "a constant that is chosen": (x) => [where(1, constant(x), neg(neg(x))), sin(cos(x))],
  "scalars that are equal": (x) => [sum(x), sum(x), take(x, 0), take(x, 0)],
  "sums of rows that are equal": (x) => {
    const rows = reshape(x, [1, -1]);
    return [sum(mul(rows, rows), { axis: 0 }), sum(square(rows), { axis: 0 }), sum(mul(rows, rows), { axis: 0 })];
  },
  "a gradient with respect to what is added": (x) => grad((y: Tensor) => sum(mul(add(y, 0), constant(x))))(x),
  "gradients that are equal": (x) =>
    grad(((a: Tensor, b: Tensor) => sum(sin(add(mul(a, 1), mul(b, 1))))) as never, { argnums: [0, 1] })(x, x),
  "a pullback": (x) => vjp((y: Tensor) => neg(neg(y)), x)[1](x),
  "a checkpoint": (x) => checkpoint((y: Tensor) => neg(neg(y)))(x),
  "a batch": (x) => vmap((y: Tensor) => neg(neg(y)))(x),
  "a compiled function": (x) => compile((y: Tensor) => neg(neg(y)))(x),
  "a loop": (x) => forLoop(3, (_i, c) => neg(neg(c)), x),
  "a loop that does nothing": (x) => scan((c: Tensor, y: Tensor) => [c, [y, y]], x, x),
  products: (x) => {
    const y = reshape(x, [1, -1]);
    return [matmul(y, reshape(x, [-1, 1])), matmul(y, reshape(x, [-1, 1])), reshape(mul(y, 1), [-1])];
  },
};

/** The pairs among the inputs and the results that share memory, and those that are one Tensor. */
function sharing(returned: unknown, inputs: readonly Tensor[]): readonly string[] {
  const all = [...inputs, ...(flatten(returned).leaves.filter(isTensor) as Tensor[])];
  const buffers = all.map(({ data }) => data.buffer);
  return all.flatMap((y, j) =>
    all.slice(0, j).flatMap((x, i) => {
      const shared = buffers[i] === buffers[j] ? [`${i} and ${j}`] : [];
      return x === y ? [`${i} is ${j}`, ...shared] : shared;
    }),
  );
}

describe.each([1, 4, 64, 65, 300])("arrays of %i numbers", (n) => {
  test.each(Object.entries(functions))("%s", (_name, f) => {
    const compiled = compile(f);
    for (let k = 0; k < 5; k++) {
      const [x, y] = [vector(n), vector(n)];
      const [found, wanted] = [compiled(x), f(y)];
      const was = bitsOf(() => wanted);
      expect(bitsOf(() => found)).toEqual(was);
      expect(sharing(wanted, [y, constant(y)])).toEqual(expect.arrayContaining([...sharing(found, [x, constant(x)])]));
    }
    expect(compiled.stats().hits).toBe(3);
  });
});

test("a result is written into, and so is the argument", () => {
  const f = compile((x: Tensor) => [neg(neg(x)), mul(x, 1), sin(cos(x))]);
  for (let k = 0; k < 4; k++) {
    const x = vector(300);
    const [a, b] = f(x) as readonly Tensor[];
    x.data[0] = 99;
    a.data[1] = 98;
    expect([a.data[0], b.data[0], b.data[1], x.data[1]]).toEqual([0.4, 0.4, 0.4 + 1 / 300, 0.4 + 1 / 300]);
  }
});

test("the value of a parameter is no result", () => {
  const p = param(vector(300));
  const f = compile(() => neg(neg(p)));
  for (let k = 0; k < 4; k++) expect((f() as Tensor).data.buffer).not.toBe(p.value.data.buffer);
});

test("a constant of a plan stays what it is when a result is written into", () => {
  const [k, x] = [vector(300), vector(300)];
  const f = compile((x: Tensor) => [where(1, k, neg(neg(x))), sin(cos(x))]);
  for (let i = 0; i < 5; i++) {
    const [y] = f(x) as readonly Tensor[];
    expect([y.data[0], k.data[0]]).toEqual([0.4, 0.4]);
    y.data[0] = 99;
  }
});
