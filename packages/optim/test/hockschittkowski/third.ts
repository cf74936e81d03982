import { exp, log, sin } from "@wengert/ops";
import { type ConstrainedExample, linear, minus, over, plus, power, type Scalar, sq, times } from "./formulas.ts";

const root = Math.SQRT2;
const five = (n: number): number[] => new Array(5).fill(n);
const [a56, b56] = [Math.asin(Math.sqrt(1 / 4.2)), Math.asin(Math.sqrt(5 / 7.2))];
const [at56, bt56] = [Math.asin(Math.sqrt(2 / 7)), Math.asin(Math.sqrt(4 / 7))];

/** Problems 46 to 66. */
export const third: readonly ConstrainedExample[] = [
  {
    hs: 46,
    start: [root / 2, 1.75, 0.5, 2, 2],
    objective: (a, b, c, d, e) => plus(sq(minus(a, b)), sq(minus(c, 1)), power(minus(d, 1), 4), power(minus(e, 1), 6)),
    equalities: (a, b, c, d, e) => [
      plus(times(sq(a), d), sin(minus(d, e)), -1),
      plus(b, times(power(c, 4), sq(d)), -2),
    ],
    value: 0,
    at: five(1),
  },
  {
    hs: 48,
    start: [3, 5, -3, 2, -2],
    objective: (a, b, c, d, e) => plus(sq(minus(a, 1)), sq(minus(b, c)), sq(minus(d, e))),
    equalities: (...x) => [minus(plus(...x), 5), plus(linear([0, 0, 1, -2, -2], x), 3)],
    value: 0,
    at: five(1),
  },
  {
    hs: 49,
    start: [10, 7, 2, -3, 0.8],
    objective: (a, b, c, d, e) => plus(sq(minus(a, b)), sq(minus(c, 1)), power(minus(d, 1), 4), power(minus(e, 1), 6)),
    equalities: (...x) => [minus(linear([1, 1, 1, 4, 0], x), 7), minus(linear([0, 0, 1, 0, 5], x), 6)],
    value: 0,
    at: five(1),
  },
  {
    hs: 50,
    start: [35, -31, 11, 5, -5],
    objective: (a, b, c, d, e) => plus(sq(minus(a, b)), sq(minus(b, c)), power(minus(c, d), 4), sq(minus(d, e))),
    equalities: (...x) => [0, 1, 2].map((i) => minus(linear([1, 2, 3], x.slice(i)), 6)),
    value: 0,
    at: five(1),
  },
  {
    hs: 51,
    start: [2.5, 0.5, 2, -1, 0.5],
    objective: (a, b, c, d, e) => plus(sq(minus(a, b)), sq(plus(b, c, -2)), sq(minus(d, 1)), sq(minus(e, 1))),
    equalities: (...x) => [
      minus(linear([1, 3], x.slice(0, 2)), 4),
      linear([0, 0, 1, 1, -2], x),
      linear([0, 1, 0, 0, -1], x),
    ],
    value: 0,
    at: five(1),
  },
  {
    hs: 52,
    start: five(2),
    objective: (a, b, c, d, e) => plus(sq(minus(times(4, a), b)), sq(plus(b, c, -2)), sq(minus(d, 1)), sq(minus(e, 1))),
    equalities: (...x) => [linear([1, 3], x.slice(0, 2)), linear([0, 0, 1, 1, -2], x), linear([0, 1, 0, 0, -1], x)],
    value: 1859 / 349,
    at: [-33, 11, 180, -158, 11].map((x) => x / 349),
  },
  {
    hs: 53,
    start: five(2),
    lower: -10,
    upper: 10,
    objective: (a, b, c, d, e) => plus(sq(minus(a, b)), sq(plus(b, c, -2)), sq(minus(d, 1)), sq(minus(e, 1))),
    equalities: (...x) => [linear([1, 3], x.slice(0, 2)), linear([0, 0, 1, 1, -2], x), linear([0, 1, 0, 0, -1], x)],
    value: 176 / 43,
    at: [-33, 11, 27, -5, 11].map((x) => x / 43),
  },
  {
    hs: 55,
    start: [1, 2, 0, 0, 0, 2],
    lower: 0,
    upper: [
      1,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      1,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ],
    objective: (a, b, _, d, e) => plus(a, times(2, b), times(4, e), exp(times(a, d))),
    equalities: (...x) => [
      minus(linear([1, 2, 0, 0, 5, 0], x), 6),
      minus(linear([1, 1, 1, 0, 0, 0], x), 3),
      minus(linear([0, 0, 0, 1, 1, 1], x), 2),
      minus(linear([1, 0, 0, 1, 0, 0], x), 1),
      minus(linear([0, 1, 0, 0, 1, 0], x), 2),
      minus(linear([0, 0, 1, 0, 0, 1], x), 2),
    ],
    value: 19 / 3,
    at: [0, 4 / 3, 5 / 3, 1, 2 / 3, 1 / 3],
  },
  {
    hs: 56,
    start: [1, 1, 1, a56, a56, a56, b56],
    objective: (a, b, c) => times(-1, a, b, c),
    equalities: (...x) => [
      ...[0, 1, 2].map((i) => minus(x[i], times(4.2, sq(sin(x[i + 3]))))),
      minus(linear([1, 2, 2], x.slice(0, 3)), times(7.2, sq(sin(x[6])))),
    ],
    value: -3.456,
    at: [2.4, 1.2, 1.2, bt56, at56, at56, Math.PI / 2],
  },
  {
    hs: 60,
    start: [2, 2, 2],
    lower: -10,
    upper: 10,
    objective: (a, b, c) => plus(sq(minus(a, 1)), sq(minus(a, b)), power(minus(b, c), 4)),
    equalities: (a, b, c) => [plus(times(a, plus(1, sq(b))), power(c, 4), -4 - 3 * root)],
    value: 0.03256820025,
    at: [1.104859024, 1.196674194, 1.535262257],
  },
  {
    hs: 61,
    start: [0, 0, 0],
    objective: (...x) => plus(linear([4, 2, 2], x.map(sq)), linear([-33, 16, -24], x)),
    equalities: (a, b, c) => [plus(times(3, a), times(-2, sq(b)), -7), plus(times(4, a), times(-1, sq(c)), -11)],
    value: -143.6461422,
    at: [5.326770157, -2.118998639, 3.210464239],
  },
  {
    hs: 62,
    start: [0.7, 0.2, 0.1],
    lower: 0,
    upper: 1,
    objective: (a, b, c) => {
      const [two, three] = [plus(b, c, 0.03), plus(c, 0.03)];
      const share = (above: Scalar, below: Scalar): Scalar => log(over(above, below));
      return times(
        -32.174,
        plus(
          times(255, share(plus(a, two), plus(times(0.09, a), two))),
          times(280, share(two, plus(times(0.07, b), three))),
          times(290, share(three, plus(times(0.13, c), 0.03))),
        ),
      );
    },
    equalities: (...x) => [minus(plus(...x), 1)],
    value: -26272.51448,
    at: [0.6178126908, 0.328202223, 0.05398508606],
  },
  {
    hs: 63,
    start: [2, 2, 2],
    lower: 0,
    objective: (a, b, c) => plus(1000, linear([-1, -2, -1], [sq(a), sq(b), sq(c)]), times(-1, a, b), times(-1, a, c)),
    equalities: (a, b, c) => [minus(linear([8, 14, 7], [a, b, c]), 56), plus(sq(a), sq(b), sq(c), -25)],
    value: 961.7151721,
    at: [3.512118414, 0.2169881741, 3.552174034],
  },
  {
    hs: 64,
    start: [1, 1, 1],
    lower: 1e-5,
    objective: (...x) => plus(linear([5, 20, 10], x), ...[50000, 72000, 144000].map((k, i) => over(k, x[i]))),
    inequalities: (...x) => [minus(1, plus(...[4, 32, 120].map((k, i) => over(k, x[i]))))],
    value: 6299.842428,
    at: [108.7347175, 85.12613942, 204.3247078],
  },
  {
    hs: 65,
    start: [-5, 5, 0],
    lower: [-4.5, -4.5, -5],
    upper: [4.5, 4.5, 5],
    objective: (a, b, c) => plus(sq(minus(a, b)), times(1 / 9, sq(plus(a, b, -10))), sq(minus(c, 5))),
    inequalities: (a, b, c) => [minus(48, plus(sq(a), sq(b), sq(c)))],
    value: 0.9535288567,
    at: [3.650461821, 3.650461821, 4.6204170507],
  },
  {
    hs: 66,
    start: [0, 1.05, 2.9],
    lower: 0,
    upper: [100, 100, 10],
    objective: (a, _, c) => plus(times(0.2, c), times(-0.8, a)),
    inequalities: (a, b, c) => [minus(b, exp(a)), minus(c, exp(b))],
    value: 0.5181632741,
    at: [0.1841264879, 1.202167873, 3.327322322],
  },
];
