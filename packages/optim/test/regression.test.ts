import { type Tensor, tensor } from "@wengert/array";
import { add, cos, div, exp, log, mul, neg, pow, sin, square, sub } from "@wengert/ops";
import { generator } from "@wengert/random";
import { describe, expect, it } from "vitest";
import { type LeastSquaresMethod, leastSquares } from "../src/index.ts";
import { digits } from "./nist.ts";

type Model = (b: readonly Tensor[], x: Tensor) => Tensor;

/** A model with its usual two starts, and data: readings, or its own values at known parameters with noise. */
interface Regression {
  readonly name: string;
  readonly model: Model;
  readonly starts: readonly (readonly number[])[];
  /** Certified, or where the noise is added to. */
  readonly params: readonly number[];
  readonly x: readonly number[];
  readonly data: readonly number[] | { readonly noise: number };
  /** Who does not arrive from the first start. */
  readonly beyond?: readonly LeastSquaresMethod[];
  /** Digits of the standard errors that rounding leaves. */
  readonly errorDigits?: number;
}

const evenly = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
const peak = (b: readonly Tensor[], x: Tensor): Tensor => mul(b[0], exp(neg(square(div(sub(x, b[1]), b[2])))));
const decay = (a: Tensor, k: Tensor, x: Tensor): Tensor => mul(a, exp(neg(mul(k, x))));
const wave = (period: Tensor | number, c: Tensor, s: Tensor, x: Tensor): Tensor => {
  const angle = div(mul(2 * Math.PI, x), period);
  return add(mul(c, cos(angle)), mul(s, sin(angle)));
};

/**
 * Shapes of NIST's collection of certified regressions that are hard each in its way, with its starts.
 *
 * Source: NIST/ITL Statistical Reference Datasets, https://www.itl.nist.gov/div898/strd/.
 */
const regressions: readonly Regression[] = [
  {
    name: "BoxBOD: two parameters, few data",
    model: (b, x) => mul(b[0], sub(1, exp(neg(mul(b[1], x))))),
    starts: [
      [1, 1],
      [100, 0.75],
    ],
    params: [213.80940889, 0.54723748542],
    x: [1, 2, 3, 5, 7, 10],
    data: [109, 149, 149, 191, 213, 224],
  },
  {
    name: "MGH10: parameters of sizes apart",
    model: (b, x) => mul(b[0], exp(div(b[1], add(x, b[2])))),
    starts: [
      [2, 400_000, 25_000],
      [0.02, 4000, 250],
    ],
    params: [0.005609636471, 6181.3463463, 345.22363462],
    x: evenly(16, 50, 125),
    data: [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872],
  },
  {
    name: "MGH17: a start where only the sum of two terms matters",
    model: (b, x) => add(b[0], add(decay(b[1], b[3], x), decay(b[2], b[4], x))),
    starts: [
      [50, 150, -100, 1, 2],
      [0.5, 1.5, -1, 0.01, 0.02],
    ],
    params: [0.37541005211, 1.9358469127, -1.4646871366, 0.01286753464, 0.022122699662],
    x: evenly(33, 0, 320),
    data: [
      0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.85, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628, 0.603,
      0.58, 0.558, 0.538, 0.522, 0.506, 0.49, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.42, 0.414, 0.411,
      0.406,
    ],
    beyond: ["dogleg"],
  },
  {
    name: "Rat43: a growth curve with a free exponent",
    model: (b, x) => div(b[0], exp(div(log(add(1, exp(sub(b[1], mul(b[2], x))))), b[3]))),
    starts: [
      [100, 10, 1, 1],
      [700, 5, 0.75, 1.3],
    ],
    params: [699.6415127, 5.2771253025, 0.75962938329, 1.2792483859],
    x: evenly(15, 1, 15),
    data: [
      16.08, 33.83, 65.8, 97.2, 191.55, 326.2, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56, 689.96, 637.56, 717.41,
    ],
  },
  {
    name: "Bennett5: three parameters that can hardly be told apart",
    model: (b, x) => mul(b[0], pow(add(b[1], x), div(-1, b[2]))),
    starts: [
      [-2000, 50, 0.8],
      [-1500, 45, 0.85],
    ],
    params: [-2523.5058043, 46.736564644, 0.93218483193],
    x: evenly(154, 7.45, 95.3),
    data: { noise: 0.003 },
  },
  {
    name: "Gauss2: two peaks on a decay",
    model: (b, x) => add(decay(b[0], b[1], x), add(peak(b.slice(2, 5), x), peak(b.slice(5), x))),
    starts: [
      [96, 0.009, 103, 106, 18, 72, 151, 18],
      [98, 0.0105, 103, 105, 20, 73, 150, 20],
    ],
    params: [
      99.018328406, 0.010994945399, 101.88022528, 107.03095519, 23.578584029, 72.045589471, 153.27010194, 19.52597,
    ],
    x: evenly(250, 1, 250),
    data: { noise: 4 },
  },
  {
    name: "ENSO: three waves, two periods unknown",
    model: (b, x) => add(add(b[0], wave(12, b[1], b[2], x)), add(wave(b[3], b[4], b[5], x), wave(b[6], b[7], b[8], x))),
    starts: [
      [11, 3, 0.5, 40, -0.7, -1.3, 25, -0.3, 1.4],
      [10, 3, 0.5, 44, -1.5, 0.5, 26, -0.1, 1.5],
    ],
    params: [10.51, 3.076, 0.533, 44.31, -1.623, 0.526, 26.89, 0.212, 1.497],
    x: evenly(168, 1, 168),
    data: { noise: 3 },
  },
  {
    name: "Lanczos1: three decays, residuals of the size of rounding",
    model: (b, x) => add(decay(b[0], b[1], x), add(decay(b[2], b[3], x), decay(b[4], b[5], x))),
    starts: [
      [1.2, 0.3, 5.6, 5.5, 6.5, 7.6],
      [0.5, 0.7, 3.6, 4.2, 4, 6.3],
    ],
    params: [0.0951, 1, 0.8607, 3, 1.5576, 5],
    x: evenly(24, 0, 1.15),
    data: { noise: 1e-13 },
    errorDigits: 2.5,
  },
];

const methods: readonly LeastSquaresMethod[] = ["lm", "trf", "dogleg"];

describe.each(regressions)("$name", ({ model, starts, params, x, data, beyond = [], errorDigits = 9 }) => {
  const at = tensor([...x]);
  const random = generator(1);
  const readings =
    "noise" in data
      ? [
          ...model(
            params.map((p) => tensor(p)),
            at,
          ).data,
        ].map((y) => y + data.noise * random.uniform(-1, 1).item())
      : [...data];
  const residual = (b: readonly Tensor[]): Tensor => sub(model(b, at), tensor(readings));

  const rows = methods.flatMap((method) => starts.map((start, k) => [method, k + 1, start] as const));
  it.each(rows.filter(([method, k]) => k === 2 || !beyond.includes(method)))("%s from start %i", (method, _, start) => {
    const fit = leastSquares(residual, [...start], { method });
    expect(fit.success).toBe(true);
    // Of readings, the parameters are certified; of noise, what is found from where it was added.
    const best = leastSquares(residual, [...params], { method: "lm" });
    const right = "noise" in data ? best.params : params;
    for (const [i, p] of right.entries()) {
      expect(digits(fit.params[i], String(p)), `parameter ${i}`).toBeGreaterThan(9);
      expect(digits(fit.standardErrors[i], String(best.standardErrors[i])), `error ${i}`).toBeGreaterThan(errorDigits);
    }
  });
});
