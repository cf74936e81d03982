import { type Tensor, tensor } from "@wengert/array";
import * as ops from "@wengert/core";
import { grad, type Value } from "@wengert/core";
import { hessian, jvp } from "@wengert/forward";
import { compile } from "@wengert/graph";
import { expect, test } from "vitest";
import { bitsOf, expectSame } from "./compiled.ts";

/** Numbers among which are all that are special, at other places in each array. */
function numbers(n: number, k: number): Float64Array {
  const special = [0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e300, 2 ** 21];
  return Float64Array.from({ length: n }, (_, i) =>
    (i + k) % 11 === 0 ? special[(i + k) % 9] : 2 * Math.sin(7 * i + k),
  );
}

function point(shape: readonly number[], k: number): Tensor {
  return tensor(
    numbers(
      shape.reduce((size, length) => size * length, 1),
      k,
    ),
    shape,
  );
}

/** Whether all operations on large arrays are part of loops. */
function expectOneLoop(f: (...xs: never[]) => unknown, args: readonly unknown[]): void {
  const compiled = compile(f);
  for (let k = 0; k < 3; k++) compiled(...(args as never[]));
  expect(compiled.explain().split("\n").slice(1)).toEqual([expect.stringMatching(/^ {2}a loop over \d+ elements: /)]);
}

// Beside whole vectors, blocks, and lengths from which on eager sums are added up by halves or by kernels.
const sizes = [65, 66, 127, 128, 129, 255, 256, 257, 1023, 1024, 1025, 2049, 3000];

test.each(sizes)("chains of %d elements, with their sums and gradients", (n) => {
  const points = [0, 1].map((k) => [point([n], k), point([n], k + 3)]);
  const f = (x: Tensor, y: Tensor): Tensor => ops.sum(ops.mul(ops.sub(x, y), ops.sin(ops.add(x, ops.exp(y)))));
  expectSame(f as never, points);
  expectSame(grad(f as never, { argnums: [0, 1] }) as never, points);
  const single = points.map(([x]) => [x]);
  const many = (x: Tensor): readonly Tensor[] => [
    ops.mul(ops.tanh(x), 2),
    ops.div(1, ops.sigmoid(x)),
    ops.where(ops.greater(x, 0), ops.log(x), ops.maximum(x, 0.5)),
    ops.sinh(ops.neg(x)),
    ops.reshape(ops.add(ops.pow(x, 2), ops.pow(x, 1.5)), [-1, 1]),
    ops.mul(ops.add(ops.cos(x), ops.sin(x)), ops.equal(x, x)),
    ops.hypot(ops.abs(x), ops.less(x, 0.5)),
    ops.mul(x, 1),
    x,
  ];
  expectSame(many as never, single);
  const masked = (x: Tensor): Tensor =>
    ops.sum(ops.add(ops.square(ops.relu(x)), ops.where(ops.lessEqual(x, 0), ops.mul(ops.tanh(x), x), ops.log(x))));
  expectSame(grad(masked as never) as never, single);
  expectSame(
    ((x: Tensor, dx: Tensor) => jvp((z: Tensor) => grad(masked as never)(z) as never, [x], [dx])) as never,
    points,
  );
});

test.each([
  [13, 9],
  [32, 32],
  [130, 10],
  [100, 8],
  [7, 600],
  [2, 64],
  [5, 1100],
  [3, 2049],
  [257, 1],
  [1, 257],
])("rows, columns and numbers repeated over %d × %d elements, and sums along each axis", (r, c) => {
  const points = [0, 1].map((k) => [point([r, c], k), point([c], k + 1), point([r, 1], k + 2), k + 0.5]);
  type Args = [x: Tensor, b: Tensor, d: Tensor, s: Value];
  const f = (...[x, b, d, s]: Args): Tensor => ops.mul(ops.tanh(ops.add(ops.mul(x, s), b)), d);
  expectSame(f as never, points);
  for (const axis of [0, 1]) expectSame(((...xs: Args) => ops.sum(f(...xs), axis)) as never, points);
  const total = (...xs: Args): Tensor => ops.sum(ops.square(f(...xs)));
  expectSame(grad(total as never, { argnums: [0, 1, 2, 3] }) as never, points);
});

test("three axes, of which one in the middle repeats", () => {
  const points = [0, 1].map((k) => [point([4, 6, 10], k), point([4, 1, 10], k + 1), point([6, 1], k + 2)]);
  const f = (x: Tensor, y: Tensor, z: Tensor): Tensor => ops.sub(ops.mul(x, y), ops.mul(z, ops.add(x, y)));
  expectSame(f as never, points);
  for (const axis of [0, 1, 2, [1, 2], [0, 2]] as const) {
    const g = (x: Tensor, y: Tensor, z: Tensor): Tensor => ops.sum(ops.square(f(x, y, z)), { axis, keepDims: true });
    expectSame(g as never, points);
    expectSame(grad((...xs: [Tensor, Tensor, Tensor]) => ops.sum(ops.sin(g(...xs)))) as never, points);
  }
});

