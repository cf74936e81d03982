import { exp, log, pow } from "@wengert/ops";
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

const all = (n: number, x: number): number[] => new Array(n).fill(x);

/** Problems 95 to 98: one function and four limits. */
function blend(hs: number, b: readonly number[], value: number, at: readonly number[]): ConstrainedExample {
  return {
    hs,
    start: all(6, 0),
    lower: 0,
    upper: [0.31, 0.046, 0.068, 0.042, 0.028, 0.0134],
    objective: (...x) => linear([4.3, 31.8, 63.3, 15.8, 68.5, 4.7], x),
    inequalities: (...x) => {
      const pairs = (c: readonly number[], places: readonly (readonly [number, number])[]): Scalar =>
        plus(...c.map((ci, i) => times(ci, x[places[i][0] - 1], x[places[i][1] - 1])));
      return [
        plus(
          linear([17.1, 38.2, 204.2, 212.3, 623.4, 1495.5], x),
          pairs(
            [-169, -3580, -3810, -18500, -24300],
            [
              [1, 3],
              [3, 5],
              [4, 5],
              [4, 6],
              [5, 6],
            ],
          ),
        ),
        plus(
          linear([17.9, 36.8, 113.9, 169.7, 337.8, 1385.2], x),
          pairs(
            [-139, -2450, -16600, -17200],
            [
              [1, 3],
              [4, 5],
              [4, 6],
              [5, 6],
            ],
          ),
        ),
        plus(linear([0, -273, 0, -70, -819, 0], x), pairs([26000], [[4, 5]])),
        plus(linear([159.9, -311, 0, 587, 391, 2198], x), pairs([-14000], [[1, 6]])),
      ].map((g, i) => minus(g, b[i]));
    },
    value,
    at,
  };
}

const chemical = {
  c: [-6.089, -17.164, -34.054, -5.914, -24.721, -14.986, -24.1, -10.708, -26.662, -22.179],
  balance: ((...x) => [
    minus(linear([1, 2, 2, 0, 0, 1, 0, 0, 0, 1], x), 2),
    minus(linear([0, 0, 0, 1, 2, 1, 1, 0, 0, 0], x), 1),
    minus(linear([0, 0, 1, 0, 0, 0, 1, 1, 2, 1], x), 1),
  ]) as (...x: readonly Scalar[]) => readonly Scalar[],
};
/** The amounts at the minimum of 112, whose logarithms are the minimum of 111. */
const amounts = [
  0.04066847, 0.14773045, 0.78315423, 0.00141422, 0.48524655, 0.00069317, 0.02739931, 0.01794727, 0.03731437,
  0.09687132,
];

const discs: Formulas = (a, b, c, d, e, f, g, h, i) => [
  minus(1, plus(sq(c), sq(d))),
  minus(1, sq(i)),
  minus(1, plus(sq(e), sq(f))),
  minus(1, plus(sq(a), sq(minus(b, i)))),
  minus(1, plus(sq(minus(a, e)), sq(minus(b, f)))),
  minus(1, plus(sq(minus(a, g)), sq(minus(b, h)))),
  minus(1, plus(sq(minus(c, e)), sq(minus(d, f)))),
  minus(1, plus(sq(minus(c, g)), sq(minus(d, h)))),
  minus(1, plus(sq(g), sq(minus(h, i)))),
  minus(times(a, d), times(b, c)),
  times(c, i),
  times(-1, e, i),
  minus(times(e, h), times(f, g)),
];

