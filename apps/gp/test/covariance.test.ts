import { describe, expect, test } from "vitest";
import { isParam, paramsOf } from "wengert";
import { co2Covariance } from "../src/covariance/co2.ts";
import type { Started } from "../src/covariance/covariance.ts";
import { parseExpression } from "../src/covariance/expression.ts";
import { parametersOf, startOf } from "../src/covariance/model.ts";
import { startsFrom } from "../src/covariance/starts.ts";
import { readModel } from "../src/terminal/read.ts";
import { temporaryFile } from "./temporary.ts";

const readCovariance = (file: string): unknown => readModel(file).covariance;

const co2 =
  "50^2*rbf(50) + 2^2*rbf(100)*periodic(1, period=1) + 0.5^2*rationalQuadratic(1, alpha=1) + 0.1^2*rbf(0.1) + 0.1^2*noise";

/** Of a text without auto. */
const parsed = (text: string): Started =>
  startsFrom(parseExpression(text), [Float64Array.of(0, 1)], Float64Array.of(0, 1));

describe("parseExpression", () => {
  test("reads a sum of products with start values, and names its parts", () => {
    expect(startOf(parsed(co2))).toEqual({
      rbf: { variance: 2500, length: 50 },
      rbfPeriodic: { variance: 4, rbf: { length: 100 }, periodic: { length: 1 } },
      rationalQuadratic: { variance: 0.25, length: 1, alpha: 1 },
      rbf2: { variance: 0.1 ** 2, length: 0.1 },
      noise: { variance: 0.1 ** 2 },
    });
  });

  test("has the eleven parameters of the covariance that is there by default", () => {
    const values = (tree: unknown): unknown[] => Array.from(paramsOf(tree), ({ value }) => value);
    expect(values(parametersOf(parsed(co2)))).toEqual(values(parametersOf(co2Covariance)));
    expect(values(parametersOf(co2Covariance))).toHaveLength(11);
  });

  test.each([
    ["rbf(3)", { length: 3 }],
    ["2*rbf(length = 6/2)", { variance: 2, length: 3 }],
    ["rbf(3)*2", { variance: 2, length: 3 }],
    ["2*(3*rbf(1))*2", { variance: 12, length: 1 }],
    ["2^3^2*noise", { variance: 512 }],
    ["(1 + 2*3 - 4/2^2)*noise", { variance: 6 }],
    ["1e-2*noise()", { variance: 0.01 }],
    ["(rbf(1) + 2*noise) + 3*rbf(2)", { rbf: { length: 1 }, noise: { variance: 2 }, rbf2: { variance: 3, length: 2 } }],
    ["5*(rbf(1) + noise)", { variance: 5, rbf: { length: 1 }, noise: {} }],
    ["2*rbf(1)*(3*periodic(1, 7))", { variance: 6, rbf: { length: 1 }, periodic: { length: 1 } }],
    ["rbf(1)*(noise + rbf(2))", { rbf: { length: 1 }, noiseRbf: { noise: {}, rbf: { length: 2 } } }],
  ])("%s", (text, start) => {
    expect(startOf(parsed(text))).toEqual(start);
  });

  test("keeps the period out of what is learned", () => {
    expect(parseExpression("periodic(period=7, length=2)")).toEqual({
      kernel: "periodic",
      arguments: { period: 7, length: 2 },
    });
  });

  test.each([
    ["2*rfb(1)", 'unknown kernel "rfb"; there are rbf(length), periodic(length, period)'],
    ["rbf(1) + wobble", 'unknown kernel "wobble"'],
    ["rbf(1) + constructor", 'unknown kernel "constructor"'],
    ["matern(1)", 'the argument "nu" of matern(length, nu) is missing'],
    ["matern(1, auto)", "matern: nu is not learned, and must be a number"],
    ["rbf([])", "rbf: length cannot be a list"],
    ["rationalQuadratic(1, [1, 2])", "rationalQuadratic: alpha cannot be a list"],
    ["rbf([1, noise])", 'rbf: its argument "length" is a number, or a list of numbers, not the kernel noise'],
    ["rbf([1, -2])", "rbf: length must be a positive number, not -2"],
    ["auto", '"auto" is a start; it has no kernel'],
    ["2 + auto", '"+" cannot join the number 2 and "auto"'],
    ["periodic(1)", 'the argument "period" of periodic(length, period) is missing'],
    ["rbf(1, 2)", "too many arguments for rbf(length)"],
    ["rbf(width=1)", 'there is no argument "width" in rbf(length)'],
    ["noise(width=1)", 'there is no argument "width" in noise'],
    ["rbf(1, length=2)", 'rbf: its argument "length" is given twice'],
    ["rbf(0)", "rbf: length must be a positive number, not 0"],
    ["rbf(-1)", "rbf: length must be a positive number, not -1"],
    ["rbf(1/0)", "rbf: length must be a positive number, not Infinity"],
    ["-2*rbf(1)", "rbf: its factor, a variance, must be a positive number, not -2"],
    ["rbf(noise)", 'rbf: its argument "length" is a number, not the kernel noise'],
    ["rbf(1) + 2", '"+" cannot join the kernel rbf and the number 2'],
    ["rbf(1) - noise", '"-" cannot join the kernel rbf and the kernel noise'],
    ["rbf(1)^2", '"^" cannot join'],
    ["2 = 3", '"=" cannot join'],
    ["-rbf(1)", "a kernel has no sign, not the kernel rbf"],
    ["2 + 3", '"2 + 3" is a number; it has no kernel'],
    ["rbf(1", "Expected ) at character 5"],
    ["rbf(1) noise", "nothing, or one thing beside another, cannot be part"],
    ["", "nothing, or one thing beside another, cannot be part"],
    ["'rbf'", "text cannot be part"],
    ["[rbf(1)]", "a list cannot be part"],
    ["a.rbf(1)", "a name with a dot"],
    ["rbf(2=1)", "expected a name where there is the number 2"],
  ])("refuses %s", (text, message) => {
    expect(() => parseExpression(text)).toThrow(expect.objectContaining({ name: "UserError" }));
    expect(() => parseExpression(text)).toThrow(message);
  });
});

