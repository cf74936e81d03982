import { describe, expect, test } from "vitest";
import { add, paramsOf } from "wengert";
import {
  covarianceFrom,
  covarianceText,
  expressionOf,
  inUnits,
  learn,
  parametersOf,
  parseExpression,
  priorOf,
  type Series,
  type Started,
  startsFrom,
  UserError,
} from "../src/model.ts";

const x = Float64Array.from({ length: 30 }, (_, i) => i / 4);
const series: Series = {
  name: "wave",
  title: "wave",
  xLabels: ["x"],
  yLabel: "y",
  x: [x],
  y: x.map((t, i) => Math.sin(t) + 0.1 * Math.cos(37 * i)),
  notes: [],
};
const started = (text: string): Started => startsFrom(parseExpression(text), series.x, series.y);
const learned = async (text: string, { x: [places], y } = series): ReturnType<typeof learn> =>
  learn(
    startsFrom(parseExpression(text), [places], y),
    { ...series, x: [places], y },
    { method: "lbfgs", iterations: 200, tell: () => {} },
  );

const texts = [
  "50*rbf(fixed(3)) + noise",
  "fixed(2)*rbf(1)",
  "within(4, 1, 9)*rbf(within(auto, 0.1, 100)) + auto*noise",
  "rbf([1, fixed(2)]) + noise",
  "2*rbf(logNormal(3, 2, 0.5))*periodic(fixed(1), period=1) + 0.1*noise",
  "2*rbf(fixed(within(logNormal(3, 2, 0.5), 1, 10)))",
  "gamma(2, 3, 0.5)*rbf(inverseGamma(1, 3, 4)) + halfNormal(0.1, 1)*noise",
  "2*rbf([halfCauchy(1, 2.5), uniform(2, 1, 4)]) + within(uniform(0.1, 0.01, 1), 0.05, 2)*noise",
  "2*(rbf(1) + fixed(3)*matern(2, nu=1.5))*linear + constant",
  "rationalQuadratic(1, fixed(2))",
];

