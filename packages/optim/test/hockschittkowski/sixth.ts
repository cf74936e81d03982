import { tensor } from "@wengert/array";
import { add, cos, div, exp, mul, pow, sin, square, sub, sum } from "@wengert/ops";
import {
  type ConstrainedExample,
  linear,
  minus,
  monomials,
  over,
  plus,
  power,
  type Scalar,
  sq,
  times,
} from "./formulas.ts";

/** Each number as often as the count beside it says. */
const repeated = (...pairs: readonly (readonly [number, number])[]): number[] =>
  pairs.flatMap(([x, count]) => new Array<number>(count).fill(x));

/** Observations of 57: of chlorine that is left, over the weeks. */
const weeks = repeated(
  ...([
    [8, 2],
    [10, 4],
    [12, 4],
    [14, 3],
    [16, 3],
    [18, 2],
    [20, 3],
    [22, 3],
    [24, 3],
  ] as const),
  ...([
    [26, 3],
    [28, 2],
    [30, 3],
    [32, 2],
    [34, 1],
    [36, 2],
    [38, 2],
    [40, 1],
    [42, 1],
  ] as const),
);
const chlorine = repeated(
  ...([
    [0.49, 2],
    [0.48, 1],
    [0.47, 1],
    [0.48, 1],
    [0.47, 1],
    [0.46, 2],
    [0.45, 1],
    [0.43, 1],
    [0.45, 1],
  ] as const),
  ...([
    [0.43, 2],
    [0.44, 1],
    [0.43, 2],
    [0.46, 1],
    [0.45, 1],
    [0.42, 2],
    [0.43, 1],
    [0.41, 2],
    [0.4, 1],
  ] as const),
  ...([
    [0.42, 1],
    [0.4, 2],
    [0.41, 1],
    [0.4, 1],
    [0.41, 2],
    [0.4, 3],
    [0.38, 1],
    [0.41, 1],
    [0.4, 2],
  ] as const),
  ...([
    [0.41, 1],
    [0.38, 1],
    [0.4, 2],
    [0.39, 2],
  ] as const),
);

/** Observations of 70. */
const times70 = [0.1, ...Array.from({ length: 18 }, (_, i) => i + 1)];
const observed = [
  0.00189, 0.1038, 0.268, 0.506, 0.577, 0.604, 0.725, 0.898, 0.947, 0.845, 0.702, 0.528, 0.385, 0.257, 0.159, 0.0869,
  0.0453, 0.01509, 0.00189,
];

/** One of the two humps of 70: √(n/6.2832) (c/7.658)ⁿ⁻¹ exp(n - r c n/7.658) rⁿ/(1 + 1/12n), with r the rate. */
function hump(n: Scalar, rate: Scalar): Scalar {
  const c = tensor(times70);
  const decay = exp(sub(n, mul(div(c, 7.658), mul(rate, n))));
  const rise = pow(div(c, 7.658), sub(n, 1));
  return over(times(power(over(n, 6.2832), 0.5), pow(rate, n), rise, decay), plus(1, over(1, times(12, n))));
}

/** The flight of 99: thrusts, and times between which the angle is constant. */
const thrusts = [50, 50, 75, 75, 75, 100, 100];
const moments = [0, 25, 50, 100, 150, 200, 290, 380];
const spans = thrusts.map((_, i) => moments[i + 1] - moments[i]);

