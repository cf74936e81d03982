/* An option that a function does not have is refused, and the nearest that it has is named. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ArgumentError, type Tensor, tensor, useKernels } from "@wengert/array";
import { explainBatch, vmap } from "@wengert/batch";
import { openBlas } from "@wengert/blas";
import { checkGrads, checkRule, finiteDifference } from "@wengert/check";
import { grad, jacrev, valueAndGrad } from "@wengert/core";
import { diagHessian, forwardDiff, hessian, jacfwd, jacobian } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import * as ops from "@wengert/ops";
import { param, positive } from "@wengert/params";
import { generator } from "@wengert/random";
import { linear, rule } from "@wengert/rule";
import { flatten, unflatten } from "@wengert/tree";
import { describe, expect, test } from "vitest";

const x = tensor([1, 2, 3]);
const matrix = tensor([
  [2, 1],
  [1, 3],
]);
const f = ops.square as never;
const parts = { name: "f", impl: f, jvp: f };

/** A call with these options, and the name of the interface that declares them. */
type Row = readonly [call: (options: never) => unknown, declared: string];

const reduction = (op: (x: never, options: never) => unknown): Row => [(o) => op(x as never, o), "ReduceOptions"];
const search = (op: (x: never, options: never) => unknown): Row => [(o) => op(x as never, o), "IndexOptions"];
const chunked = (make: (f: never, options: never) => unknown): Row => [(o) => make(f, o), "ChunkOptions"];

