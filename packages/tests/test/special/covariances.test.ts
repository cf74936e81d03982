import { readFileSync } from "node:fs";
import { ArgumentError } from "@wengert/array";
import { exp, grad, mul, sum, type Tensor, tensor, zeros } from "@wengert/core";
import { derivative, hessian } from "@wengert/forward";
import { pairwiseSquaredDistance } from "@wengert/linalg";
import { matern, periodic, rationalQuadratic } from "@wengert/special";
import { describe, expect, test } from "vitest";

type Row = (number | "Infinity" | null)[];
/** By realorder.py. */
const reference = JSON.parse(readFileSync(new URL("./realorder.json", import.meta.url), "utf8")) as Record<
  "matern" | "rationalQuadratic" | "periodic",
  Row[]
>;
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

type Scalar = (x: Tensor) => Tensor;
const modes = {
  forward: (f: Scalar): Scalar => derivative(f) as Scalar,
  reverse: (f: Scalar): Scalar => grad(f) as unknown as Scalar,
  "reverse over forward": (f: Scalar): Scalar => grad((x: Tensor) => derivative(f)(x)) as unknown as Scalar,
};
const numberOf = (x: Tensor | number): number => (typeof x === "number" ? x : x.item());
/** The derivative of an order, of f at x. */
const nth = (f: Scalar, order: number, x: number, next: (f: Scalar) => Scalar = modes.forward): number => {
  let g = f;
  for (let k = 0; k < order; k++) g = next(g);
  return numberOf(g(tensor(x)));
};

/** Compares what is within range; `scale` is what the error is relative to, besides the value. */
function near(got: number, wanted: number | "Infinity" | null, label: string, tolerance: number, scale = 0): void {
  if (wanted === null) return;
  expect(Math.abs(got - Number(wanted)), label).toBeLessThanOrEqual(
    tolerance * Math.max(Math.abs(Number(wanted)), scale),
  );
}

describe.each(["forward", "reverse"] as const)("derivatives against mpmath, %s mode", (mode) => {
  const next = modes[mode];

  test("matern", () => {
    for (const [nu, d2, ...exact] of reference.matern) {
      for (let k = 0; k < 4; k++) {
        const got = nth((s) => matern(s, Number(nu)), k, d2 as number, next);
        near(got, exact[k], `${nu}, ${d2}, order ${k}`, 1e-13);
      }
    }
  });

  test("rationalQuadratic", () => {
    for (const [d2, alpha, y, yd, ya, ydd, yda, yaa, yddd] of reference.rationalQuadratic as number[][]) {
      const label = `${d2}, ${alpha}`;
      const ofD =
        (a: Tensor | number): Scalar =>
        (s) =>
          rationalQuadratic(s, a);
      const ofA =
        (s: Tensor | number): Scalar =>
        (a) =>
          rationalQuadratic(s, a);
      const tolerance = 2e-14 * Math.max(1, Math.abs(Math.log(y ?? 1)));
      near(rationalQuadratic(d2, alpha).item(), y, label, tolerance);
      near(nth(ofD(alpha), 1, d2, next), yd, `${label}: d`, tolerance);
      near(nth(ofD(alpha), 2, d2, next), ydd, `${label}: dd`, tolerance);
      near(nth(ofD(alpha), 3, d2, next), yddd, `${label}: ddd`, tolerance);
      near(nth(ofA(d2), 1, alpha, next), ya, `${label}: a`, tolerance);
      const mixed = nth((a) => next(ofD(a))(tensor(d2)), 1, alpha, next);
      near(mixed, yda, `${label}: da`, tolerance, d2 === 0 ? 0 : Math.abs(ya / d2));
      near(nth(ofA(d2), 2, alpha, next), yaa, `${label}: aa`, tolerance, Math.abs(ya / alpha));
    }
  });

  test("periodic", () => {
    for (const [d2, p, l, ...exact] of reference.periodic as number[][]) {
      // The error of the angle, magnified by the steepness; an order of derivative is worth (π/p)²/l².
      const angle = (Math.PI * Math.sqrt(d2)) / p;
      const tolerance = 2e-14 * Math.max(1, angle) * Math.max(1, 1 / l ** 2);
      const per = (Math.PI / p) ** 2 * Math.max(1, 1 / l ** 2);
      for (let k = 0; k < 4; k++) {
        const got = nth((s) => periodic(s, p, l), k, d2, next);
        near(
          got,
          exact[k],
          `${d2}, ${p}, ${l}, order ${k}`,
          tolerance,
          exact[0] * per ** k * (angle > 1 ? angle ** -k : 1),
        );
      }
      const steep = exact[0] * Math.max(1, 1 / l ** 2) * (angle > 1 ? angle : 0);
      near(
        nth((q) => periodic(d2, q, l), 1, p, next),
        exact[4],
        `${d2}, ${p}, ${l}: p`,
        tolerance,
        steep / p,
      );
      near(
        nth((m) => periodic(d2, p, m), 1, l, next),
        exact[5],
        `${d2}, ${p}, ${l}: l`,
        tolerance,
        steep / l,
      );
    }
  });
});