describe("a covariance from a file", () => {
  const read = (value: unknown): unknown => readCovariance(temporaryFile("kernel.json", JSON.stringify(value)));

  test("reads the tree that an expression stands for", () => {
    const rbf = { kernel: "rbf", variance: 2500, length: 50 };
    const season = {
      kernel: "product",
      variance: 4,
      parts: { decay: { kernel: "rbf", length: 100 }, cycle: { kernel: "periodic", length: 1, period: 1 } },
    };
    expect(read({ kernel: "sum", parts: { trend: rbf, season } })).toEqual({
      kernel: "sum",
      parts: { trend: co2Part("trend"), season: co2Part("season") },
    });
    expect(read(rbf)).toEqual(co2Part("trend"));
  });

  test.each([
    [{ kernel: "wobble" }, 'kernel.json: unknown kernel "wobble"'],
    [
      { kernel: "sum", parts: { a: { kernel: "periodic" } } },
      'kernel.json: a: the argument "period" of periodic(length, period) is missing',
    ],
    [
      { kernel: "sum", parts: { a: { kernel: "product", parts: { b: { kernel: "rbf", length: "1" } } } } },
      'kernel.json: a.b: "length" is to be a number, not "1"',
    ],
    [{ kernel: "rbf", length: -1 }, "kernel.json: rbf: length must be a positive number, not -1"],
    [{ kernel: "rbf", length: 1, variance: 0 }, "kernel.json: rbf: its factor, a variance, must be a positive number"],
    [{ kernel: "sum", parts: {} }, 'kernel.json: a sum has "parts"'],
    [{ kernel: "sum", terms: {}, parts: { a: { kernel: "noise" } } }, 'kernel.json: a sum has no "terms"'],
    [{ kernel: "sum", parts: { variance: { kernel: "noise" } } }, 'a part cannot be named "variance"'],
    [{ parts: {} }, 'kernel.json: "kernel" is to be the name of a kernel'],
    [[], 'kernel.json: a covariance is an object {"kernel": ...}'],
  ])("refuses %j", (value, message) => {
    expect(() => read(value)).toThrow(message);
  });

  test("reads lists of lengths and what the data choose, in UTF-8 and UTF-16, with a mark or without", () => {
    const text = '{"kernel": "rbf", "variance": "auto", "length": [1, "auto"]}';
    for (const mark of ["", "\uFEFF"]) {
      for (const bytes of [Buffer.from(mark + text, "utf8"), Buffer.from(mark + text, "utf16le")]) {
        const file = temporaryFile("kernel.json", bytes);
        expect(readCovariance(file)).toEqual({ kernel: "rbf", variance: "auto", arguments: { length: [1, "auto"] } });
      }
    }
  });

  test("refuses files that are not there, or not JSON", () => {
    expect(() => readCovariance("/nowhere/k.json")).toThrow("/nowhere/k.json: there is no such file");
    expect(() => readCovariance(temporaryFile("k.json", "{"))).toThrow(/k\.json: .*JSON[^\n]*$/);
  });
});

test("parametersOf makes a tag of each number", () => {
  const tree = parametersOf(parsed("2*rbf(3)"));
  expect(isParam(tree["variance"]) && isParam(tree["length"])).toBe(true);
  expect(paramsOf(tree).paths).toEqual(["variance", "length"]);
});

function co2Part(name: string): unknown {
  return "parts" in co2Covariance ? co2Covariance.parts[name] : undefined;
}
