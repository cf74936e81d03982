/*
 * The exponential and its derivative against a computation with 200 digits, element by element: matrices in bad units, far from
 * normal, triangular, and those of the literature. No element may be off by more than SciPy's worst one of the matrix is
 * (tables/expm.py), but for a few roundings: eight times that, or 2e-14.
 */
import { grad, mul, sum, type Tensor, take, tensor, vjp } from "@wengert/core";
import { jvp, derivative as slope } from "@wengert/forward";
import { expm, mT } from "@wengert/linalg";
import { describe, expect, test } from "vitest";
import cases from "./tables/expm.json" with { type: "json" };

/** The largest relative error of an element; those beyond the normal numbers do not count. */
function worstError(computed: Tensor, exact: readonly (readonly number[])[]): number {
  return Math.max(...exact.flat().map((y, i) => (Math.abs(y) < 1e-290 ? 0 : Math.abs((computed.data[i] - y) / y))));
}

const allowed = (scipy: number): number => Math.max(2e-14, 8 * scipy);

test.each(Object.entries(cases))("%s", (_name, { a, e, value, derivative, scipy }) => {
  const [y, dy] = jvp(expm, [tensor(a)], [tensor(e)]);
  expect(worstError(y, value)).toBeLessThanOrEqual(allowed(scipy[0]));
  expect(worstError(dy, derivative)).toBeLessThanOrEqual(allowed(scipy[1]));
  // The same derivative from the other end: L(A, E) is the cotangent of Aᵀ's exponential along E.
  const [moved] = vjp(expm, mT(tensor(a)))[1](tensor(e));
  expect(worstError(moved, derivative)).toBeLessThanOrEqual(allowed(scipy[1]));
});

describe("derivatives along t of exp(tA)", () => {
  const entry = (a: Tensor, index: number) => (t: Tensor) => take(expm(mul(t, a)), index);

  test("a turn in other units, cos t, in any mode and to order 3", () => {
    const f = entry(
      tensor([
        [0, 1e9],
        [-1e-9, 0],
      ]),
      0,
    );
    expect(Math.abs(grad(f)(1) + Math.sin(1))).toBeLessThan(1e-15);
    expect(Math.abs(slope(f)(tensor(1)).item() + Math.sin(1))).toBeLessThan(1e-15);
    expect(Math.abs(slope(slope(f))(tensor(1)).item() + Math.cos(1))).toBeLessThan(1e-14);
    expect(Math.abs(grad((t: Tensor) => slope(f)(t))(1) + Math.cos(1))).toBeLessThan(1e-14);
    expect(Math.abs(slope(slope(slope(f)))(tensor(1)).item() - Math.sin(1))).toBeLessThan(1e-13);
  });

  test("[[1, 0], [1e6, −1]]: 1e6·sinh t below the diagonal", () => {
    const f = entry(
      tensor([
        [1, 0],
        [1e6, -1],
      ]),
      2,
    );
    expect(Math.abs(grad(f)(1) / (1e6 * Math.cosh(1)) - 1)).toBeLessThan(1e-15);
    expect(Math.abs(slope(slope(f))(tensor(1)).item() / (1e6 * Math.sinh(1)) - 1)).toBeLessThan(1e-14);
  });

  test.each([150, -150, 300, -300])("A and t in units that differ by 2^%d", (k) => {
    const a = tensor([
      [0.3, -1.2],
      [0.7, 0.1],
    ]);
    const f = (s: number) => (t: Tensor) => sum(expm(mul(t, mul(2 ** -s, a))));
    const [plain, other] = [0, k].map((s) => grad(grad(f(s)) as (t: Tensor) => Tensor)(2 ** s) as number);
    expect(Math.abs((other * 2 ** (2 * k)) / plain - 1)).toBeLessThan(1e-14);
  });
});

test("larger matrices, where powers are estimated: exp(A) of a product of turns", () => {
  const n = 60;
  const a = new Float64Array(n * n);
  for (let i = 0; i + 1 < n; i += 2) {
    const units = 10 ** ((i % 10) - 5);
    a[i * n + i + 1] = (1 + i) * units;
    a[(i + 1) * n + i] = -(1 + i) / units;
  }
  const y = expm(tensor(a, [n, n])).data;
  for (let i = 0; i + 1 < n; i += 2) expect(Math.abs(y[i * (n + 1)] - Math.cos(1 + i))).toBeLessThan(1e-13);
});
