import { type Tensor, tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import { compile } from "@wengert/graph";
import { dot, matmul, matvec, outer } from "@wengert/linalg";
import { abs, add, mul, neg, sub, sum, transpose } from "@wengert/ops";
import { expect, test } from "vitest";
import { expectSame } from "./compiled.ts";

/*
 * Small products are straight code. They are added up in the order in which kernels do it, which depends on the sizes and on which factor
 * is transposed: the numbers agree to the last bit.
 */

let seed = 1;
/** Numbers of many sizes and both signs; zeros of both signs among them. */
function some(...shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const next = (): number => {
    seed = (seed * 48271) % 2147483647;
    const u = seed / 2147483647;
    return u < 0.1 ? 0 : u < 0.2 ? -0 : (u - 0.6) * 10 ** (6 * Math.sin(1000 * u));
  };
  return tensor(Float64Array.from({ length: size }, next), shape);
}

/** Enough operations for straight code. */
const among = (y: Tensor): Tensor => neg(sub(mul(add(y, 0), 3), abs(y)));

const sizes = [1, 2, 3, 4, 5, 8];

for (const m of sizes) {
  test(`products with ${m} rows are to the bit those of the kernels`, () => {
    for (const n of sizes) {
      for (const k of sizes) {
        const ways: readonly (readonly [(a: Tensor, b: Tensor) => Tensor, () => readonly Tensor[]])[] = [
          [(a, b) => among(matmul(a, b)), () => [some(m, k), some(k, n)]],
          [(a, b) => among(matmul(transpose(a), b)), () => [some(k, m), some(k, n)]],
          [(a, b) => among(matmul(a, transpose(b))), () => [some(m, k), some(n, k)]],
        ];
        for (const [f, inputs] of ways) {
          expectSame(f as never, [inputs(), inputs(), inputs()]);
          // The cotangents are products with one factor or the other transposed.
          const both = grad(((p: { a: Tensor; b: Tensor }) => sum(f(p.a, p.b))) as never) as (p: object) => object;
          const points = [inputs(), inputs()].map(([a, b]) => [{ a, b }]);
          expectSame(both as never, points);
        }
      }
      expectSame(((a: Tensor, v: Tensor) => among(matvec(a, v))) as never, [
        [some(m, n), some(n)],
        [some(m, n), some(n)],
      ]);
      expectSame(((a: Tensor, v: Tensor) => among(matvec(transpose(a), v))) as never, [
        [some(n, m), some(n)],
        [some(n, m), some(n)],
      ]);
      expectSame(((a: Tensor, b: Tensor) => among(outer(a, b))) as never, [
        [some(m), some(n)],
        [some(m), some(n)],
      ]);
    }
    expectSame(((a: Tensor, b: Tensor) => among(dot(a, b))) as never, [
      [some(m), some(m)],
      [some(m), some(m)],
    ]);
  });
}

test("what is not finite stays so", () => {
  const a = tensor([
    [1, Infinity],
    [0, NaN],
  ]);
  expectSame(((x: Tensor, y: Tensor) => among(matmul(x, y))) as never, [
    [a, some(2, 3)],
    [some(2, 2), some(2, 3)],
    [a, some(2, 3)],
  ]);
});

test("products of matrices of up to 64 numbers are straight code, larger ones are called", () => {
  for (const [order, said] of [
    [8, "straight code"],
    [9, "calls: matmul"],
  ] as const) {
    const f = compile((a: Tensor, b: Tensor) => among(matmul(a, b)));
    for (let k = 0; k < 3; k++) f(some(order, order), some(order, order));
    expect(f.explain()).toContain(said);
    expect(f.explain().includes("calls: matmul")).toBe(order === 9);
  }
});
