import { add, grad, jacrev, sqrt, square, sum, type Tensor, tensor } from "@wengert/core";
import { hvp, jvp } from "@wengert/forward";
import { cholesky, lu, qr } from "@wengert/linalg";
import { expect, test } from "vitest";

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