describe("settings", () => {
  test.each(texts)("%s: as an expression and as JSON, there and back", (text) => {
    const covariance = parseExpression(text);
    expect(parseExpression(expressionOf(covariance))).toEqual(covariance);
    expect(covarianceFrom("c.json", covarianceText(covariance))).toEqual(covariance);
  });

  test("what is fixed is no parameter to learn, and bounds hold", () => {
    const tree = parametersOf(started("fixed(2)*rbf(within(1, 0.5, 4)) + 0.1*noise"));
    expect(paramsOf(tree).paths).toEqual(["rbf.length", "noise.variance"]);
    expect(() => paramsOf(tree).params[0].constraint?.inverse(1).item()).not.toThrow();
    expect(paramsOf(tree).params[0].constraint?.forward(1e3).item()).toBeCloseTo(4, 12);
    expect(paramsOf(tree).params[0].constraint?.forward(-1e3).item()).toBeCloseTo(0.5, 12);
  });

  test("a variance keeps its setting in a product, and two of them are refused", () => {
    expect(parseExpression("fixed(2)*rbf(1)*noise")).toMatchObject({
      variance: 2,
      settings: { variance: { fixed: true } },
    });
    expect(() => parseExpression("fixed(2)*rbf(1)*(3*noise)")).toThrow("two variances");
  });

  test.each([
    ["rbf(within(5, 1, 3))", "rbf: length starts at 5, which is not between 1 and 3", [0, 20]],
    ["noise + rbf(within(2, 3, 1))", "its bounds are two positive numbers, the lower one first", [8, 28]],
    ["rbf(logNormal(2, -1, 1))", 'a prior is {"distribution": "logNormal"', [0, 24]],
    ["rbf(gamma(2, 1))", "gamma(start, shape, scale) has 3 arguments, not 2", [4, 15]],
    ["rbf(halfNormal(2, 0))", '"distribution": "halfNormal", "scale": …}, all positive', [0, 21]],
    ["rbf(uniform(2, 3, 1))", "the lower one first", [0, 21]],
    ["rbf(uniform(5, 1, 3))", "rbf: length starts at 5, which is not between 1 and 3", [0, 21]],
    ["rbf(within(uniform(2, 1, 3), 4, 5))", "nothing in common", [0, 35]],
    ["rbf(fixed(1, 2))", "fixed(start) has 1 arguments, not 2", [4, 15]],
    ["rbf(fixed(noise))", "fixed(start) begins with a number, not the kernel noise", [4, 16]],
    ["2 + fixed(2)", '"+" cannot join the number 2 and a number with a setting', [0, 12]],
    ["2*fixed(2)*rbf(1)", "put the whole number inside it", [0, 10]],
    ["matern(1, fixed(2))", 'matern: a setting for "nu", which is not a parameter that it learns', [0, 19]],
    ["rbf(1) + wobble", 'unknown kernel "wobble"', [9, 15]],
    ["rbf(1) + 2*(periodic(1) + noise)", 'the argument "period"', [12, 23]],
    ["rbf(1) + ", "Expected expression", [9, 9]],
    ["rbf(1))", "Unexpected", [6, 6]],
  ])("%s says what is wrong, and where", (text, message, at) => {
    let thrown: unknown;
    try {
      startsFrom(parseExpression(text), series.x, series.y);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    const { message: said, at: place } = thrown as UserError;
    expect(said).toContain(message);
    expect(place).toEqual(at);
  });

  test.each([
    [{ kernel: "rbf", length: 1, settings: { width: { fixed: true } } }, 'a setting for "width"'],
    [{ kernel: "rbf", length: 1, settings: { variance: { fixed: true } } }, 'a setting for "variance"'],
    [{ kernel: "rbf", length: [1, 2], settings: { "length[2]": { fixed: true } } }, 'a setting for "length[2]"'],
    [{ kernel: "rbf", length: 1, settings: { length: { fixed: 1 } } }, "fixed is true or false"],
    [{ kernel: "rbf", length: 1, settings: { length: { free: true } } }, 'not "free"'],
    [
      { kernel: "rbf", length: 1, settings: { length: { prior: { distribution: "beta" } } } },
      "one of logNormal, gamma",
    ],
    [{ kernel: "rbf", length: 1, settings: { length: { prior: null } } }, 'has a "distribution"'],
    [
      { kernel: "rbf", length: 1, settings: { length: { prior: { distribution: "gamma", shape: 1, rate: 2 } } } },
      'a prior is {"distribution": "gamma", "shape": …, "scale": …}',
    ],
    [{ kernel: "rbf", length: 1, settings: [] }, '"settings" is an object'],
    [{ kernel: "sum", parts: { settings: { kernel: "noise" } } }, 'a part cannot be named "settings"'],
  ])("%j is refused", (value, message) => {
    expect(() => covarianceFrom("c.json", JSON.stringify(value))).toThrow(message);
  });
});

describe("learning with settings", () => {
  test("what is fixed stays, and is reported as such", async () => {
    const { fit } = await learned("auto*rbf(fixed(7)) + auto*noise");
    expect(fit.parameters.map(({ path, fixed }) => [path, fixed])).toEqual([
      ["rbf.variance", undefined],
      ["rbf.length", true],
      ["noise.variance", undefined],
    ]);
    expect(fit.parameters[1].value).toBe(7);
  });

  test("bounds hold where the likelihood would go beyond them", async () => {
    const free = (await learned("auto*rbf(3) + auto*noise")).fit.parameters[1].value;
    const { fit } = await learned(`auto*rbf(within(3, ${1.2 * free}, 10)) + auto*noise`);
    expect(fit.parameters[1].value / (1.2 * free)).toBeCloseTo(1, 2);
    expect(fit.parameters[1].value).toBeGreaterThan(1.2 * free);
  });

  test("a prior draws a parameter to its median, in units of any scale", async () => {
    const free = (await learned("auto*rbf(3) + auto*noise")).fit.parameters[1].value;
    const { fit } = await learned("auto*rbf(logNormal(3, 5, 0.01)) + auto*noise");
    expect(Math.abs(fit.parameters[1].value / 5 - 1)).toBeLessThan(0.02);
    expect(Math.abs(free / 5 - 1)).toBeGreaterThan(0.1);
    const scaled = { ...series, x: [x.map((one) => one * 1e9)], y: series.y.map((one) => one * 1e-9) };
    const there = await learned("auto*rbf(logNormal(3e9, 5e9, 0.01)) + auto*noise", scaled);
    expect(there.fit.parameters[1].value / 1e9 / fit.parameters[1].value).toBeCloseTo(1, 4);
    expect(there.fit.value - x.length * Math.log(1e-9)).toBeCloseTo(fit.value, 3);
  });

  /** Densities of θ up to a factor, times θ: as densities of log θ. */
  const densities: readonly (readonly [text: string, of: (t: number) => number, top: number])[] = [
    ["logNormal(T, 3, 0.5)", (t) => Math.exp(-0.5 * (Math.log(t / 3) / 0.5) ** 2), 3],
    ["gamma(T, 2.5, 0.8)", (t) => t * t ** 1.5 * Math.exp(-t / 0.8), 2],
    ["inverseGamma(T, 2.5, 5)", (t) => t * t ** -3.5 * Math.exp(-5 / t), 2],
    ["halfNormal(T, 2)", (t) => t * Math.exp(-(t ** 2) / 8), 2],
    ["halfCauchy(T, 2)", (t) => t / (1 + t ** 2 / 4), 2],
    ["uniform(T, 0.1, 20)", (t) => t, 20],
  ];

  test.each(densities)("%s: density of the logarithm, its slope and its top", (text, density, top) => {
    const penalty = (t: number): number => {
      const covariance = started(`${text.replace("T", String(t))}*noise`);
      return add(priorOf(covariance)?.(parametersOf(covariance)) ?? 0, 0).item();
    };
    for (const [a, b] of [
      [0.3, 1],
      [1, 5],
      [5, 15],
    ]) {
      const expected = Math.log(density(a) / density(b));
      expect((penalty(b) - penalty(a)) / expected).toBeCloseTo(1, 12);
    }
    if (top < 20) for (const factor of [0.98, 1.02]) expect(penalty(top)).toBeLessThan(penalty(factor * top));
    // In other units the number is the same, so that a fit of scaled data is the fit of the data.
    const scaled = inUnits(started(`${text.replace("T", "1.7")}*noise`), { x: 4, y: 8 });
    expect(add(priorOf(scaled)?.(parametersOf(scaled)) ?? 0, 0).item() / penalty(1.7)).toBeCloseTo(1, 12);
  });

  test("a uniform prior bounds what is learned", async () => {
    const { fit } = await learned("auto*rbf(uniform(0.5, 0.4, 0.6)) + auto*noise");
    expect(fit.parameters[1].value / 0.6).toBeCloseTo(1, 2);
    expect(fit.parameters[1].value).toBeLessThanOrEqual(0.6);
  });

  test("the prior is a normal density of the logarithm", () => {
    const covariance = started("logNormal(2, 3, 0.5)*rbf(logNormal(1, 4, 2)) + fixed(logNormal(1, 2, 3))*noise");
    const expected = 0.5 * ((Math.log(2 / 3) / 0.5) ** 2 + (Math.log(1 / 4) / 2) ** 2);
    const prior = priorOf(covariance)?.(parametersOf(covariance));
    expect(add(prior ?? 0, 0).item()).toBeCloseTo(expected, 14);
    expect(priorOf(started("rbf(1) + noise"))).toBeUndefined();
  });
});
