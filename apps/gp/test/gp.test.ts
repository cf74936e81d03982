import { describe, expect, test } from "vitest";
import { exp, grad, paramsOf, tensor, type Value, type Values, valueAndGrad, withGradient } from "wengert";
import { co2Covariance } from "../src/covariance/co2.ts";
import type { Started } from "../src/covariance/covariance.ts";
import { parseExpression } from "../src/covariance/expression.ts";
import { kernelOf, parametersOf, startOf } from "../src/covariance/model.ts";
import { startsFrom } from "../src/covariance/starts.ts";
import { negativeLogLikelihood, posterior, sampleOf } from "../src/process/gp.ts";
import { noise, rbf, scaled, sum } from "../src/process/kernels.ts";
import { Pairs } from "../src/process/pairs.ts";
import { symmetric } from "../src/process/triangle.ts";
import { co2Record } from "../src/terminal/co2.ts";

/** Of a text without auto. */
const started = (text: string): Started =>
  startsFrom(parseExpression(text), [Float64Array.of(0, 1)], Float64Array.of(0, 1));

describe("on four points", () => {
  const sample = { x: [Float64Array.of(0, 0.5, 1.3, 2)], y: tensor([0.1, 0.7, -0.3, 0.4]), mean: 0 };
  const kernel = sum({ signal: scaled(rbf), noise: scaled(noise) });
  const theta = { signal: { variance: Math.exp(-0.2), length: Math.exp(-0.4) }, noise: { variance: Math.exp(-2) } };
  const pairs = Pairs.within(sample.x);

  test("value and gradient are those of the founding problem", () => {
    const [value, gradient] = valueAndGrad((t: Values<typeof theta>) =>
      negativeLogLikelihood(symmetric(kernel(t, pairs)), sample.y),
    )(theta);
    expect(value).toBeCloseTo(4.0899043891933619938, 13);
    // By the logarithms of the parameters.
    expect(gradient.signal.variance * theta.signal.variance).toBeCloseTo(0.971421590232911374, 13);
    expect(gradient.signal.length * theta.signal.length).toBeCloseTo(0.673259412575610024, 13);
    expect(gradient.noise.variance * theta.noise.variance).toBeCloseTo(-0.0339195767645261067, 13);
  });

  test("the adjoint can itself be differentiated", () => {
    const along = (s: Value): Value => {
      const t = { ...theta, signal: { ...theta.signal, variance: exp(s) } };
      return negativeLogLikelihood(symmetric(kernel(t, pairs)), sample.y);
    };
    expect(grad((s) => grad(along)(s))(-0.2)).toBeCloseTo(0.332741951882828, 12);
  });

  test("the cotangent of y is α", () => {
    const covariance = symmetric(kernel(theta, pairs));
    const ybar = grad((y: Values<typeof sample.y>) => negativeLogLikelihood(covariance, y))(sample.y);
    const h = 1e-6;
    const shifted = (by: number): number =>
      negativeLogLikelihood(covariance, tensor([0.1, 0.7, -0.3 + by, 0.4])).item();
    expect(ybar.data[2]).toBeCloseTo((shifted(h) - shifted(-h)) / (2 * h), 8);
  });
});

test("posterior is what conditioning on two observations gives", () => {
  // K = [[a, b], [b, a]] has the inverse [[a, -b], [-b, a]]/(a² - b²).
  const [variance, length, sigma] = [1.5, 0.9, 0.2];
  const k = (d: number): number => variance * Math.exp(-(d ** 2) / (2 * length ** 2));
  const [a, b, p, q] = [k(0) + sigma, k(1), k(0.4), k(0.6)];
  const [y0, y1] = [3, 5].map((y) => y - 4);
  const det = a * a - b * b;
  const mean = 4 + ((p * a - q * b) * y0 + (q * a - p * b) * y1) / det;
  const explained = (p * p * a - 2 * p * q * b + q * q * a) / det;

  const theta = { signal: { variance, length }, noise: { variance: sigma } };
  const kernel = sum({ signal: scaled(rbf), noise: scaled(noise) });
  const predict = posterior(kernel, theta, sampleOf([Float64Array.of(10, 11)], Float64Array.of(3, 5)));
  const prediction = predict([Float64Array.of(10.4, 1e6)]);
  expect(prediction.mean[0]).toBeCloseTo(mean, 13);
  expect(prediction.std[0]).toBeCloseTo(Math.sqrt(k(0) + sigma - explained), 13);
  // Far away only the prior is left.
  expect(prediction.mean[1]).toBe(4);
  expect(prediction.std[1]).toBeCloseTo(Math.sqrt(variance + sigma), 13);
});

test("an exact interpolation leaves no variance, and no NaN", () => {
  const sample = sampleOf([Float64Array.of(0, 1, 2)], Float64Array.of(1, 2, 0));
  const { mean, std } = posterior(rbf, { length: 0.5 }, sample)(sample.x);
  for (const [i, y] of [1, 2, 0].entries()) expect(mean[i]).toBeCloseTo(y, 13);
  for (const deviation of std) expect(deviation).toBeLessThan(1e-7);
});

describe("on the CO₂ record", () => {
  const series = co2Record();
  const sample = sampleOf(series.x, series.y);
  const pairs = Pairs.within(sample.x);
  const kernel = kernelOf(co2Covariance);

  // Relative: the last bits of entries near 2500 move the value, whose matrix has noise of 0.02, by some 1e-7.
  test("the negative log marginal likelihood at the start", () => {
    const value = negativeLogLikelihood(symmetric(kernel(startOf(co2Covariance), pairs)), sample.y).item();
    expect(Math.abs(value / 627.974892709291 - 1)).toBeLessThan(1e-9);
  });

  test("the covariance by expression is the same", () => {
    const text =
      "50^2*rbf(50) + 2^2*rbf(100)*periodic(1, period=1) + 0.5^2*rationalQuadratic(1, alpha=1) + 0.1^2*rbf(0.1) + 0.1^2*noise";
    const covariance = started(text);
    const value = negativeLogLikelihood(symmetric(kernelOf(covariance)(startOf(covariance), pairs)), sample.y).item();
    expect(Math.abs(value / 627.974892709291 - 1)).toBeLessThan(1e-9);
  });
});

test("the gradient by tags is that of finite differences, for every parameter of every kernel", () => {
  const covariance = started(
    "2*rbf(3)*periodic(0.8, period=1.5) + 0.5*rationalQuadratic(1, alpha=0.7) + 0.3*rbf(0.4) + 0.1*noise",
  );
  const x = Float64Array.from({ length: 12 }, (_, i) => i ** 1.2 / 2);
  const sample = sampleOf([x], x.map(Math.sin));
  const pairs = Pairs.within([x]);
  const kernel = kernelOf(covariance);
  const theta = parametersOf(covariance);
  const params = paramsOf(theta);
  const [, grads] = withGradient(() => negativeLogLikelihood(symmetric(kernel(theta, pairs)), sample.y), params);
  const gradient = grads.toVector();
  expect(gradient).toHaveLength(9);

  const at = params.toVector();
  const loss = (vector: Float64Array): number => {
    params.assign(vector);
    return negativeLogLikelihood(symmetric(kernel(theta, pairs)), sample.y).item();
  };
  const h = 1e-5;
  for (const i of at.keys()) {
    const [up, down] = [h, -h].map((step) => loss(at.map((value, j) => (i === j ? value + step : value))));
    expect(gradient[i]).toBeCloseTo((up - down) / (2 * h), 7);
  }
});
