import { exp, sin, sqrt } from "@wengert/ops";
import {
  type ConstrainedExample,
  type Formulas,
  linear,
  minus,
  over,
  plus,
  power,
  type Scalar,
  sq,
  times,
} from "./formulas.ts";

const root = Math.SQRT2;
const all = (n: number, x: number): number[] => new Array(n).fill(x);

const sphere: Formulas = (a, b, c, d, e) => [
  plus(...[a, b, c, d, e].map(sq), -10),
  plus(times(b, c), times(-5, d, e)),
  plus(power(a, 3), power(b, 3), 1),
];
const sphereAt = [-1.717142, 1.595708, 1.827248, -0.7636429, -0.7636435];
const eighty = {
  start: [-2, 2, 2, -1, -1],
  lower: [-2.3, -2.3, -3.2, -3.2, -3.2],
  upper: [2.3, 2.3, 3.2, 3.2, 3.2],
  equalities: sphere,
  value: 0.0539498478,
  at: sphereAt,
};

/** Problems 74 and 75: an electric network, whose angles differ by at most a. */
function network(hs: number, a: number, value: number, at: readonly number[]): ConstrainedExample {
  return {
    hs,
    start: all(4, 0),
    lower: [0, 0, -a, -a],
    upper: [1200, 1200, a, a],
    objective: (b, c) => plus(times(3, b), times(1e-6, power(b, 3)), times(2, c), times(2e-6 / 3, power(c, 3))),
    inequalities: (_b, _c, d, e) => [plus(e, times(-1, d), a), plus(d, times(-1, e), a)],
    equalities: (b, c, d, e) => {
      const wave = (...terms: readonly Scalar[]): Scalar => times(1000, sin(plus(...terms, -0.25)));
      const [nd, ne] = [times(-1, d), times(-1, e)];
      return [
        minus(plus(wave(nd), wave(ne), 894.8), b),
        minus(plus(wave(d), wave(d, ne), 894.8), c),
        plus(wave(e), wave(e, nd), 1294.8),
      ];
    },
    value,
    at,
  };
}

/** Problems 71 to 83. */
export const fourth: readonly ConstrainedExample[] = [
  {
    hs: 71,
    start: [1, 5, 5, 1],
    lower: 1,
    upper: 5,
    objective: (a, b, c, d) => plus(times(a, d, plus(a, b, c)), c),
    inequalities: (...x) => [minus(times(...x), 25)],
    equalities: (...x) => [minus(plus(...x.map(sq)), 40)],
    value: 17.0140173,
    at: [1, 4.7429994, 3.8211503, 1.3794082],
  },
  {
    hs: 72,
    start: all(4, 1),
    lower: 0.001,
    upper: [4e5, 3e5, 2e5, 1e5],
    objective: (...x) => plus(1, ...x),
    inequalities: (...x) => [
      minus(0.0401, plus(...[4, 2.25, 1, 0.25].map((k, i) => over(k, x[i])))),
      minus(0.010085, plus(...[0.16, 0.36, 0.64, 0.64].map((k, i) => over(k, x[i])))),
    ],
    value: 727.67937,
    at: [193.4071, 179.5475, 185.0186, 168.7062],
  },
  {
    hs: 73,
    start: all(4, 1),
    lower: 0,
    objective: (...x) => linear([24.55, 26.75, 39, 40.5], x),
    inequalities: (...x) => [
      minus(linear([2.3, 5.6, 11.1, 1.3], x), 5),
      plus(linear([12, 11.9, 41.8, 52.1], x), -21, times(-1.645, sqrt(linear([0.28, 0.19, 20.5, 0.62], x.map(sq))))),
    ],
    equalities: (...x) => [minus(plus(...x), 1)],
    value: 29.894378,
    at: [0.6355216, 0, 0.3127019, 0.05177655],
  },
  network(74, 0.55, 5126.4981, [679.9453, 1026.067, 0.1188764, -0.3962336]),
  network(75, 0.48, 5174.4129, [776.1592, 925.1949, 0.05110879, -0.4288911]),
  {
    hs: 76,
    start: all(4, 0.5),
    lower: 0,
    objective: (...x) =>
      plus(linear([1, 0.5, 1, 0.5], x.map(sq)), times(-1, x[0], x[2]), times(x[2], x[3]), linear([-1, -3, 1, -1], x)),
    inequalities: (...x) => [
      minus(5, linear([1, 2, 1, 1], x)),
      minus(4, linear([3, 1, 2, -1], x)),
      minus(linear([0, 1, 4, 0], x), 1.5),
    ],
    value: -4.681818181,
    at: [0.2727273, 2.090909, 0, 0.5454545],
  },
  {
    hs: 77,
    start: all(5, 2),
    objective: (a, b, c, d, e) =>
      plus(sq(minus(a, 1)), sq(minus(a, b)), sq(minus(c, 1)), power(minus(d, 1), 4), power(minus(e, 1), 6)),
    equalities: (a, b, c, d, e) => [
      plus(times(sq(a), d), sin(minus(d, e)), -2 * root),
      plus(b, times(power(c, 4), sq(d)), -8 - root),
    ],
    value: 0.24150513,
    at: [1.166172, 1.182111, 1.380257, 1.506036, 0.6109203],
  },
  {
    hs: 78,
    start: [-2, 1.5, 2, -1, -1],
    objective: (...x) => times(...x),
    equalities: sphere,
    value: -2.91970041,
    at: sphereAt,
  },
  {
    hs: 79,
    start: all(5, 2),
    objective: (a, b, c, d, e) =>
      plus(sq(minus(a, 1)), sq(minus(a, b)), sq(minus(b, c)), power(minus(c, d), 4), power(minus(d, e), 4)),
    equalities: (a, b, c, d, e) => [
      plus(a, sq(b), power(c, 3), -2 - 3 * root),
      plus(b, times(-1, sq(c)), d, 2 - 2 * root),
      minus(times(a, e), 2),
    ],
    value: 0.0787768209,
    at: [1.191127, 1.362603, 1.472818, 1.635017, 1.679081],
  },
  { hs: 80, objective: (...x) => exp(times(...x)), ...eighty },
  {
    hs: 81,
    objective: (...x) => minus(exp(times(...x)), times(0.5, sq(plus(power(x[0], 3), power(x[1], 3), 1)))),
    ...eighty,
  },
  {
    hs: 83,
    start: [78, 33, 27, 27, 27],
    lower: [78, 33, 27, 27, 27],
    upper: [102, 45, 45, 45, 45],
    objective: (a, _b, c, _d, e) =>
      plus(times(5.3578547, sq(c)), times(0.8356891, a, e), times(37.293239, a), -40792.141),
    inequalities: (a, b, c, d, e) => {
      const p = plus(85.334407, times(0.0056858, b, e), times(0.0006262, a, d), times(-0.0022053, c, e));
      const q = plus(80.51249, times(0.0071317, b, e), times(0.0029955, a, b), times(0.0021813, sq(c)));
      const r = plus(9.300961, times(0.0047026, c, e), times(0.0012547, a, c), times(0.0019085, c, d));
      return [p, minus(92, p), minus(q, 90), minus(110, q), minus(r, 20), minus(25, r)];
    },
    value: -30665.53867,
    at: [78, 33, 29.99526, 45, 36.77581],
  },
];
