/* What has no options refuses them, and what has some refuses a Tensor too many: nothing that is handed over is ignored in silence. */
import * as array from "@wengert/array";
import { ArgumentError, isTensor, tensor } from "@wengert/array";
import * as core from "@wengert/core";
import * as formula from "@wengert/formula";
import * as forward from "@wengert/forward";
import * as graph from "@wengert/graph";
import * as linalg from "@wengert/linalg";
import * as ops from "@wengert/ops";
import * as optim from "@wengert/optim";
import * as params from "@wengert/params";
import * as random from "@wengert/random";
import * as special from "@wengert/special";
import { flatten } from "@wengert/tree";
import { describe, expect, test } from "vitest";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { singular } from "../linalg/tables/singular.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { specialRows } from "../special/tables/special.ts";

type Loose = (...args: readonly unknown[]) => unknown;

const options = { axes: 1 };
const x = tensor([1, 2]);
const f = (y: array.Tensor) => ops.sum(ops.square(y));
const body = (y: array.Tensor) => [y, (g: array.Tensor) => [g]];
const p = params.param(2, { name: "p" });
const set = params.paramsOf({ p });
const loss = () => ops.square(p);
const g = random.generator(1);
const product = forward.hvp(f);

/** A function and the arguments that it takes. */
const calls: Readonly<Record<string, readonly [f: unknown, ...args: readonly unknown[]]>> = {
  tensor: [tensor, [1], [1]],
  zeros: [array.zeros, [1]],
  ones: [array.ones, [1]],
  full: [array.full, [1], 2],
  eye: [array.eye, 2, 2],
  arange: [array.arange, 0, 2, 1],
  linspace: [array.linspace, 0, 1, 3],
  block: [ops.block, [[x]]],
  logSigmoid: [ops.logSigmoid, x],
  flatten: [flatten, { a: 1 }],
  jvp: [forward.jvp, f, [x], [x]],
  derivative: [forward.derivative, ops.square],
  hvp: [forward.hvp, f],
  "hvp of a point": [product, x, x],
  sparsityOf: [forward.sparsityOf, ops.square],
  checkpoint: [core.checkpoint, f],
  adjoint: [core.adjoint, body],
  pushforward: [core.pushforward, body],
  nonDifferentiable: [core.nonDifferentiable, f],
  detectAnomaly: [core.detectAnomaly, () => f(x)],
  forLoop: [graph.forLoop, 2, (_i: unknown, c: unknown) => c, x],
  withGradient: [params.withGradient, loss, set],
  gradient: [params.gradient, loss, set],
  paramsOf: [params.paramsOf, { p }, () => true],
  ravel: [params.ravel, { a: 1 }],
  describe: [params.describe, { p }],
  toJSON: [params.toJSON, { p }],
  fromJSON: [params.fromJSON, { p }, params.toJSON({ p })],
  jacobianOf: [params.jacobianOf, loss, set],
  hvpOf: [params.hvpOf, loss, set],
  partition: [params.partition, { a: 1 }, () => true],
  assign: [params.assign, { p }, { p: 2 }],
  bounded: [params.bounded, 0, 1],
  simplex: [params.simplex],
  ordered: [params.ordered],
  lowerCholesky: [params.lowerCholesky],
  positiveDefinite: [params.positiveDefinite],
  orthogonal: [params.orthogonal],
  unconstrained: [params.unconstrained],
  applyUpdates: [optim.applyUpdates, { a: 1 }, { a: 1 }],
  clipByValue: [optim.clipByValue, 1],
  clipByGlobalNorm: [optim.clipByGlobalNorm, 1],
  weightDecay: [optim.weightDecay, 1],
  accumulate: [optim.accumulate, optim.sgd(0.1), 2],
  mask: [optim.mask, optim.sgd(0.1), true],
  constant: [optim.constant, 1],
  generator: [random.generator, 1],
  integers: [g.integers.bind(g), 0, 3, [2]],
  permutation: [g.permutation.bind(g), 3],
  split: [g.split.bind(g), 2],
  mathWith: [formula.mathWith, {}],
};

describe.each(Object.entries(calls))("%s", (_, [op, ...args]) => {
  test("refuses options", () => {
    (op as Loose)(...args);
    expect(() => (op as Loose)(...args, options)).toThrow(ArgumentError);
    expect(() => (op as Loose)(...args, options)).toThrow('there is no option "axes"');
  });

  test("refuses a further Tensor", () => {
    expect(() => (op as Loose)(...args, x)).toThrow(ArgumentError);
  });
});

describe("every operation on numbers and matrices", () => {
  const exported: Record<string, unknown> = { ...ops, ...linalg, ...special };
  const rows = { ...elementwiseRows, ...specialRows, ...products, ...positive, ...general, ...symmetricEigen };
  const all = Object.entries({ ...rows, ...singular, ...functions }) as unknown as [string, [Loose, unknown[]][]][];

  test.each(all.filter(([name]) => name in exported))("%s", (name, [[, args]]) => {
    const op = exported[name] as Loose;
    if (name.startsWith("elementwise")) return;
    expect(() => op(...args, options)).toThrow(array.WengertError);
    // Operations of a list or with trailing values may take a Tensor more.
    if (op.length === args.length && args.every((arg) => typeof arg === "number" || isTensor(arg)))
      expect(() => op(...args, x)).toThrow(array.WengertError);
  });
});

test("the options of grad are none of vjp", () => {
  expect(() => (core.vjp as Loose)(f, x, { hasAux: true })).toThrow('vjp: there is no option "hasAux"');
  const scaled = (y: array.Tensor, o: { hasAux: boolean }) => ops.mul(o.hasAux ? 2 : 1, f(y));
  expect(core.vjp(scaled, x, { hasAux: true })[0].item()).toBe(10);
});

test("what map and reduce hand on is ignored, as everywhere in JavaScript", () => {
  expect([1, 4].map(ops.sqrt as never).map((y) => (y as array.Tensor).item())).toEqual([1, 2]);
  const total = [tensor(1), tensor(2), tensor(3)].reduce(ops.add as never);
  expect(total.item()).toBe(6);
  expect([tensor([[2]])].map(linalg.inv as never)).toHaveLength(1);
});
