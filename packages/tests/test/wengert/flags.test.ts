/*
 * Options that are true or false are nothing else: "false" counts as true in JavaScript, and would turn them on in silence.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Tensor, tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import * as ops from "@wengert/ops";
import * as optim from "@wengert/optim";
import { param } from "@wengert/params";
import { generator } from "@wengert/random";
import { describe, expect, test } from "vitest";

const x = tensor([1, 2, 3]);
const matrix = tensor([
  [2, 1],
  [1, 3],
]);
const f = (y: Tensor): Tensor => ops.sum(ops.square(y));

/** By the option's name, everything that takes it. */
const flags: Readonly<Record<string, readonly ((flag: never) => unknown)[]>> = {
  absoluteSigma: [(flag) => optim.curveFit((t, p) => ops.mul(p, t), [1, 2], [1, 2], 1, { absoluteSigma: flag })],
  amsgrad: [(flag) => optim.adam(0.1, { amsgrad: flag } as never)],
  approximate: [(flag) => ops.gelu(x, { approximate: flag })],
  centered: [(flag) => optim.rmsprop(0.1, { centered: flag })],
  compile: [
    (flag) => optim.minimize(f, x, { compile: flag }),
    (flag) => optim.leastSquares((y: Tensor) => y, x, { compile: flag }),
  ],
  debias: [(flag) => optim.ema(0.5, { debias: flag })],
  density: [(flag) => ops.histogram(x, { density: flag })],
  hasAux: [(flag) => grad(f, { hasAux: flag } as never)],
  history: [(flag) => optim.minimize(f, x, { history: flag })],
  keepDims: [
    ...[ops.sum, ops.mean, ops.prod, ops.max, ops.min, ops.variance, ops.std, ops.logsumexp, ops.any, ops.all].map(
      (reduce) => (flag: never) => reduce(x, { keepDims: flag }),
    ),
    ...[ops.nanSum, ops.nanMean, ops.nanMax, ops.nanMin, ops.nanStd, ops.nanVariance, ops.median].map(
      (reduce) => (flag: never) => reduce(x, { keepDims: flag }),
    ),
    (flag) => ops.quantile(x, 0.5, { keepDims: flag }),
    (flag) => ops.argmax(x, { keepDims: flag }),
    (flag) => ops.argmin(x, { keepDims: flag }),
    (flag) => linalg.norm(matrix, { keepDims: flag }),
  ],
  linear: [
    (flag) => optim.minimize(f, x, { constraints: [{ of: (y: Tensor) => ops.sum(y), equals: 1, linear: flag }] }),
  ],
  lower: [(flag) => linalg.triangularSolve(matrix, matrix, { lower: flag })],
  nesterov: [(flag) => optim.sgd(0.1, { momentum: 0.9, nesterov: flag })],
  replace: [(flag) => generator(1).choice(3, [2], { replace: flag })],
  rowVar: [(flag) => linalg.cov(matrix, { rowVar: flag }), (flag) => linalg.corrcoef(matrix, { rowVar: flag })],
  shuffle: [
    (flag) =>
      optim.fitBatches((p: Tensor, b: Tensor) => ops.sum(ops.sub(p, b)), 0, x, {
        optimizer: optim.sgd(0.1),
        shuffle: flag,
      }),
  ],
  trainable: [(flag) => param(1, { trainable: flag })],
  transpose: [(flag) => linalg.triangularSolve(matrix, matrix, { transpose: flag })],
  unitDiagonal: [(flag) => linalg.triangularSolve(matrix, matrix, { unitDiagonal: flag })],
};

describe.each(Object.entries(flags))("%s", (name, takers) => {
  test.each(takers.map((take, i) => [i + 1, take] as const))("taker %i", (_, take) => {
    for (const wrong of ["false", "true", 0, 1, null, {}]) {
      expect(() => take(wrong as never), String(wrong)).toThrow(new RegExp(`${name}\\b`));
    }
  });
});

test("the table has every flag that the packages declare", () => {
  const packages = ["array", "core", "forward", "linalg", "ops", "optim", "params", "random", "special", "batch"];
  const declared = packages.flatMap((name) => {
    const folder = join(import.meta.dirname, "../../..", name, "src");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    return files.flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const interfaces = text.matchAll(/export interface (?:\w+Options|FunctionConstraint)\b[^{]*\{(.*?)\n\}/gs);
      return Array.from(interfaces, ([, body]) =>
        [...body.matchAll(/readonly (\w+)\?: boolean/g)].map(([, flag]) => flag),
      ).flat();
    });
  });
  expect(declared.length).toBeGreaterThan(10);
  expect(Object.keys(flags)).toEqual(expect.arrayContaining([...new Set(declared)]));
});
