/*
 * The 27 problems of nonlinear regression of NIST's Statistical Reference Datasets, with the models as they are published there.
 */
import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@wengert/array";
import type { Value } from "@wengert/core";
import { add, atan, cos, div, exp, mul, neg, pow, sin, square, sub } from "@wengert/ops";

export interface Certified {
  readonly id: string;
  readonly start1: readonly number[];
  readonly start2: readonly number[];
  readonly params: readonly string[];
  readonly stdDev: readonly string[];
  readonly residualSumOfSquares: string;
  readonly y: readonly number[];
  readonly x: readonly (readonly number[])[];
}

export const certified: readonly Certified[] = JSON.parse(
  readFileSync(new URL("../fixtures/nist.json", import.meta.url), "utf8"),
);

type Model = (x: Tensor, b: readonly Value[]) => Tensor;

const polynomial = (x: Value, c: readonly Value[]): Value => c.reduceRight<Value>((sum, ci) => add(ci, mul(sum, x)), 0);
const rational =
  (top: number): Model =>
  (x, b) =>
    div(polynomial(x, b.slice(0, top)), polynomial(x, [1, ...b.slice(top)]));
const decay = (a: Value, k: Value, x: Value): Tensor => mul(a, exp(neg(mul(k, x))));
const bell = (a: Value, centre: Value, width: Value, x: Value): Tensor =>
  mul(a, exp(neg(square(div(sub(x, centre), width)))));
const wave = (x: Value, period: Value, c: Value, s: Value): Tensor => {
  const angle = div(mul(2 * Math.PI, x), period);
  return add(mul(c, cos(angle)), mul(s, sin(angle)));
};

const saturation: Model = (x, b) => mul(b[0], sub(1, exp(neg(mul(b[1], x)))));
const chwirut: Model = (x, b) => div(exp(neg(mul(b[0], x))), add(b[1], mul(b[2], x)));
const lanczos: Model = (x, b) => add(add(decay(b[0], b[1], x), decay(b[2], b[3], x)), decay(b[4], b[5], x));
const gauss: Model = (x, b) => add(add(decay(b[0], b[1], x), bell(b[2], b[3], b[4], x)), bell(b[5], b[6], b[7], x));

const models: Readonly<Record<string, Model>> = {
  Bennett5: (x, b) => mul(b[0], pow(add(b[1], x), div(-1, b[2]))),
  BoxBOD: saturation,
  Chwirut1: chwirut,
  Chwirut2: chwirut,
  DanWood: (x, b) => mul(b[0], pow(x, b[1])),
  ENSO: (x, b) => add(add(add(b[0], wave(x, 12, b[1], b[2])), wave(x, b[3], b[4], b[5])), wave(x, b[6], b[7], b[8])),
  Eckerle4: (x, b) => mul(div(b[0], b[1]), exp(mul(-0.5, square(div(sub(x, b[2]), b[1]))))),
  Gauss1: gauss,
  Gauss2: gauss,
  Gauss3: gauss,
  Hahn1: rational(4),
  Kirby2: rational(3),
  Lanczos1: lanczos,
  Lanczos2: lanczos,
  Lanczos3: lanczos,
  MGH09: (x, b) => div(mul(b[0], add(square(x), mul(x, b[1]))), add(add(square(x), mul(x, b[2])), b[3])),
  MGH10: (x, b) => mul(b[0], exp(div(b[1], add(x, b[2])))),
  MGH17: (x, b) => add(add(b[0], decay(b[1], b[3], x)), decay(b[2], b[4], x)),
  Misra1a: saturation,
  Misra1b: (x, b) => mul(b[0], sub(1, pow(add(1, mul(0.5, mul(b[1], x))), -2))),
  Misra1c: (x, b) => mul(b[0], sub(1, pow(add(1, mul(2, mul(b[1], x))), -0.5))),
  Misra1d: (x, b) => div(mul(mul(b[0], b[1]), x), add(1, mul(b[1], x))),
  Rat42: (x, b) => div(b[0], add(1, exp(sub(b[1], mul(b[2], x))))),
  Rat43: (x, b) => div(b[0], pow(add(1, exp(sub(b[1], mul(b[2], x)))), div(1, b[3]))),
  Roszman1: (x, b) => sub(sub(b[0], mul(b[1], x)), div(atan(div(b[2], sub(x, b[3]))), Math.PI)),
  Thurber: rational(4),
};

/** Nelson has two predictors. */
export const nelson = ({ x1, x2 }: { readonly x1: Tensor; readonly x2: Tensor }, b: readonly Value[]): Tensor =>
  sub(b[0], mul(mul(b[1], x1), exp(neg(mul(b[2], x2)))));

export function modelOf({ id }: Certified): Model {
  return models[id];
}

/** The observations; Nelson's response is the logarithm of y. */
export function responseOf({ id, y }: Certified): Tensor {
  return tensor(id === "Nelson" ? y.map(Math.log) : [...y]);
}

/** To how many digits a number agrees with what is certified. */
export function digits(x: number, right: string): number {
  const expected = Number(right);
  return x === expected ? 16 : -Math.log10(Math.abs(x - expected) / Math.abs(expected));
}

/** The residuals of a case, model - observation, as a function of its parameters. */
export function residualOf(problem: Certified): (b: readonly Tensor[]) => Tensor {
  const [x1, x2] = problem.x.map((column) => tensor([...column]));
  const y = responseOf(problem);
  return (b) => sub(problem.id === "Nelson" ? nelson({ x1, x2 }, b) : modelOf(problem)(x1, b), y);
}
