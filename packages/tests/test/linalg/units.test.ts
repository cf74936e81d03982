/*
 * Units never matter: for f of degree d, f(2ᵏx) = 2^(kd) f(x) to rounding wherever that is a number, with its gradient, of
 * degree d − 1, and its Hessian along a direction, of degree d − 2.
 */
import { grad, mul, sum, type Tensor, tensor } from "@wengert/core";
import { hvp, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { describe, expect, test } from "vitest";
import { random } from "./tables/inputs.ts";
import { type Homogeneous, matrices, reductions, without } from "./tables/units.ts";

// Multiples of 6, so that a half and a third of them are exponents too.
const EXPONENTS = [-480, -396, -300, -162, -54, 54, 162, 300, 396, 480];
const TOLERANCE = 1e-11;

const scaled = (x: Tensor, k: number): Tensor =>
  tensor(
    x.data.map((value) => value * 2 ** k),
    x.shape,
  );

function largest(x: Tensor): number {
  return x.data.reduce((most, value) => (Number.isNaN(value) ? Infinity : Math.max(most, Math.abs(value))), 0);
}

/** Whether x·2ᵉ is a number, with all its digits. */
function representable(x: Tensor, e: number): boolean {
  const most = largest(x);
  if (most === 0) return true;
  const exponent = Math.log2(most) + e;
  return exponent < 1023.9 && exponent > -960;
}

/** The largest of |computed·2⁻ᵉ − exact| against the largest of |exact|. */
function deviation(computed: Tensor, exact: Tensor, e: number): number {
  const half = Math.trunc(e / 2);
  const back = computed.data.map((value) => value * 2 ** -half * 2 ** (half - e));
  const off = largest(tensor(back.map((value, i) => value - exact.data[i])));
  return off === 0 ? 0 : off / largest(exact);
}

function shiftedBack(y: Tensor, shift: number): Tensor {
  return tensor(
    y.data.map((value) => value - shift),
    y.shape,
  );
}

interface Part {
  readonly what: string;
  readonly computed: () => Tensor;
  readonly exact: Tensor;
  readonly degree: number;
}

function check({ f, x, degree, shift = 0, hessianReach = 480 }: Homogeneous): string[] {
  const wrong: string[] = [];
  const y = f(x);
  const weights = random(y.shape, 99);
  const loss = (z: Tensor): Tensor => sum(mul(weights, f(z)));
  const v = random(x.shape, 98);
  const gradient = grad(loss)(x) as Tensor;
  const curvature = hvp(loss)(x, v) as Tensor;
  for (const k of EXPONENTS) {
    const z = scaled(x, k);
    const all: readonly Part[] = [
      { what: "value", computed: () => shiftedBack(f(z), shift * k), exact: y, degree },
      { what: "gradient", computed: () => grad(loss)(z) as Tensor, exact: gradient, degree: degree - 1 },
      { what: "hvp", computed: () => hvp(loss)(z, v) as Tensor, exact: curvature, degree: degree - 2 },
    ];
    const parts = all.filter(({ what }) => what !== "hvp" || Math.abs(k) <= hessianReach);
    // A value that is not a number may be refused.
    const valued = representable(y, degree * k);
    for (const { what, computed, exact, degree } of parts) {
      if (!representable(exact, degree * k)) continue;
      // A shift is found in the last digits of a larger number.
      const allowed = TOLERANCE * (what === "value" ? 1 + Math.abs(shift * k) : 1);
      try {
        const off = deviation(computed(), exact, Math.round(degree * k));
        if (!(off <= allowed)) wrong.push(`${what} at 2^${k}: off by ${off}`);
      } catch (error) {
        if (valued || !(error instanceof linalg.NoRealResultError)) {
          wrong.push(`${what} at 2^${k}: ${String(error).slice(0, 90)}`);
        }
      }
    }
  }
  return wrong;
}

describe.each([
  ["linalg", matrices],
  ["ops", reductions],
] as const)("%s", (_where, table) => {
  for (const [name, rows] of Object.entries(table)) {
    test.each(rows.map((row, i) => [i, row] as const))(`${name}, %d`, (_i, row) => {
      expect(check(row)).toEqual([]);
    });
  }
});

/* The part of det(A + E₁ + …) that is linear in each direction is of degree 1 in each of them: their units may make up for each other. */
test.each([
  ["regular", random([4, 4], 3)],
  ["singular", linalg.matmul(random([4, 3], 64), random([3, 4], 74))],
])("det along directions in other units, %s", (_what, x) => {
  const [e, g] = [random([4, 4], 5), random([4, 4], 6)];
  const second = (a: Tensor, v: Tensor): Tensor => hvp(linalg.det)(a, v) as Tensor;
  const third = (a: Tensor, v: Tensor, w: Tensor): Tensor => jvp((y: Tensor) => second(y, v), [a], [w])[1];
  for (const k of [-480, -240, 240, 480]) {
    expect(deviation(second(scaled(x, k), scaled(e, -k)), second(x, e), k)).toBeLessThan(TOLERANCE);
    expect(deviation(third(scaled(x, k), e, g), third(x, e, g), k)).toBeLessThan(TOLERANCE);
    expect(deviation(third(scaled(x, k), scaled(e, k), scaled(g, -k)), third(x, e, g), k)).toBeLessThan(TOLERANCE);
  }
});

test("every export of linalg has its rows", () => {
  const missing = Object.keys(linalg).filter((name) => !(name in matrices) && !without.includes(name));
  expect(missing).toEqual([]);
});