/** Problems 93 to 113. */
export const fifth: readonly ConstrainedExample[] = [
  {
    hs: 93,
    start: [5.54, 4.4, 12.02, 11.82, 0.702, 0.852],
    lower: 0,
    objective: (a, b, c, d, e, f) => {
      const [p, q] = [plus(a, b, c), plus(a, times(1.57, b), d)];
      return plus(
        times(0.0204, a, d, p),
        times(0.0187, b, c, q),
        times(0.0607, a, d, sq(e), p),
        times(0.0437, b, c, sq(f), q),
      );
    },
    inequalities: (a, b, c, d, e, f) => [
      minus(times(0.001, a, b, c, d, e, f), 2.07),
      plus(1, times(-0.00062, a, d, sq(e), plus(a, b, c)), times(-0.00058, b, c, sq(f), plus(a, times(1.57, b), d))),
    ],
    value: 135.075961,
    at: [5.332666, 4.656744, 10.43299, 12.0823, 0.7526074, 0.87865084],
  },
  blend(95, [4.97, -1.88, -29.08, -78.02], 0.015619514, [0, 0, 0, 0, 0, 0.003323303]),
  blend(96, [4.97, -1.88, -69.08, -118.02], 0.015619514, [0, 0, 0, 0, 0, 0.003323303]),
  blend(97, [32.97, 25.12, -29.08, -78.02], 3.1358091, [0.2685649, 0, 0, 0, 0.028, 0.0134]),
  blend(98, [32.97, 25.12, -124.08, -173.02], 3.1358091, [0.2685649, 0, 0, 0, 0.028, 0.0134]),
  {
    hs: 100,
    start: [1, 2, 0, 4, 0, 1, 1],
    objective: (a, b, c, d, e, f, g) =>
      plus(
        plus(sq(minus(a, 10)), times(5, sq(minus(b, 12))), power(c, 4), times(3, sq(minus(d, 11)))),
        plus(times(10, power(e, 6)), times(7, sq(f)), power(g, 4)),
        plus(times(-4, f, g), times(-10, f), times(-8, g)),
      ),
    inequalities: (a, b, c, d, e, f, g) => [
      minus(127, plus(times(2, sq(a)), times(3, power(b, 4)), c, times(4, sq(d)), times(5, e))),
      minus(282, plus(times(7, a), times(3, b), times(10, sq(c)), d, times(-1, e))),
      minus(196, plus(times(23, a), sq(b), times(6, sq(f)), times(-8, g))),
      plus(times(-4, sq(a)), times(-1, sq(b)), times(3, a, b), times(-2, sq(c)), times(-5, f), times(11, g)),
    ],
    value: 680.6300573,
    at: [2.330499, 1.951372, -0.4775414, 4.365726, -0.624487, 1.038131, 1.594227],
  },
  {
    hs: 104,
    start: [6, 3, 0.4, 0.2, 6, 6, 1, 0.5],
    lower: 0.1,
    upper: 10,
    objective: reactors,
    inequalities: (...x) => [
      minus(1, plus(times(0.0588, x[4], x[6]), times(0.1, x[0]))),
      minus(1, plus(times(0.0588, x[5], x[7]), times(0.1, x[0]), times(0.1, x[1]))),
      ...[0, 1].map((i) =>
        minus(
          1,
          plus(
            over(times(4, x[2 + i]), x[4 + i]),
            over(2, times(pow(x[2 + i], 0.71), x[4 + i])),
            over(times(0.0588, x[6 + i]), pow(x[2 + i], 1.3)),
          ),
        ),
      ),
      minus(reactors(...x), 1),
      minus(4.2, reactors(...x)),
    ],
    value: 3.9511634396,
    at: [6.465114, 2.232709, 0.6673975, 0.5957564, 5.932676, 5.527235, 1.013322, 0.4006682],
  },
  {
    hs: 106,
    start: [5000, 5000, 5000, 200, 350, 150, 225, 425],
    lower: [100, 1000, 1000, 10, 10, 10, 10, 10],
    upper: [10000, 10000, 10000, 1000, 1000, 1000, 1000, 1000],
    objective: (a, b, c) => plus(a, b, c),
    inequalities: (a, b, c, d, e, f, g, h) => [
      minus(1, times(0.0025, plus(d, f))),
      minus(1, times(0.0025, minus(plus(e, g), d))),
      minus(1, times(0.01, minus(h, e))),
      plus(times(a, f), times(-833.33252, d), times(-100, a), 83333.333),
      plus(times(b, g), times(-1250, e), times(-1, b, d), times(1250, d)),
      plus(times(c, h), -1250000, times(-1, c, e), times(2500, e)),
    ],
    // The collection gives 7049.330923, which is 10⁻⁵ above the minimum that better solvers have found since.
    value: 7049.2480205,
    at: [579.3066846, 1359.9706784, 5109.9706569, 182.0176996, 295.601174, 217.9823004, 286.4165257, 395.6011737],
  },
  {
    hs: 108,
    start: all(9, 1),
    lower: [...all(8, Number.NEGATIVE_INFINITY), 0],
    objective: (a, b, c, d, e, f, g, h, i) =>
      times(-0.5, plus(times(a, d), times(-1, b, c), times(c, i), times(-1, e, i), times(e, h), times(-1, f, g))),
    inequalities: discs,
    value: -0.8660254038,
    at: [0.8841292, 0.4672425, 0.03742076, 0.9992996, 0.8841292, 0.4672425, 0.03742076, 0.9992996, 0],
  },
  {
    hs: 110,
    start: all(10, 9),
    lower: 2.001,
    upper: 9.999,
    objective: (...x) =>
      minus(plus(...x.map((xi) => plus(sq(log(minus(xi, 2))), sq(log(minus(10, xi)))))), pow(times(...x), 0.2)),
    value: -45.77846971,
    at: all(10, 9.35025655),
  },
  {
    hs: 111,
    start: all(10, -2.3),
    lower: -100,
    upper: 100,
    objective: (...x) => {
      const total = log(plus(...x.map(exp)));
      return plus(...x.map((xj, j) => times(exp(xj), minus(plus(chemical.c[j], xj), total))));
    },
    equalities: (...x) => chemical.balance(...x.map(exp)),
    value: -47.76109026,
    at: amounts.map(Math.log),
  },
  {
    hs: 112,
    start: all(10, 0.1),
    lower: 1e-6,
    objective: (...x) => {
      const total = plus(...x);
      return plus(...x.map((xj, j) => times(xj, plus(chemical.c[j], log(over(xj, total))))));
    },
    equalities: chemical.balance,
    // The collection gives -47.707579, which is above the value of 111, the same problem in logarithms.
    value: -47.76109086,
    at: amounts,
  },
  {
    hs: 113,
    start: [2, 3, 5, 5, 1, 2, 7, 3, 6, 10],
    objective: (...x) =>
      plus(
        plus(sq(x[0]), sq(x[1]), times(x[0], x[1]), times(-14, x[0]), times(-16, x[1]), 45),
        ...[10, 5, 3, 1, 0, 11, 10, 7].map((c, i) => times([1, 4, 1, 2, 5, 7, 2, 1][i], sq(minus(x[i + 2], c)))),
      ),
    inequalities: (a, b, c, d, e, f, g, h, i, j) => [
      minus(105, linear([4, 5, -3, 9], [a, b, g, h])),
      linear([-10, 8, 17, -2], [a, b, g, h]),
      plus(linear([8, -2, -5, 2], [a, b, i, j]), 12),
      plus(times(-3, sq(minus(a, 2))), times(-4, sq(minus(b, 3))), times(-2, sq(c)), times(7, d), 120),
      plus(times(-5, sq(a)), times(-8, b), times(-1, sq(minus(c, 6))), times(2, d), 40),
      plus(times(-0.5, sq(minus(a, 8))), times(-2, sq(minus(b, 4))), times(-3, sq(e)), f, 30),
      plus(times(-1, sq(a)), times(-2, sq(minus(b, 2))), times(2, a, b), times(-14, e), times(6, f)),
      plus(times(3, a), times(-6, b), times(-12, sq(minus(i, 8))), times(7, j)),
    ],
    value: 24.3062091,
    at: [2.171996, 2.363683, 8.773926, 5.095984, 0.9906548, 1.430574, 1.321644, 9.828726, 8.280092, 8.375927],
  },
];

function reactors(...x: readonly Scalar[]): Scalar {
  const part = (i: number): Scalar => times(0.4, pow(x[i], 0.67), pow(x[i + 6], -0.67));
  return plus(part(0), part(1), 10, times(-1, x[0]), times(-1, x[1]));
}
