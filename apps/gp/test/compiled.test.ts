import { flatten } from "@wengert/tree";
import { expect, test } from "vitest";
import { add, minimizeAsync, type Param, paramsOf } from "wengert";
import {
  compilingPays,
  fit,
  kernelOf,
  methods,
  negativeLogLikelihood,
  Pairs,
  parametersOf,
  parseExpression,
  priorOf,
  sampleOf,
  startsFrom,
  symmetric,
} from "../src/model.ts";

const rows = 40;
const x = Float64Array.from({ length: rows }, (_, i) => i / 4);
const y = x.map((t, i) => Math.sin(t) + 0.1 * Math.cos(37 * i));

const texts = [
  "auto*rbf(auto) + auto*noise",
  "2*rationalQuadratic(3, 1)*periodic(1, period=6) + linear*matern(gamma(9, 3, 2), nu=2.5) + constant + within(0.1, 0.01, 1)*noise",
];

/** A covariance made anew, with its own parameters. */
function modelOf(text: string) {
  const covariance = startsFrom(parseExpression(text), [x], y);
  const theta = parametersOf(covariance);
  const prior = priorOf(covariance);
  return { kernel: kernelOf(covariance), theta, prior: prior && (() => prior(theta)) };
}

test.each(texts.flatMap((text) => Object.keys(methods).map((name) => [name, text] as const)))(
  "%s: the fit of few observations is compiled, with the numbers of one that is not: %s",
  async (name, text) => {
    expect(compilingPays(rows)).toBe(true);
    const sample = sampleOf([x], y);
    const one = modelOf(text);
    const { value, evaluations, parameters } = await fit(one.kernel, one.theta, sample, {
      method: name,
      iterations: 12,
      prior: one.prior,
    });

    const { kernel, theta, prior } = modelOf(text);
    const pairs = Pairs.within(sample.x);
    const loss = () => negativeLogLikelihood(symmetric(kernel(theta, pairs)), sample.y);
    const other = await minimizeAsync(prior === undefined ? loss : () => add(loss(), prior()), paramsOf(theta), {
      method: methods[name],
      maxIterations: 12,
    });
    expect([value, evaluations]).toEqual([other.value, other.evaluations]);
    expect(parameters.map((learned) => learned.value)).toEqual(
      flatten(theta).leaves.map((tag) => (tag as Param<number>).value),
    );
  },
);