const table: Readonly<Record<string, Row>> = {
  all: reduction(ops.all),
  any: reduction(ops.any),
  argmax: search(ops.argmax),
  argmin: search(ops.argmin),
  checkGrads: [(o) => checkGrads(ops.square, [1], o), "CheckGradsOptions"],
  checkRule: [(o) => checkRule(ops.square, [1], o), "CheckRuleOptions"],
  choleskyJittered: [(o) => linalg.choleskyJittered(matrix, o), "JitterOptions"],
  cond: [(o) => linalg.cond(matrix, o), "CondOptions"],
  cumprod: [(o) => ops.cumprod(x, o), "CumulativeOptions"],
  cumsum: [(o) => ops.cumsum(x, o), "CumulativeOptions"],
  diagHessian: chunked(diagHessian),
  finiteDifference: [(o) => finiteDifference(ops.square, [1], [1], o), "FiniteDifferenceOptions"],
  forwardDiff: chunked(forwardDiff),
  gelu: [(o) => ops.gelu(x, o), "GeluOptions"],
  grad: [(o) => grad(f, o), "GradOptions"],
  hessian: chunked(hessian),
  jacfwd: chunked(jacfwd),
  jacobian: [(o) => jacobian(f, o), "SparsityOptions"],
  jacrev: chunked(jacrev),
  linear: [(o: object) => linear({ name: "f", impl: f, transpose: f, ...o } as never), "LinearDefinition"],
  logSoftmax: [(o) => ops.logSoftmax(x, o), "SoftmaxOptions"],
  logsumexp: reduction(ops.logsumexp),
  lstsq: [(o) => linalg.lstsq(matrix, 1 as never, o), "CutoffOptions"],
  max: reduction(ops.max),
  mean: reduction(ops.mean),
  min: reduction(ops.min),
  norm: [(o) => linalg.norm(x, o), "NormOptions"],
  openBlas: [(o) => openBlas(o), "OpenBlasOptions"],
  pad: [(o) => ops.pad(x, 1, o), "PadOptions"],
  param: [(o) => param(1, o), "ParamOptions"],
  pinv: [(o) => linalg.pinv(matrix, o), "CutoffOptions"],
  positive: [(o) => positive(o), "PositiveOptions"],
  prod: reduction(ops.prod),
  rule: [(o: object) => rule({ ...parts, ...o } as never), "RuleDefinition"],
  softmax: [(o) => ops.softmax(x, o), "SoftmaxOptions"],
  sort: [(o) => ops.sort(x, o), "SortOptions"],
  std: [(o) => ops.std(x, o), "VarianceOptions"],
  sum: reduction(ops.sum),
  triangularSolve: [(o) => linalg.triangularSolve(matrix, matrix, o), "TriangularSolveOptions"],
  unflatten: [(o) => unflatten(flatten(1).structure, [1], o), "UnflattenOptions"],
  useKernels: [(o) => useKernels(o), "Kernels"],
  valueAndGrad: [(o) => valueAndGrad(f, o), "GradOptions"],
  explainBatch: [(o) => explainBatch(f, o), "VmapOptions"],
  vmap: [(o) => vmap(f, o), "VmapOptions"],
  variance: [(o) => ops.variance(x, o), "VarianceOptions"],
  argsort: [(o) => ops.argsort(x, o), "SortOptions"],
  choice: [(o) => generator(1).choice(3, [], o), "ChoiceOptions"],
  convolve: [(o) => ops.convolve(x, x, o), "ConvolveOptions"],
  corrcoef: [(o) => linalg.corrcoef(matrix, o), "CorrelationOptions"],
  cov: [(o) => linalg.cov(matrix, o), "CovarianceOptions"],
  crossEntropy: [(o) => ops.crossEntropy(x, x, o), "CrossEntropyOptions"],
  cummax: [(o) => ops.cummax(x, o), "CumulativeOptions"],
  cummin: [(o) => ops.cummin(x, o), "CumulativeOptions"],
  cumtrapz: [(o) => ops.cumtrapz(x, o), "CumtrapzOptions"],
  diff: [(o) => ops.diff(x, o), "DiffOptions"],
  fft: [(o) => ops.fft(x, o), "FftOptions"],
  fft2: [(o) => ops.fft2(matrix, o), "FftnOptions"],
  fftn: [(o) => ops.fftn(x, o), "FftnOptions"],
  ifft2: [(o) => ops.ifft2(matrix, o), "FftnOptions"],
  ifftn: [(o) => ops.ifftn(x, o), "FftnOptions"],
  histogram: [(o) => ops.histogram(x, o), "HistogramOptions"],
  ifft: [(o) => ops.ifft(x, o), "FftOptions"],
  interp: [(o) => ops.interp(1, x, x, o), "InterpOptions"],
  irfft: [(o) => ops.irfft(x, o), "FftOptions"],
  logcumsumexp: [(o) => ops.logcumsumexp(x, o), "CumulativeOptions"],
  median: [(o) => ops.median(x, o), "ReduceOptions"],
  meshgrid: [(o) => ops.meshgrid([x], o), "MeshgridOptions"],
  nanMax: reduction(ops.nanMax),
  nanMean: reduction(ops.nanMean),
  nanMin: reduction(ops.nanMin),
  nanStd: [(o) => ops.nanStd(x, o), "VarianceOptions"],
  nanVariance: [(o) => ops.nanVariance(x, o), "VarianceOptions"],
  nanSum: reduction(ops.nanSum),
  oneHot: [(o) => ops.oneHot([0], 1, o), "OneHotOptions"],
  quantile: [(o) => ops.quantile(x, 0.5, o), "ReduceOptions"],
  rfft: [(o) => ops.rfft(x, o), "FftOptions"],
  searchsorted: [(o) => ops.searchsorted(x, x, o), "SearchOptions"],
  trapezoid: [(o) => ops.trapezoid(x, o), "TrapezoidOptions"],
};

/** The declared options of the packages, read from their sources: names by interface. */
function declaredOptions(of: (line: string) => boolean = () => true): ReadonlyMap<string, readonly string[]> {
  const packages = [
    "array",
    "batch",
    "blas",
    "check",
    "core",
    "forward",
    "linalg",
    "ops",
    "params",
    "random",
    "rule",
    "special",
    "trace",
    "tree",
  ];
  const texts = packages.flatMap((name) => {
    const folder = join(import.meta.dirname, "../../..", name, "src");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    return files.map((file) => readFileSync(join(folder, file), "utf8"));
  });
  const own = new Map<string, { names: string[]; base: string | undefined }>();
  for (const text of texts) {
    const interfaces =
      /export interface (\w+(?:Options|Definition)|Kernels|Decompositions|Tolerances)\b[^{]*?(?:extends (\w+) )?\{\n(.*?)\n\}/gs;
    for (const [, name, base, body] of text.matchAll(interfaces)) {
      const lines = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(].*$/gm)];
      const names = lines.filter(([line]) => of(line)).map(([, option]) => option);
      own.set(name, { names, base });
    }
  }
  const all = (name: string | undefined): readonly string[] => {
    const found = name === undefined ? undefined : own.get(name);
    return found === undefined ? [] : [...all(found.base), ...found.names];
  };
  return new Map([...own.keys()].map((name) => [name, all(name)]));
}

