import { add, grad, jacrev, reshape, sqrt, square, stack, sum, type Tensor, take, tensor } from "@wengert/core";
import { hvp, jvp } from "@wengert/forward";
import { cholesky, diag, lu, qr, triangularSolve } from "@wengert/linalg";
import { expect, test } from "vitest";
import { agree, random } from "./tables/inputs.ts";

const a = tensor([
  [4, 1, 0.5],
  [1, 3, 0.2],
  [0.5, 0.2, 2],
]);
const along = tensor([
  [0.3, 0.1, 0.2],
  [0.1, 0.4, 0.3],
  [0.2, 0.3, 0.5],
]);

/* √ has an infinite derivative at the zeros of a triangle. They depend on nothing, so they contribute nothing, in both modes. */
test.each([
  ["cholesky", (x: Tensor) => cholesky(x)],
  ["the upper factor of lu", (x: Tensor) => lu(x).u],
  ["the lower factor of lu", (x: Tensor) => lu(x).l],
] as const)("the zeros of %s depend on nothing", (_name, factor) => {
  const f = (x: Tensor): Tensor => sum(sqrt(factor(x)));
  const forward = jvp(f, [a], [along])[1].item();
  const reverse = sum(tensor((grad(f)(a) as Tensor).data.map((v, i) => v * along.data[i]))).item();
  expect(forward).toBeCloseTo(reverse, 12);
});

test("and those of r in qr", () => {
  const squared = (x: Tensor): Tensor => sum(sqrt(sqrt(square(qr(x).r))));
  const forward = jvp(squared, [a], [along])[1].item();
  const reverse = sum(tensor((grad(squared)(a) as Tensor).data.map((v, i) => v * along.data[i]))).item();
  expect(forward).toBeCloseTo(reverse, 12);
});

test("second derivatives through qr along a direction without a diagonal", () => {
  const f = (x: Tensor): Tensor => sum(square(add(qr(x).r, qr(x).q)));
  const at = tensor([
    [2, 1],
    [1, 3],
  ]);
  const along = tensor([
    [0, 1],
    [0, 0],
  ]);
  const H = jacrev(grad(f) as unknown as (x: Tensor) => Tensor)(at);
  const product = hvp(f)(at, along);
  for (let k = 0; k < 4; k++) expect(product.data[k]).toBeCloseTo(H.data[k * 4 + 1], 11);
});

/* Systems that share a matrix are solved as one. */
test.each([
  ["vectors", "left", 1],
  ["matrices", "left", 2],
  ["rows", "right", 2],
] as const)("a batch of %s with one triangle is solved as one after the other", (_what, side, k) => {
  const [n, count] = [5, 7];
  const t = random([n, n], 3);
  const triangle = add(t, diag(tensor(new Float64Array(n).fill(3))));
  const b = random(side === "left" ? [count, n, k] : [count, k, n], 5);
  for (const lower of [true, false])
    for (const transpose of [true, false])
      for (const unitDiagonal of [true, false]) {
        const options = { lower, transpose, unitDiagonal, side };
        const single = (i: number): Tensor => triangularSolve(triangle, take(b, i, 0), options);
        const all = stack(Array.from({ length: count }, (_, i) => single(i)));
        const shared = (x: Tensor): Tensor => triangularSolve(reshape(x, [1, n, n]), b, options);
        agree(triangularSolve(triangle, b, options), all, 1e-13);
        agree(shared(triangle), all, 1e-13);
        const loss = (x: Tensor): Tensor => sum(square(shared(x)));
        const apart = (x: Tensor): Tensor =>
          Array.from({ length: count }, (_, i) => sum(square(triangularSolve(x, take(b, i, 0), options)))).reduce(
            (y, z) => add(y, z),
          );
        agree(grad(loss)(triangle), grad(apart)(triangle), 1e-12);
      }
});