describe.each(Object.entries(modes))("at the ends, %s", (mode, next) => {
  const orders = mode === "reverse over forward" ? [2] : [0, 1, 2, 3];
  const all = (f: Scalar, x: number): number[] =>
    orders.map((k) => (mode === "reverse over forward" ? nth(f, 1, x, next) : nth(f, k, x, next)) + 0);
  const some = (values: readonly number[]): number[] => orders.map((k) => values[k]);

  test.each<[nu: number, values: readonly number[]]>([
    [0.3, [1, -inf, inf, -inf]],
    [0.5, [1, -inf, inf, -inf]],
    [1, [1, -inf, inf, -inf]],
    [1.5, [1, -1.5, inf, -inf]],
    [2, [1, -1, inf, -inf]],
    [2.5, [1, -5 / 6, 25 / 12, -inf]],
    [3.5, [1, -0.7, 49 / 60, -343 / 120]],
    [60, [1, -30 / 59, 900 / (59 * 58), -27000 / (59 * 58 * 57)]],
    [inf, [1, -0.5, 0.25, -0.125]],
  ])("matern of order %d at 0: what exists is exact, what does not is ±∞", (nu, values) => {
    for (const [i, got] of all((s) => matern(s, nu), 0).entries()) {
      const wanted = some(values)[i];
      if (Number.isFinite(wanted)) expect(Math.abs(got / wanted - 1)).toBeLessThan(1e-15);
      else expect(got).toBe(wanted);
    }
  });

  test.each([0.3, 0.5, 1, 1.5, 2.5, 3.7, 60, inf])("matern of order %d far out, and left of 0", (nu) => {
    for (const far of [1e300, inf]) expect(all((s) => matern(s, nu), far)).toEqual(some([0, 0, 0, 0]));
    for (const x of nu === inf ? [nan] : [nan, -1]) for (const y of all((s) => matern(s, nu), x)) expect(y).toBeNaN();
  });

  test("rationalQuadratic and periodic", () => {
    expect(all((s) => rationalQuadratic(s, 2), 0)).toEqual(some([1, -0.5, 0.375, -0.375]));
    expect(all((s) => rationalQuadratic(s, inf), 0)).toEqual(some([1, -0.5, 0.25, -0.125]));
    expect(all((s) => rationalQuadratic(s, 2), inf)).toEqual(some([0, 0, 0, 0]));
    expect(all((a) => rationalQuadratic(0, a), 2)).toEqual(some([1, 0, 0, 0]));
    expect(all((a) => rationalQuadratic(inf, a), 2)).toEqual(some([0, 0, 0, 0]));
    for (const f of [(s: Tensor) => rationalQuadratic(s, 2), (s: Tensor) => periodic(s, 1)])
      for (const tiny of [1e-300, 5e-324]) expect(all(f, tiny)).toEqual(all(f, 0));
    const c = 2 * Math.PI ** 2;
    const wanted = some([1, -c, c ** 2 + c ** 2 / 3, -(c ** 3) * (2 + 1 / 15)]);
    for (const [i, got] of all((s) => periodic(s, 1), 0).entries()) expect(got / wanted[i]).toBeCloseTo(1, 13);
    for (const y of all((s) => periodic(s, 1), inf)) expect(y).toBeNaN();
    expect(all((p) => periodic(0, p, 0.5), 3)).toEqual(some([1, 0, 0, 0]));
  });
});

