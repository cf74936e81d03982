import {
  exp,
  grad,
  greater,
  log,
  mul,
  neg,
  pow,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  vjp,
  where,
  zeros,
} from "@wengert/core";
import { derivative, hessian, jvp } from "@wengert/forward";
import { addDiagonal, cholesky, diagonal, dot, norm, pairwiseDistance, pairwiseSquaredDistance } from "@wengert/linalg";
import { describe, expect, test } from "vitest";

/** Rows 1 and 2 coincide. */
const points = tensor([[0, 0.3], [0.7, -0.2], [0.7, -0.2], [1.9, 2.2]]); // biome-ignore format: points
const apart = tensor([[0, 0.3], [0.7, -0.2], [0.4, 1.2], [1.9, 2.2]]); // biome-ignore format: points
const cotangent = tensor(
  Float64Array.from({ length: 16 }, (_, i) => Math.cos(i)),
  [4, 4],
);
const inf = Number.POSITIVE_INFINITY;

function near(got: Tensor, wanted: Tensor, tolerance = 1e-13): void {
  expect(got.shape).toEqual(wanted.shape);
  for (const [i, v] of got.data.entries()) expect(Math.abs(v - wanted.data[i])).toBeLessThanOrEqual(tolerance);
}

/** The Hessian in both compositions of modes, as one row after another. */
function hessians(f: (x: Tensor) => Tensor, x: Tensor): number[][] {
  const columns = (g: (x: Tensor) => Tensor): number[] =>
    [...x.data].flatMap((_, i) => {
      const unit = tensor(
        x.data.map((_, k) => (k === i ? 1 : 0)),
        x.shape,
      );
      return [...grad((z: Tensor) => sum(mul(g(z), unit)))(x).data];
    });
  return [[...(hessian(f)(x) as Tensor).data], columns((z) => grad(f)(z) as Tensor)];
}

describe("distances of coincident points", () => {
  test("the gradient is 0, in both modes, as that of norm", () => {
    const f = (x: Tensor) => pairwiseDistance(x, zeros([1, 2]));
    const [value, pullback] = vjp(f, zeros([1, 2]));
    expect(value.toArray()).toEqual([[0]]);
    expect(pullback(tensor([[3]]))[0].toArray()).toEqual([[0, 0]]);
    expect(jvp(f, [zeros([1, 2])], [tensor([[1, 2]])])[1].toArray()).toEqual([[0]]);
  });

  test("a second derivative does not exist: never a finite number", () => {
    const at = (g: (r: Tensor) => Tensor) => (x: Tensor) => sum(g(pairwiseDistance(x, zeros([1, 2]))));
    for (const g of [(r: Tensor) => r, square, (r: Tensor) => pow(r, 3), (r: Tensor) => exp(neg(r))]) {
      for (const h of hessians(at(g), zeros([1, 2])))
        for (const i of [0, 3]) expect(h[i]).not.toSatisfy(Number.isFinite);
    }
    const along = (t: Tensor) => sum(pairwiseDistance(mul(t, tensor([[1, 2]])), zeros([1, 2])));
    expect(derivative((t: Tensor) => derivative(along)(t))(0).item()).not.toSatisfy(Number.isFinite);
  });

  test("a branch that is not taken stays quiet, at second order too", () => {
    const safe = (x: Tensor): Tensor => {
      const r = pairwiseDistance(x, tensor([[0, 0], [3, 4]])); // biome-ignore format: points
      return sum(where(greater(r, 0), exp(neg(r)), 1));
    };
    const away = (x: Tensor) => exp(neg(norm(sub(x, tensor([[3, 4]])))));
    const [wanted] = hessians(away, zeros([1, 2]));
    for (const h of hessians(safe, zeros([1, 2])))
      for (const [i, v] of h.entries()) expect(Math.abs(v - wanted[i])).toBeLessThan(1e-16);
  });

  test("the gradient of other pairs is not touched", () => {
    const g = grad((x: Tensor) => sum(mul(pairwiseDistance(x), cotangent)))(points) as Tensor;
    const [x, w] = [points.data, cotangent.data];
    const wanted = x.map((xik, at) => {
      const [i, k] = [Math.floor(at / 2), at % 2];
      let total = 0;
      for (let j = 0; j < 4; j++) {
        const r = Math.hypot(x[2 * i] - x[2 * j], x[2 * i + 1] - x[2 * j + 1]);
        if (r > 0) total += ((w[4 * i + j] + w[4 * j + i]) * (xik - x[2 * j + k])) / r;
      }
      return total;
    });
    near(g, tensor(wanted, [4, 2]));
  });
});

