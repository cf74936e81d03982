import { type Tensor, tensor } from "@wengert/array";
import { adjoint } from "@wengert/core";
import { cos, exp, greaterEqual, mul, sin, sqrt, sub, sum } from "@wengert/ops";
import { type ConstrainedExample, linear, minus, over, plus, type Scalar, sq, times } from "./formulas.ts";

/** Limits on values in units of the limits, each as two numbers ≥ 0. */
const between = (lower: readonly number[], upper: readonly number[], values: readonly Scalar[]): Scalar[] =>
  values.flatMap((v, i) => [over(minus(v, lower[i]), upper[i]), over(minus(upper[i], v), upper[i])]);

/** The larger root of ax² + bx + c. */
const root = (a: Scalar, b: Scalar, c: Scalar): Scalar =>
  over(plus(times(-1, b), sqrt(minus(sq(b), times(4, a, c)))), times(2, a));

/**
 * The alkylation of 67. The collection iterates two equations until 10⁻³; each is quadratic in its unknown, here with the root to
 * which the iterations converge.
 */
function alkylation(x1: Scalar, x2: Scalar, x3: Scalar): readonly Scalar[] {
  // y₂ = x₁(112 + 13.167 y₆ - 0.6667 y₆²)/100 and y₆ = (x₂ + 1.22 y₂ - x₁)/x₁.
  const rest = minus(1 - 1.22 * 1.12, over(x2, x1));
  const y6 = root(1.22 * 0.006667, 1 - 1.22 * 0.13167, rest);
  const y2 = times(0.01, x1, plus(112, times(13.167, y6), times(-0.6667, sq(y6))));
  const y3 = minus(times(1.22, y2), x1);
  // y₄ = 98000 x₃/(y₂y₇ + 1000 x₃) with y₇ = p - q y₄.
  const base = plus(86.35 - 0.325 * 89, times(1.098, y6), times(-0.038, sq(y6)));
  const p = minus(35.82 + 0.222 * 133, times(0.666, base));
  const q = 0.666 * 0.325;
  const y4 = smallerRoot(times(q, y2), plus(times(p, y2), times(1000, x3)), times(98000, x3));
  const y5 = plus(base, times(0.325, y4));
  const y8 = minus(times(3, y5), 133);
  return [y2, y3, y4, y5, y6, minus(35.82, times(0.222, y8)), y8];
}

/** The smaller root of ax² - bx + c, for positive numbers. */
const smallerRoot = (a: Scalar, b: Scalar, c: Scalar): Scalar =>
  over(times(2, c), plus(b, sqrt(minus(sq(b), times(4, a, c)))));

/** Φ(x) = ½ + φ(x)(x + x³/3 + x⁵/(3·5) + …), to 16 digits of 1. */
function normal(x: number): number {
  if (Math.abs(x) > 9) return x > 0 ? 1 : 0;
  let [total, term] = [0, x];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(total); k += 2) {
    total += term;
    term *= (x * x) / k;
  }
  return 0.5 + (total * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
const normalCdf = adjoint((x: Tensor) => {
  const density = (): Tensor => mul(1 / Math.sqrt(2 * Math.PI), exp(mul(-0.5, mul(x, x))));
  return [tensor(normal(x.item())), (g) => [mul(g, density())]];
});

/** 68 and 69: how often to inspect, at the least cost. */
function inspection(
  hs: number,
  [a, b, n]: readonly [number, number, number],
  value: number,
  at: readonly number[],
): ConstrainedExample {
  return {
    hs,
    start: [1, 1, 1, 1],
    lower: [0.0001, 0, 0, 0],
    upper: [100, 100, 2, 2],
    objective: (x1, _x2, x3, x4) => {
      const e = minus(exp(x1), 1);
      return over(minus(a * n, over(times(minus(times(b, e), x3), x4), plus(e, x4))), x1);
    },
    equalities: (_x1, x2, x3, x4) => {
      const at = (shift: number): Scalar => normalCdf(sub(shift, x2));
      return [minus(x3, times(2, at(0))), plus(x4, times(-1, at(Math.sqrt(n))), times(-1, at(-Math.sqrt(n))))];
    },
    value,
    at,
  };
}

/** A price that depends on how much is taken: the last one whose beginning is reached. */
function price(x: Tensor, steps: readonly (readonly [from: number, price: number])[]): Scalar {
  const reached = steps.findLast(([from]) => greaterEqual(x, from).item() === 1) ?? steps[0];
  return times(reached[1], x);
}

/** The roots of x·tan x = 1, by Newton's method. */
const mu = Array.from({ length: 30 }, (_, i) => {
  let x = i === 0 ? 0.86 : i * Math.PI + 1 / (i * Math.PI);
  for (let count = 0; count < 8; count++) {
    x -= (x * Math.sin(x) - Math.cos(x)) / (2 * Math.sin(x) + x * Math.cos(x));
  }
  return x;
});
const a = mu.map((m) => (2 * Math.sin(m)) / (m + Math.sin(m) * Math.cos(m)));
const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x) / x);
const squares = tensor(mu.map((m) => m * m));
const first = tensor(mu.map((m, i) => 2 * a[i] * (Math.cos(m) - Math.sin(m) / m)));
const second = tensor(
  mu.map((m, i) => mu.map((l, j) => (sinc(m + l) + sinc(m - l)) * 0.5 * a[i] * a[j] * (m * l) ** 2)),
);