const declared = declaredOptions();
const flags = declaredOptions((line) => /: boolean(?: \| undefined)?;$/.test(line));
const withFlags = Object.entries(table).filter(([, [, name]]) => (flags.get(name) ?? []).length > 0);

/** What a call with options throws. */
function thrownBy(call: Row[0], options: object): ArgumentError {
  try {
    call(options as never);
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentError);
    return error as ArgumentError;
  }
  throw new Error(`nothing was thrown for ${JSON.stringify(options)}`);
}

describe("a flag that is neither true nor false", () => {
  test.each(withFlags)("of %s", (op, [call, name]) => {
    for (const flag of flags.get(name) ?? []) {
      for (const value of ["false", 0, 1, null]) {
        const error = thrownBy(call, { [flag]: value });
        expect(error.op).toBe(op);
        expect(error.message).toContain(flag);
      }
      expect(thrownBy(call, { [flag]: "false" }).message).toMatch(/"false"|a string/);
    }
  });

  test("there are such flags", () => {
    expect(withFlags.map(([op]) => op)).toEqual(
      expect.arrayContaining(["argmax", "gelu", "grad", "max", "norm", "sum"]),
    );
  });
});

describe("an option that is followed", () => {
  const names = [...Object.keys(ops), ...Object.keys(linalg)].filter((op) => op in table);
  test.each(names)("of %s", (op) => {
    const [call, name] = table[op];
    for (const option of declared.get(name) ?? []) {
      for (const value of [tensor(1), param(1)]) {
        expect(thrownBy(call, { [option]: value }).message).toContain(`${op}: ${option} is a Tensor or parameter`);
      }
      expect(() => grad((a) => call({ [option]: a } as never) as never)(1)).toThrow(`${op}: ${option} is a Tensor`);
    }
  });

  test("of a rule that an author made", () => {
    const scale = rule({
      name: "scale",
      impl: (x: Tensor, { by }: { by: number }) => ops.mul(by, x),
      vjp: (ybar, _xs, _y, { by }) => [ops.mul(by, ybar)],
    });
    expect(() => grad((a) => scale(a, { by: a as never }))(1)).toThrow("scale: by is a Tensor or parameter");
  });
});

test("names that do not exist are quoted", () => {
  expect(() => ops.pad(x, 0, { mode: "mirror" as never })).toThrow(
    'pad: there is no mode "mirror". The modes are "constant", "edge", "wrap", "reflect".',
  );
  expect(() => linalg.triangularSolve(matrix, matrix, { side: "up" as never })).toThrow('not "up"');
});

test("what a function of numbers must return", () => {
  const forgets = ops.elementwise("forgets", (() => undefined) as never, (x) => x);
  expect(() => forgets(x)).toThrow("forgets: f must return a number, and returned undefined for 1.");
  const writes = ops.elementwise2("writes", ((a: number) => String(a)) as never, [(a) => a, (a) => a]);
  expect(() => writes(x, 2)).toThrow('writes: f must return a number, and returned "1" for 1, 2.');
});

describe("an unknown option", () => {
  test.each(Object.entries(table))("of %s", (op, [call, name]) => {
    const known = declared.get(name) ?? [];
    expect(known.length).toBeGreaterThan(0);
    for (const option of known) {
      const wrong = `${option}z`;
      let thrown: unknown;
      try {
        call({ [wrong]: 1 } as never);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(ArgumentError);
      const { message, op: named } = thrown as ArgumentError;
      expect(named).toBe(op);
      expect(message).toContain(`${op}: there is no option "${wrong}". Did you mean "${option}"?`);
      const listed = /The options are (.*)\.$/.exec(message)?.[1].split(", ");
      expect(listed?.toSorted()).toEqual([...known].sort());
    }
  });

  test("every declared interface of options has a row", () => {
    const used = new Set(Object.values(table).map(([, name]) => name));
    const bases = ["Tolerances", "Decompositions"];
    expect([...declared.keys()].filter((name) => !used.has(name) && !bases.includes(name))).toEqual([]);
  });
});