test("sums that are longer than a block of the kernel, and more rows than are added up as they come", () => {
  const f = (x: Tensor): readonly Tensor[] => [ops.sum(ops.mul(x, ops.add(x, 0.1))), ops.sum(ops.sub(x, 1))];
  const g = (x: Tensor): Tensor => ops.sum(ops.mul(x, ops.add(x, 0.1)), 0);
  for (const [h, shape] of [
    [f, [40_001]],
    [g, [1030, 40]],
    [g, [300, 200]],
    [g, [131, 2048]],
    [(x: Tensor) => ops.sum(ops.mul(x, ops.add(x, 0.1)), -1), [3, 17_000]],
  ] as const) {
    const compiled = compile(h as (x: Tensor) => unknown);
    for (let k = 0; k < 4; k++) {
      const x = tensor(
        Float64Array.from({ length: shape[0] * (shape[1] ?? 1) }, (_, i) => Math.sin(i * i + k)),
        shape,
      );
      expect(bitsOf(() => compiled(x))).toEqual(bitsOf(() => h(x)));
    }
  }
});

test("what is asked for as a loop is one", () => {
  const x = point([1000], 1);
  expectOneLoop((x: Tensor) => ops.sum(ops.mul(x, ops.sin(x))), [x]);
  expectOneLoop(
    grad((x: Tensor) => ops.sum(ops.mul(x, ops.sin(x)))),
    [x],
  );
  expectOneLoop((x: Tensor, y: Tensor) => ops.mul(ops.tanh(ops.add(x, y)), 2), [point([32, 32], 1), point([32], 2)]);
  expectOneLoop(
    grad((x: Tensor) => ops.sum(ops.sigmoid(ops.mul(ops.log(x), x)))),
    [x],
  );
});

test("results are nobody else's memory, and neither are arguments", () => {
  const f = compile((x: Tensor, y: Tensor) => [ops.add(ops.mul(x, y), 1), ops.mul(ops.sub(x, y), 2)]);
  const [x, y] = [point([300], 1), point([300], 2)];
  const [first, second] = [0, 1, 2].map(() => f(x, y)).slice(1);
  const kept = Array.from(first[0].data);
  f(y, y);
  expect(Array.from(first[0].data)).toEqual(kept);
  expect(first[0].data.buffer).not.toBe(second[0].data.buffer);
  expect(first[0].data.buffer).not.toBe(first[1].data.buffer);
});

test("several plans one after the other and one within the other", () => {
  const inner = compile((x: Tensor) => ops.sum(ops.mul(x, ops.exp(ops.neg(x)))));
  const outer = (f: (x: Tensor) => Tensor) => (x: Tensor) => ops.mul(ops.sin(ops.mul(x, f(ops.cos(x)))), f(x));
  const plain = (x: Tensor): Tensor => ops.sum(ops.mul(x, ops.exp(ops.neg(x))));
  const compiled = compile(outer(inner));
  for (let k = 0; k < 4; k++) {
    for (const n of [100, 1025]) {
      const x = tensor(Float64Array.from({ length: n }, (_, i) => Math.sin(i + k)));
      expect(bitsOf(() => inner(x))).toEqual(bitsOf(() => plain(x)));
      expect(bitsOf(() => compiled(x))).toEqual(bitsOf(() => outer(plain)(x)));
    }
  }
});

test("kernels that are put in the place of ours are used by plans that exist", () => {
  const f = (x: Tensor): Tensor => ops.sum(ops.mul(x, ops.exp(x)));
  const compiled = compile(f);
  const x = tensor(Float64Array.from({ length: 500 }, (_, i) => Math.sin(i)));
  for (let k = 0; k < 3; k++) compiled(x);
  let calls = 0;
  ops.useKernels({
    map: {
      exp: (from, out) => {
        calls++;
        for (let i = 0; i < out.length; i++) out[i] = Math.round(from[i]);
        return false;
      },
    },
  });
  try {
    expect(bitsOf(() => compiled(x))).toEqual(bitsOf(() => f(x)));
    expect(calls).toBe(2);
  } finally {
    ops.useKernels();
  }
  expect(bitsOf(() => compiled(x))).toEqual(bitsOf(() => f(x)));
});

test("a tangent of which some elements do not depend goes through loops", () => {
  const f = (x: Tensor): Tensor => {
    const taken = ops.take(x, [3, 5, 70], { axis: 0 });
    return ops.sum(
      ops.mul(ops.sqrt(ops.mul(x, 0)), ops.add(ops.square(ops.sum(taken)), ops.where(ops.greater(x, 0), x, 0))),
    );
  };
  const points = [0, 1].map((k) => [point([80], k)]);
  expectSame(grad(f as never) as never, points);
  expectSame(hessian(f as never) as never, points);
});
