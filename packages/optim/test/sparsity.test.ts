import { type Tensor, tensor } from "@wengert/array";
import { concat, mul, slice, square, sub } from "@wengert/ops";
import { leastSquares } from "@wengert/optim";
import { param, paramsOf } from "@wengert/params";
import { expect, test } from "vitest";

const n = 40;
const data = tensor(Float64Array.from({ length: n }, (_, k) => Math.sin(k / 3) + 0.05 * Math.cos(17 * k)));

/** A smooth curve through the data: its misfit, its second differences, and its size. */
function residuals(x: Tensor): Tensor {
  const middle = sub(mul(2, slice(x, [1], [n - 1])), slice(x, [0], [n - 2]));
  return concat([sub(x, data), mul(3, sub(middle, slice(x, [2], [n]))), mul(0.1, square(x))], 0);
}

test("a fit with a sparse Jacobian is the fit, with a few evaluations for each", () => {
  let runs = 0;
  const counted = (x: Tensor): Tensor => {
    runs++;
    return residuals(x);
  };
  const start = tensor(new Float64Array(n).fill(0.1));
  const dense = leastSquares(residuals, start);
  const band = (m: number, width: number): number[][] =>
    Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => Number(j >= i && j < i + width)));
  const sparsity = [...band(n, 1), ...band(n - 2, 3), ...band(n, 1)];
  const sparse = leastSquares(counted, start, { sparsity });
  for (const [k, v] of sparse.params.data.entries()) expect(v).toBeCloseTo(dense.params.data[k], 9);
  expect(sparse.success).toBe(true);
  // The value, its length once more, three columns in one pass, the check of the pattern.
  expect(runs).toBeLessThan(5 * sparse.evaluations + 10);
  const found = leastSquares(residuals, start, { sparsity: "find" });
  for (const [k, v] of found.params.data.entries()) expect(v).toBeCloseTo(dense.params.data[k], 9);
});

test("of a tree and of tags, the columns are the leaves' elements in order", () => {
  const misfit = (a: Tensor, b: Tensor): Tensor => concat([sub(a, tensor([1, 2])), square(sub(b, tensor([3])))], 0);
  const sparsity = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const start = { a: tensor([0, 0]), b: tensor([2]) };
  const fit = leastSquares((p: { a: Tensor; b: Tensor }) => misfit(p.a, p.b), start, { sparsity });
  expect(fit.params.a.data[1]).toBeCloseTo(2, 8);
  const model = { a: param(tensor([0, 0])), b: param(tensor([2])) };
  const ofTags = (): Tensor => concat([sub(model.a, tensor([1, 2])), square(sub(model.b, tensor([3])))], 0);
  leastSquares(ofTags, paramsOf(model), { sparsity });
  expect(model.a.value.data[1]).toBeCloseTo(2, 8);
});

test("a pattern that leaves out an element is refused", () => {
  const sparsity = Array.from({ length: 3 * n - 2 }, () => new Array<number>(n).fill(0));
  expect(() => leastSquares(residuals, tensor(new Float64Array(n)), { sparsity })).toThrow("depends on more inputs");
});
