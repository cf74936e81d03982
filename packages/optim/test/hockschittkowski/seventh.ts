import { type Tensor, tensor } from "@wengert/array";
import { add, cos, div, exp, log, mul, sin, square, sub, sum } from "@wengert/ops";
import {
  type ConstrainedExample,
  type Formulas,
  linear,
  minus,
  monomials,
  over,
  plus,
  power,
  product,
  type Scalar,
  sq,
  times,
  vector,
} from "./formulas.ts";

/** Problems 101 to 103: one geometric program with three exponents. */
function geometric(hs: number, e: number, value: number, at: readonly number[]): ConstrainedExample {
  const cost = (x: readonly Tensor[]): Scalar =>
    monomials(
      [
        [10, { 1: 1, 2: -1, 4: 2, 6: -3, 7: e }],
        [15, { 1: -1, 2: -2, 3: 1, 4: 1, 5: -1, 7: -0.5 }],
        [20, { 1: -2, 2: 1, 4: -1, 5: -2, 6: 1 }],
        [25, { 1: 2, 2: 2, 3: -1, 5: 0.5, 6: -2, 7: 1 }],
      ],
      x,
    );
  return {
    hs,
    start: new Array(7).fill(6),
    lower: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.01],
    upper: 10,
    objective: (...x) => cost(x),
    inequalities: (...x) => [
      ...[
        monomials(
          [
            [0.5, { 1: 0.5, 3: -1, 6: -2, 7: 1 }],
            [0.7, { 1: 3, 2: 1, 3: -2, 6: 1, 7: 0.5 }],
            [0.2, { 2: -1, 3: 1, 4: -0.5, 6: 2 / 3, 7: 0.25 }],
          ],
          x,
        ),
        monomials(
          [
            [1.3, { 1: -0.5, 2: 1, 3: -1, 5: -1, 6: 1 }],
            [0.8, { 3: 1, 4: -1, 5: -1, 6: 2 }],
            [3.1, { 1: -1, 2: 0.5, 4: -2, 5: -1, 6: 1 / 3 }],
          ],
          x,
        ),
        monomials(
          [
            [2, { 1: 1, 3: -1.5, 5: 1, 6: -1, 7: 1 / 3 }],
            [0.1, { 2: 1, 3: -0.5, 5: 1, 6: -1, 7: -0.5 }],
            [1, { 1: -1, 2: 1, 3: 0.5, 5: 1 }],
            [0.65, { 2: -2, 3: 1, 5: 1, 6: -1, 7: 1 }],
          ],
          x,
        ),
        monomials(
          [
            [0.2, { 1: -2, 2: 1, 4: -1, 5: 0.5, 7: 1 / 3 }],
            [0.3, { 1: 0.5, 2: 2, 3: 1, 4: 1 / 3, 5: -2 / 3, 7: 0.25 }],
            [0.4, { 1: -3, 2: -2, 3: 1, 5: 1, 7: 0.75 }],
            [0.5, { 3: -2, 4: 1, 7: 0.5 }],
          ],
          x,
        ),
      ].map((g) => minus(1, g)),
      minus(cost(x), 100),
      minus(3000, cost(x)),
    ],
    value,
    at,
  };
}

/** The weights of 235 observations of 105: values, and how many there are of each. */
const weights: readonly (readonly [number, number])[] = [
  ...([
    [95, 1],
    [105, 1],
    [110, 4],
    [115, 4],
    [120, 15],
    [125, 15],
    [130, 15],
    [135, 13],
    [140, 21],
  ] as const),
  ...([
    [145, 12],
    [150, 17],
    [155, 4],
    [160, 20],
    [165, 8],
    [170, 17],
    [175, 8],
    [180, 6],
    [185, 6],
  ] as const),
  ...([
    [190, 7],
    [195, 4],
    [200, 3],
    [205, 3],
    [210, 8],
    [215, 1],
    [220, 6],
    [230, 5],
    [235, 1],
  ] as const),
  ...([
    [240, 7],
    [245, 1],
    [250, 2],
  ] as const),
];

/** Two admittances of 107. */
const [c107, d107] = [(48.4 / 50.176) * Math.sin(0.25), (48.4 / 50.176) * Math.cos(0.25)];