/** Problems 47 to 99 that are long to write. */
export const sixth: readonly ConstrainedExample[] = [
  {
    hs: 47,
    start: [2, Math.SQRT2, -1, 2 - Math.SQRT2, 0.5],
    objective: (a, b, c, d, e) =>
      plus(sq(minus(a, b)), power(minus(b, c), 3), power(minus(c, d), 4), power(minus(d, e), 4)),
    equalities: (a, b, c, d, e) => [
      plus(a, sq(b), power(c, 3), -3),
      plus(b, times(-1, sq(c)), d, -1),
      minus(times(a, e), 1),
    ],
    value: 0,
    at: [1, 1, 1, 1, 1],
  },
  {
    hs: 54,
    start: [6e3, 1.5, 4e6, 2, 3e-3, 5e7],
    lower: [0, -10, 0, 0, -1, 0],
    upper: [2e4, 10, 1e7, 20, 1, 2e8],
    objective: (x1, x2, x3, x4, x5, x6) => {
      const [a, b] = [minus(x1, 1e4), minus(x2, 1)];
      const h = plus(
        over(plus(over(sq(a), 6.4e7), over(times(a, b), 2e4), sq(b)), 0.96),
        over(sq(minus(x3, 2e6)), 4.9e13),
        over(sq(minus(x4, 10)), 2.5e3),
        over(sq(minus(x5, 1e-3)), 2.5e-3),
        over(sq(minus(x6, 1e8)), 2.5e17),
      );
      return times(-1, exp(times(-0.5, h)));
    },
    equalities: (a, b) => [plus(a, times(4e3, b), -1.76e4)],
    value: -Math.exp(-27 / 280),
    at: [91600 / 7, 79 / 70, 2e6, 10, 1e-3, 1e8],
  },
  {
    hs: 57,
    start: [0.42, 5],
    lower: [0.4, -4],
    objective: (a, b) => {
      const fall = mul(sub(0.49, a), exp(mul(tensor(weeks.map((w) => 8 - w)), b)));
      return sum(square(sub(sub(tensor(chlorine), a), fall)));
    },
    inequalities: (a, b) => [plus(times(0.49, b), times(-1, a, b), -0.09)],
    value: 0.02845966972,
    at: [0.419952675, 1.284845629],
  },
  {
    hs: 59,
    start: [90, 10],
    lower: 0,
    upper: [75, 65],
    objective: (a, b) =>
      plus(
        monomials(
          [
            [-75.196, {}],
            [3.8112, { 1: 1 }],
            [-0.12694, { 1: 2 }],
            [0.0020567, { 1: 3 }],
            [-1.0345e-5, { 1: 4 }],
            [6.8306, { 2: 1 }],
            [-0.030234, { 1: 1, 2: 1 }],
            [1.28134e-3, { 1: 2, 2: 1 }],
            [-3.5256e-5, { 1: 3, 2: 1 }],
            [2.266e-7, { 1: 4, 2: 1 }],
            [-0.25645, { 2: 2 }],
            [0.0034604, { 2: 3 }],
            [-1.3514e-5, { 2: 4 }],
            [5.2375e-6, { 1: 2, 2: 2 }],
            [6.3e-8, { 1: 3, 2: 2 }],
            [-7e-10, { 1: 3, 2: 3 }],
            [-3.405e-4, { 1: 1, 2: 2 }],
            [1.6638e-6, { 1: 1, 2: 3 }],
          ],
          [a, b],
        ),
        over(28.106, plus(b, 1)),
        times(2.8673, exp(times(0.0005, a, b))),
      ),
    inequalities: (a, b) => [
      minus(times(a, b), 700),
      minus(b, over(sq(a), 125)),
      minus(sq(minus(b, 50)), times(5, minus(a, 55))),
    ],
    // The collection has -7.804226324, which its formula with the printed digits does not reach.
    value: -7.802789471656,
    at: [13.5501423, 51.6599741],
  },
  {
    hs: 70,
    start: [2, 4, 0.04, 2],
    lower: 1e-5,
    upper: [100, 100, 1, 100],
    objective: (a, b, c, d) => {
      const mean = plus(c, times(minus(1, c), d));
      const first = times(c, hump(b, mean));
      const second = times(minus(1, c), hump(a, over(mean, d)));
      return sum(square(sub(add(first, second), tensor(observed))));
    },
    inequalities: (_a, _b, c, d) => [plus(c, times(minus(1, c), d))],
    value: 0.007498464,
    at: [12.27695, 4.631788, 0.3128625, 2.02929],
  },
  {
    hs: 84,
    start: [2.52, 2, 37.5, 9.25, 6.8],
    lower: [0, 1.2, 20, 9, 6.5],
    upper: [1000, 2.4, 60, 9.3, 7],
    objective: (...x) =>
      plus(
        24345,
        times(-1, x[0], plus(-8720288.849, linear([150512.5253, -156.6950325, 476470.3222, 729482.8271], x.slice(1)))),
      ),
    inequalities: (...x) => {
      const rows = [
        [-145421.402, 2931.1506, -40.427932, 5106.192, 15711.36],
        [-155011.1084, 4360.53352, 12.9492344, 10236.884, 13176.786],
        [-326669.5104, 7390.68412, -27.8986976, 16643.076, 30988.146],
      ];
      const values = rows.map(([c, ...others]) => times(x[0], plus(c, linear(others, x.slice(1)))));
      return [...values, ...[294000, 294000, 277200].map((most, i) => minus(most, values[i]))];
    },
    value: -5280335.133,
    at: [4.53743097, 2.4, 60, 9.3, 7],
  },
  {
    hs: 99,
    start: new Array(7).fill(0.5),
    lower: 0,
    upper: 1.58,
    objective: (...x) => times(-1, sq(plus(...x.map((xi, i) => times(thrusts[i] * spans[i], cos(xi)))))),
    equalities: (...x) => {
      let [height, speed]: Scalar[] = [0, 0];
      for (const [i, xi] of x.entries()) {
        const rise = minus(times(thrusts[i], sin(xi)), 32);
        height = plus(height, times(0.5 * spans[i] ** 2, rise), times(spans[i], speed));
        speed = plus(speed, times(spans[i], rise));
      }
      return [minus(height, 1e5), minus(speed, 1000)];
    },
    value: -0.831079892e9,
    at: [0.54246795727, 0.529021118294, 0.508449287457, 0.480268748709, 0.451236431402, 0.409183034407, 0.352787916336],
  },
];
