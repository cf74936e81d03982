import { type Tensor, tensor } from "@wengert/array";
import { add, exp, grad, mul, reshape, sin, sum, valueAndGrad } from "@wengert/core";
import { compile } from "@wengert/graph";
import { cholesky, logdet, matmul } from "@wengert/linalg";
import { reuse } from "@wengert/trace";
import { afterEach, expect, test } from "vitest";
import { inputsOf, program } from "../trace/randomprograms.ts";
import { bitsOf } from "./compiled.ts";

/** How many programs: `PROGRAMS=10000 npx vitest run …` for a longer look. */
const count = Number(process.env["PROGRAMS"] ?? 100);

const usual = { ...reuse };
afterEach(() => {
  Object.assign(reuse, usual);
});

test(`${count} random programs in memory that is used again at once, and overwritten with NaN when it is free`, () => {
  const kept: { readonly found: unknown; readonly was: unknown }[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const f = program(seed);
    const value = (x: Tensor, y: Tensor): Tensor => f([x, y]);
    for (const g of [value, grad(value as never, { argnums: [0, 1] })] as ((x: Tensor, y: Tensor) => unknown)[]) {
      const compiled = compile(g);
      for (let k = 0; k < 4; k++) {
        const [x, y] = inputsOf(seed)(k);
        const was = bitsOf(() => g(x, y));
        Object.assign(reuse, { shortest: 1, scrub: true });
        let found: unknown;
        expect(
          bitsOf(() => {
            found = compiled(x, y);
            return found;
          }),
          `program ${seed}`,
        ).toEqual(was);
        Object.assign(reuse, usual);
        if (found !== undefined) kept.push({ found, was });
      }
    }
  }
  for (const { found, was } of kept) expect(bitsOf(() => found)).toEqual(was);
}, 600_000);

test("values share an array, are returned, or come back in another shape", () => {
  const f = (x: Tensor): readonly Tensor[] => {
    const y = exp(x);
    const z = matmul(y, y);
    const flat = reshape(z, [-1]);
    return [sum(matmul(reshape(flat, [80, 80]), y)), flat, matmul(z, x), x];
  };
  const compiled = compile(f);
  const xs = [0, 1, 2, 3, 4].map((k) =>
    tensor(
      Float64Array.from({ length: 6400 }, (_, i) => Math.sin(i + k) / 80),
      [80, 80],
    ),
  );
  Object.assign(reuse, { scrub: true });
  const found = xs.map((x) => compiled(x));
  for (const [k, x] of xs.entries()) expect(bitsOf(() => found[k])).toEqual(bitsOf(() => f(x)));
});

test("a plan that throws in the middle, and then goes on", () => {
  const f = (x: Tensor, y: Tensor): unknown => logdet(add(matmul(x, x), mul(y, cholesky(add(x, y)))));
  const compiled = compile(f);
  const matrix = (k: number): Tensor =>
    tensor(
      Float64Array.from({ length: 4900 }, (_, i) => (i % 71 === 0 ? k : 0.01 * Math.cos(i))),
      [70, 70],
    );
  Object.assign(reuse, { scrub: true });
  for (const [a, b] of [
    [9, 5],
    [8, 4],
    [7, 5],
    [-9, 5],
    [9, 5],
  ]) {
    expect(bitsOf(() => compiled(matrix(a), matrix(b)))).toEqual(bitsOf(() => f(matrix(a), matrix(b))));
  }
  // What throws because of its numbers the function itself decides.
  expect(compiled.stats().eager).toBe(1);
});

test("a chain of products needs few arrays", () => {
  const n = 100;
  const f = (x: Tensor): Tensor => {
    let y = x;
    for (let k = 0; k < 40; k++) y = matmul(sin(y), x);
    return sum(y);
  };
  const compiled = compile(valueAndGrad(f));
  const x = tensor(
    Float64Array.from({ length: n * n }, (_, i) => Math.sin(i) / n),
    [n, n],
  );
  for (let k = 0; k < 4; k++) compiled(x);
  // What the gradient needs again, of each step two, and a few more; and the constants.
  expect(compiled.stats().bytes).toBeLessThan(90 * 8 * n * n);
  const value = compile(f);
  for (let k = 0; k < 4; k++) value(x);
  expect(value.stats().bytes).toBeLessThan(4 * 8 * n * n);
});

test("the time of each group, where it is asked", () => {
  const compiled = compile((x: Tensor) => sum(mul(x, sin(matmul(x, x)))));
  const x = tensor(new Float64Array(10_000).fill(0.01), [100, 100]);
  const text = compiled.explain({ time: [x] });
  expect(text).toMatch(/calls: matmul; [\d.]+ µs/);
  expect(text).toMatch(/a loop over 10000 elements: sin, mul, sum; [\d.]+ µs/);
  expect(compiled.explain()).not.toContain("µs");
});