/** The powers and voltages of the three stations of 109. */
const powers: Formulas = (x1, x2, x3, x4, x5, x6, x7, x8, x9) => {
  const a = 50.176;
  const [b, c] = [Math.sin(0.25), Math.cos(0.25)];
  const s = (angle: Scalar): Scalar => sin(minus(angle, 0.25));
  const k = (angle: Scalar): Scalar => cos(minus(angle, 0.25));
  const own = (v: Scalar): Scalar => times(-2 * c + 0.7533e-3 * a, sq(v));
  const apart = minus(x3, x4);
  const [x56, x57, x67] = [times(x5, x6), times(x5, x7), times(x6, x7)];
  return [
    plus(times(x56, s(times(-1, x3))), times(x57, s(times(-1, x4))), times(2 * b, sq(x5)), times(-a, x1), 400 * a),
    plus(times(x56, s(x3)), times(x67, s(apart)), times(2 * b, sq(x6)), times(-a, x2), 400 * a),
    plus(times(x57, s(x4)), times(x67, s(times(-1, apart))), times(2 * b, sq(x7)), 881.779 * a),
    plus(times(a, x8), times(x56, k(times(-1, x3))), times(x57, k(times(-1, x4))), -200 * a, own(x5)),
    plus(times(a, x9), times(x56, k(x3)), times(x67, k(apart)), -200 * a, own(x6)),
    plus(times(x57, k(x4)), times(x67, k(times(-1, apart))), -22.938 * a, own(x7)),
  ];
};

/** Which products 119 adds up: row i has the numbers j of xᵢ's partners. */
const partners = [
  [1, 4, 7, 8, 16],
  [2, 3, 7, 10],
  [3, 7, 9, 10, 14],
  [4, 7, 11, 15],
  [5, 6, 10, 12, 16],
  [6, 8, 15],
  [7, 11, 13],
  [8, 10, 15],
  [9, 12, 16],
  [10, 14],
  [11, 13],
  [12, 14],
  [13, 14],
  [14],
  [15],
  [16],
];
const shares = [
  [0.22, 0.2, 0.19, 0.25, 0.15, 0.11, 0.12, 0.13, 1, 0, 0, 0, 0, 0, 0, 0],
  [-1.46, 0, -1.3, 1.82, -1.15, 0, 0.8, 0, 0, 1, 0, 0, 0, 0, 0, 0],
  [1.29, -0.89, 0, 0, -1.16, -0.96, 0, -0.49, 0, 0, 1, 0, 0, 0, 0, 0],
  [-1.1, -1.06, 0.95, -0.54, 0, -1.78, -0.41, 0, 0, 0, 0, 1, 0, 0, 0, 0],
  [0, 0, 0, -1.43, 1.51, 0.59, -0.33, -0.43, 0, 0, 0, 0, 1, 0, 0, 0],
  [0, -1.72, -0.33, 0, 1.62, 1.24, 0.21, -0.26, 0, 0, 0, 0, 0, 1, 0, 0],
  [1.12, 0, 0, 0.31, 0, 0, 1.12, 0, -0.36, 0, 0, 0, 0, 0, 1, 0],
  [0, 0.45, 0.26, -1.1, 0.58, 0, -1.03, 0.1, 0, 0, 0, 0, 0, 0, 0, 1],
];