describe("covariance matrices", () => {
  const covariances = {
    "matern 5/2": (d2: Tensor) => matern(d2, 2.5),
    "matern 2.3": (d2: Tensor) => matern(d2, 2.3),
    "matern ∞": (d2: Tensor) => matern(d2, inf),
    rationalQuadratic: (d2: Tensor) => rationalQuadratic(d2, 0.7),
    periodic: (d2: Tensor) => periodic(d2, 1.7, 0.8),
  };

  test("the Hessian in an input of Matérn 5/2 at coincident points is −5/3", () => {
    const f = (x: Tensor) => sum(matern(pairwiseSquaredDistance(x, zeros([1, 1])), 2.5));
    expect(hessian(f)(zeros([1, 1])).item()).toBeCloseTo(-5 / 3, 14);
    const reverse = grad((x: Tensor) => sum(grad(f)(x) as Tensor))(zeros([1, 1]));
    expect(reverse.item()).toBeCloseTo(-5 / 3, 14);
  });

  test("a Hessian that the covariance has, but not as a function of the squared distance, is NaN", () => {
    for (const nu of [1.2, 1.5, 2]) {
      const f = (x: Tensor) => sum(matern(pairwiseSquaredDistance(x, zeros([1, 1])), nu));
      expect(grad(f)(zeros([1, 1])).item()).toBeCloseTo(0, 15);
      expect(hessian(f)(zeros([1, 1])).item()).toBeNaN();
    }
    const rough = (x: Tensor) => sum(matern(pairwiseSquaredDistance(x, zeros([1, 1])), 0.5));
    expect(grad(rough)(zeros([1, 1])).item()).toBeNaN();
  });

  test.each(Object.entries(covariances))("%s in other units: inputs and lengths times 1e±9", (_name, f) => {
    const x = [[0, 0.3], [0.7, -0.2], [0.7, -0.2], [1.9, 2.2]]; // biome-ignore format: points
    const gradient = (unit: number): number[] => {
      const points = tensor(x.map((row) => row.map((v) => v * unit)));
      const loss = (p: Tensor): Tensor => sum(mul(f(mul(pairwiseSquaredDistance(p), unit ** -2)), weights));
      return [...grad(loss)(points).data].map((v) => v * unit);
    };
    const one = gradient(1);
    for (const unit of [1e-9, 1e9]) {
      for (const [i, v] of gradient(unit).entries()) expect(Math.abs(v - one[i])).toBeLessThan(1e-13);
    }
  });

  test("orders that are no positive numbers are refused", () => {
    expect(() => grad((nu: Tensor) => matern(1, nu as never))(0.5)).toThrow(ArgumentError);
    expect(() => matern(1, tensor(2.5) as never)).toThrow(/^matern: nu is .*, not a positive number\. It is not diff/);
    expect(() => matern(1, 0)).toThrow("matern: nu is 0, not a positive number. Give another order.");
    expect(() => matern(1, nan)).toThrow(ArgumentError);
    expect(rationalQuadratic(1, tensor([0, -1, nan])).toArray()).toEqual([nan, nan, nan]);
  });

  test("large orders go over into the squared exponential", () => {
    const d2 = tensor([0, 0.3, 4, 30]);
    const gap = (nu: number): number =>
      Math.max(...matern(d2, nu).data.map((y, i) => Math.abs(y - exp(mul(-0.5, d2)).data[i])));
    expect(gap(1e4)).toBeLessThan(1e-4);
    expect(gap(1e12)).toBeLessThan(1e-12);
  });
});

const weights: Tensor = tensor(
  Float64Array.from({ length: 16 }, (_, i) => Math.cos(i)),
  [4, 4],
);