describe("the diagonal of distances within one set", () => {
  const without = mul(cotangent, tensor([[0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0]])); // biome-ignore format: mask
  const wild = tensor(
    cotangent.data.map((v, i) => (i % 5 === 0 ? [inf, Number.NaN, -inf, 1][i / 5] : v)),
    [4, 4],
  );

  test.each([
    ["pairwiseDistance", (x: Tensor) => pairwiseDistance(x)],
    ["pairwiseSquaredDistance", (x: Tensor) => pairwiseSquaredDistance(x)],
  ] as const)("%s ignores its cotangent, ∞ and NaN too", (_name, f) => {
    const [value, pullback] = vjp(f, apart);
    for (let i = 0; i < 4; i++) expect(value.data[5 * i]).toBe(0);
    expect(pullback(wild)[0].toArray()).toEqual(pullback(without)[0].toArray());
  });

  test("factors of a matrix depend where the matrix does not, on its diagonal", () => {
    const likelihood = (distances: (x: Tensor) => Tensor) => (x: Tensor) =>
      sum(log(diagonal(cholesky(addDiagonal(exp(mul(-0.5, distances(x))), 0.1)))));
    const apartFromItself = likelihood((x) => pairwiseSquaredDistance(x, mul(1, x)));
    const wanted = hessians(apartFromItself, apart);
    for (const [k, h] of hessians(likelihood(pairwiseSquaredDistance), apart).entries())
      for (const [i, v] of h.entries()) expect(Math.abs(v - wanted[k][i])).toBeLessThan(1e-12);
  });

  test("√ of squared distances has a gradient, that of distances", () => {
    const f = (x: Tensor) => sum(mul(sqrt(pairwiseSquaredDistance(x)), cotangent));
    const g = (x: Tensor) => sum(mul(pairwiseDistance(x), cotangent));
    near(grad(f)(apart) as Tensor, grad(g)(apart) as Tensor);
  });

  test("functions of pairwiseDistance(x) have Hessians, since the diagonal depends on nothing", () => {
    const f = (x: Tensor) => sum(mul(exp(neg(pairwiseDistance(x))), cotangent));
    const [a, b] = hessians(f, apart);
    for (const [i, v] of a.entries()) expect(Math.abs(v - b[i])).toBeLessThan(1e-13);
    // Against differences of the gradient.
    const gradient = (x: Tensor): Float64Array => (grad(f)(x) as Tensor).data;
    for (let k = 0; k < 8; k++) {
      const moved = (h: number): Tensor => tensor(apart.data.map((v, i) => v + (i === k ? h : 0)), [4, 2]); // biome-ignore format: short
      const [up, down] = [gradient(moved(1e-5)), gradient(moved(-1e-5))];
      for (let i = 0; i < 8; i++) expect(Math.abs((up[i] - down[i]) / 2e-5 - a[i * 8 + k])).toBeLessThan(1e-8);
    }
  });

  test("distances neither overflow nor underflow, and derivatives do not depend on units", () => {
    const one = pairwiseDistance(points);
    const f = (x: Tensor) => sum(mul(pairwiseDistance(x), cotangent));
    const g = grad(f)(points) as Tensor;
    for (const unit of [2 ** -480, 1e-200, 1e-9, 1e9, 1e200, 2 ** 480]) {
      const x = mul(points, unit);
      for (const [i, r] of pairwiseDistance(x).data.entries())
        expect(Math.abs(r / unit - one.data[i])).toBeLessThan(1e-14);
      near(grad(f)(x) as Tensor, g);
    }
    const h = hessian(f)(apart) as Tensor;
    for (const unit of [2 ** -480, 1e-9, 1e9, 2 ** 480]) {
      const scaled = hessian(f)(mul(apart, unit)) as Tensor;
      for (const [i, v] of scaled.data.entries()) expect(Math.abs(v * unit - h.data[i])).toBeLessThan(1e-13);
    }
  });
});

describe("the norm at 0", () => {
  test("a gradient of 0; no second derivative, and none of its square: use dot", () => {
    const zero = zeros([2]);
    expect((grad((x: Tensor) => norm(x))(zero) as Tensor).toArray()).toEqual([0, 0]);
    for (const f of [(x: Tensor) => norm(x), (x: Tensor) => square(norm(x))]) {
      for (const h of hessians(f, zero)) for (const i of [0, 3]) expect(h[i]).not.toSatisfy(Number.isFinite);
    }
    for (const h of hessians((x) => dot(x, x), zero)) expect(h).toEqual([2, 0, 0, 2]);
  });

  test("away from 0 the square has the Hessian 2 I", () => {
    for (const x of [tensor([3, 4]), tensor([3e-150, 4e-150]), tensor([3e150, 4e150])])
      for (const h of hessians((x) => square(norm(x)), x))
        for (const [i, v] of h.entries()) expect(Math.abs(v - [2, 0, 0, 2][i])).toBeLessThan(1e-14);
  });
});