/** Problems 101 to 119 that are long to write. */
export const seventh: readonly ConstrainedExample[] = [
  geometric(101, -0.25, 1809.76476, [2.856159, 0.610823, 2.150813, 4.712874, 0.9994875, 1.347508, 0.03165277]),
  geometric(
    102,
    0.125,
    911.880571,
    [3.896260818, 0.809358142, 2.66438015, 4.300885928, 0.853552241, 1.095283114, 0.02731018643],
  ),
  geometric(
    103,
    0.5,
    543.667958,
    [4.394103579, 0.85446879, 2.84322965, 3.399979054, 0.722926036, 0.870406392, 0.02463883266],
  ),
  {
    hs: 105,
    start: [0.1, 0.2, 100, 125, 175, 11.2, 13.2, 15.8],
    lower: [0.001, 0.001, 100, 130, 170, 5, 5, 5],
    upper: [0.499, 0.499, 180, 210, 240, 25, 25, 25],
    objective: (a, b, m1, m2, m3, s1, s2, s3) => {
      const y = tensor(weights.map(([w]) => w));
      const counts = tensor(weights.map(([, count]) => count));
      const bell = (share: Scalar, m: Scalar, s: Scalar): Tensor =>
        mul(div(share, s), exp(div(square(sub(y, m)), mul(-2, square(s)))));
      const density = add(add(bell(a, m1, s1), bell(b, m2, s2)), bell(minus(minus(1, a), b), m3, s3));
      return times(-1, sum(mul(counts, log(div(density, Math.sqrt(2 * Math.PI))))));
    },
    inequalities: (a, b) => [minus(minus(1, a), b)],
    // The collection has 1138.41624, where another point has less.
    value: 1136.30730357,
    at: [0.499, 0.3527631, 163.058229, 130.245616, 222.766956, 19.5373718, 11.8783169, 16.4148845],
  },
  {
    hs: 107,
    start: [0.8, 0.8, 0.2, 0.2, 1.0454, 1.0454, 0, 0, 0],
    lower: [
      0,
      0,
      ...new Array(2).fill(Number.NEGATIVE_INFINITY),
      0.90909,
      0.90909,
      0.90909,
      ...new Array(2).fill(Number.NEGATIVE_INFINITY),
    ],
    upper: [
      ...new Array(4).fill(Number.POSITIVE_INFINITY),
      1.0909,
      1.0909,
      1.0909,
      ...new Array(2).fill(Number.POSITIVE_INFINITY),
    ],
    objective: (a, b) => plus(times(3000, a), times(1000, power(a, 3)), times(2000, b), times(666.667, power(b, 3))),
    equalities: (x1, x2, x3, x4, x5, x6, x7, x8, x9) => {
      const real = (angle: Scalar, sign: number): Scalar =>
        plus(times(sign * d107, sin(angle)), times(c107, cos(angle)));
      const other = (angle: Scalar, sign: number): Scalar =>
        plus(times(sign * c107, sin(angle)), times(-d107, cos(angle)));
      const apart = minus(x8, x9);
      const [x56, x57, x67] = [times(x5, x6), times(x5, x7), times(x6, x7)];
      return [
        plus(0.4, times(-1, x1), times(2 * c107, sq(x5)), times(-1, x56, real(x8, 1)), times(-1, x57, real(x9, 1))),
        plus(
          0.4,
          times(-1, x2),
          times(2 * c107, sq(x6)),
          times(-1, x56, real(x8, -1)),
          times(-1, x67, real(apart, -1)),
        ),
        plus(0.8, times(2 * c107, sq(x7)), times(-1, x57, real(x9, -1)), times(-1, x67, real(apart, 1))),
        plus(0.2, times(-1, x3), times(2 * d107, sq(x5)), times(x56, other(x8, 1)), times(x57, other(x9, 1))),
        plus(0.2, times(-1, x4), times(2 * d107, sq(x6)), times(x56, other(x8, -1)), times(x67, other(apart, -1))),
        plus(-0.337, times(2 * d107, sq(x7)), times(x57, other(x9, -1)), times(x67, other(apart, 1))),
      ];
    },
    value: 5055.011803,
    at: [0.6670095, 1.022388, 0.2282879, 0.1848217, 1.0909, 1.0909, 1.06936, 0.1066126, -0.3387867],
  },
  {
    hs: 109,
    start: new Array(9).fill(0),
    lower: [0, 0, -0.55, -0.55, 196, 196, 196, -400, -400],
    upper: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0.55, 0.55, 252, 252, 252, 800, 800],
    objective: (a, b) => plus(times(3, a), times(1e-6, power(a, 3)), times(2, b), times(0.522074e-6, power(b, 3))),
    inequalities: (x1, x2, x3, x4, _x5, _x6, _x7, x8, x9) => [
      plus(x4, times(-1, x3), 0.55),
      plus(x3, times(-1, x4), 0.55),
      plus(2250000, times(-1, sq(x1)), times(-1, sq(x8))),
      plus(2250000, times(-1, sq(x2)), times(-1, sq(x9))),
    ],
    equalities: powers,
    value: 5362.06928,
    at: [
      675.0253572984, 1134.0210700799, 0.1334850398715, -0.3711902675976, 252, 252, 201.4658579088, 426.6190001512,
      368.4881982938,
    ],
  },
  {
    hs: 114,
    start: [1745, 12000, 110, 3048, 1974, 89.2, 92.8, 8, 3.6, 145],
    lower: [1e-5, 1e-5, 1e-5, 1e-5, 1e-5, 85, 90, 3, 1.2, 145],
    upper: [2000, 16000, 120, 5000, 2000, 93, 95, 12, 4, 162],
    objective: (...x) => minus(linear([5.04, 0.035, 10, 0, 3.36], x), times(0.063, x[3], x[6])),
    inequalities: (x1, _x2, _x3, x4, _x5, x6, x7, x8, x9, x10) => {
      const [a, b] = [0.99, 0.9];
      const g1 = plus(35.82, times(-0.222, x10), times(-b, x9));
      const g2 = plus(-133, times(3, x7), times(-a, x10));
      const g5 = plus(times(1.12, x1), times(0.13167, x1, x8), times(-0.00667, x1, sq(x8)), times(-a, x4));
      const g6 = plus(57.425, times(1.098, x8), times(-0.038, sq(x8)), times(0.325, x6), times(-a, x7));
      return [
        g1,
        g2,
        plus(times(-1, g1), times(1 / b - b, x9)),
        plus(times(-1, g2), times(1 / a - a, x10)),
        g5,
        g6,
        plus(times(-1, g5), times(1 / a - a, x4)),
        plus(times(-1, g6), times(1 / a - a, x7)),
      ];
    },
    equalities: (x1, x2, x3, x4, x5, x6, _x7, x8, x9) => [
      plus(times(1.22, x4), times(-1, x1), times(-1, x5)),
      minus(over(times(98000, x3), plus(times(x4, x9), times(1000, x3))), x6),
      minus(over(plus(x2, x5), x1), x8),
    ],
    value: -1768.80696,
    at: [
      1698.09473109545, 15818.61065229285, 54.10269773086, 3031.2251894225, 2000, 90.1154243297, 95, 10.49329600172,
      1.56163636364, 153.53535353535,
    ],
  },
  {
    hs: 116,
    start: [0.5, 0.8, 0.9, 0.1, 0.14, 0.5, 489, 80, 650, 450, 150, 150, 150],
    lower: [0.1, 0.1, 0.1, 1e-4, 0.1, 0.1, 0.1, 0.1, 500, 0.1, 1, 1e-4, 1e-4],
    upper: [1, 1, 1, 0.1, 0.9, 0.9, 1000, 1000, 1000, 500, 150, 150, 150],
    objective: (...x) => plus(x[10], x[11], x[12]),
    inequalities: (...x) => {
      const [x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13] = x;
      const all = plus(x11, x12, x13);
      const stage = (y: Scalar, z: Scalar): Scalar =>
        plus(y, times(-0.03475, z), times(-0.975, z, y), times(0.00975, sq(z)));
      const recovered = (y: Scalar, z: Scalar, w: Scalar): Scalar =>
        plus(y, times(-1.262626, w), times(1.231059, z, w));
      return [
        minus(x3, x2),
        minus(x2, x1),
        plus(1, times(-0.002, x7), times(0.002, x8)),
        minus(all, 50),
        minus(250, all),
        recovered(x13, x3, x10),
        stage(x5, x2),
        stage(x6, x3),
        plus(times(x5, x7), times(-1, x1, x8), times(-1, x4, x7), times(x4, x8)),
        plus(
          1,
          times(-0.002, plus(times(x2, x9), times(x5, x8), times(-1, x1, x8), times(-1, x6, x9))),
          times(-1, x5),
          times(-1, x6),
        ),
        plus(times(x2, x9), times(-1, x3, x10), times(-1, x6, x9), times(-500, x2), times(500, x6), times(x2, x10)),
        plus(x2, -0.9, times(-0.002, plus(times(x2, x10), times(-1, x3, x10)))),
        stage(x4, x1),
        recovered(x11, x1, x8),
        recovered(x12, x2, x9),
      ];
    },
    value: 97.58751,
    at: [
      0.8037731573767, 0.8999858005409, 0.9709830961312, 0.1, 0.1908131759963, 0.4606603781675, 574.0775733774242,
      74.0775733774241, 500.0161605028427, 0.1, 20.2330906412816, 77.3476900603028, 0.006728852066,
    ],
  },
  {
    hs: 119,
    start: new Array(16).fill(10),
    lower: 0,
    upper: 5,
    objective: (...x) => {
      const q = x.map((xi) => plus(sq(xi), xi, 1));
      return plus(...partners.flatMap((row, i) => row.map((j) => times(q[i], q[j - 1]))));
    },
    equalities: (...x) => [sub(product(shares, vector(x)), tensor([2.5, 1.1, -3.1, -3.5, 1.3, 2.1, 2.3, -1.5]))],
    value: 244.899698,
    at: [
      0.03984888749, 0.7919843733, 0.2028683171, 0.844360022, 1.2699099347, 0.9347353786, 1.6819617157, 0.1553009896,
      1.5678694679, 0, 0, 0, 0.6602037486, 0, 0.674253526, 0,
    ],
  },
];