/** How far a rod is from its temperature after it was heated and cooled in turns: the double sum over 30 terms of 88 to 92. */
function missedHeat(x: readonly Tensor[]): Scalar {
  const decay = (k: number): Tensor => exp(mul(-1, mul(squares, plus(...x.slice(k).map(sq)))));
  const signs = x.map((_, k) => (k === 0 ? 1 : k % 2 === 1 ? -2 : 2));
  const turns = plus(...signs.map((sign, k) => times(sign, decay(k))), x.length % 2 === 0 ? 1 : -1);
  const rho = times(-1, over(turns, squares)) as Tensor;
  return plus(2 / 15, sum(mul(first, rho)), sum(mul(rho, sum(mul(second, rho), { axis: 1 }))));
}

function heating(hs: number, at: readonly number[]): ConstrainedExample {
  return {
    hs,
    start: at.map((_, i) => (i % 2 === 0 ? 0.5 : -0.5)),
    objective: (...x) => plus(...x.map(sq)),
    inequalities: (...x) => [minus(1e-4, missedHeat(x))],
    value: 1.36265681,
    at,
  };
}

/** The problems whose functions are integrals, sums of many terms, or jump: 67 to 69 and 87 to 92. */
export const eighth: readonly ConstrainedExample[] = [
  {
    hs: 67,
    start: [1745, 12000, 110],
    lower: 1e-5,
    upper: [2000, 16000, 120],
    objective: (...x) => {
      const [y2, y3, , y5] = alkylation(x[0], x[1], x[2]);
      return plus(linear([5.04, 0.035, 10], x), times(3.36, y3), times(-0.063, y2, y5));
    },
    inequalities: (x1, x2, x3) =>
      between([0, 0, 85, 90, 3, 0.01, 145], [5000, 2000, 93, 95, 12, 4, 162], alkylation(x1, x2, x3)),
    value: -1162.02698006,
    at: [1728.37144324, 16000, 98.13616205],
  },
  inspection(68, [0.0001, 1, 24], -0.920425026, [0.06785874, 3.6461717, 0.00026616, 0.8948622]),
  inspection(69, [0.1, 1000, 4], -956.71288, [0.02937141742, 1.1902534, 0.23394676, 0.7916678]),
  {
    hs: 87,
    start: [390, 1000, 419.5, 340.5, 198.175, 0.5],
    lower: [0, 0, 340, 340, -1000, 0],
    upper: [400, 1000, 420, 420, 10000, 0.5236],
    objective: (x1, x2) =>
      plus(
        price(x1, [
          [0, 30],
          [300, 31],
        ]),
        price(x2, [
          [0, 28],
          [100, 29],
          [200, 30],
        ]),
      ),
    equalities: (x1, x2, x3, x4, x5, x6) => {
      const [ohms, phase, loss] = [131.078, 1.48477, 0.90798];
      const own = (x: Scalar, wave: number): Scalar => times((loss / ohms) * wave, sq(x));
      const shared = times(1 / ohms, x3, x4);
      return [
        plus(300, times(-1, x1), times(-1, shared, cos(sub(phase, x6))), own(x3, Math.cos(1.47588))),
        plus(times(-1, x2), times(-1, shared, cos(minus(phase, times(-1, x6)))), own(x4, Math.cos(1.47588))),
        plus(times(-1, x5), times(-1, shared, sin(minus(phase, times(-1, x6)))), own(x4, Math.sin(1.47588))),
        plus(200, times(-1, shared, sin(sub(phase, x6))), own(x3, Math.sin(1.47588))),
      ];
    },
    value: 8927.5977,
    at: [107.8119, 196.3186, 373.8307, 420, 21.30713, 0.153292],
  },
  heating(88, [1.074319, -0.4566137]),
  heating(89, [1.074319, -0.4566137, 0]),
  // A variable of 0 between others is a turn that takes no time, so that these have many minima, as good as that of 88.
  heating(90, [1.074319, 0, 0, -0.4566137]),
  heating(91, [1.074319, 0, 0, -0.4566137, 0]),
  heating(92, [1.074319, 0, 0, 0, 0, -0.4566137]),
];
