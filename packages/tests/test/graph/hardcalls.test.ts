import { isTensor, type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { grad, valueAndGrad, vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile } from "@wengert/graph";
import * as linalg from "@wengert/linalg";
import { log, mul, square, sum } from "@wengert/ops";
import { resolve } from "@wengert/rule";
import { map } from "@wengert/tree";
import { describe, expect, test, vi } from "vitest";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import type { Row, Table } from "../linalg/tables/inputs.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { singular } from "../linalg/tables/singular.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { bitsOf } from "./compiled.ts";
import { ofValues } from "./rowsofvalues.ts";

/*
 * A plan is made at good numbers, and called at hard ones: where the function itself refuses them, so does the plan, and where not,
 * both have the same value. What is refused must be part of what the plan computes, or nobody looks at it there.
 */

const table: Table = { ...products, ...positive, ...general, ...symmetricEigen, ...singular, ...functions };
const most = Number(process.env["WENGERT_HARD_ROWS"] ?? 1);

/** Numbers in place of others, of the same shape: by row and column of the matrix they stand in. */
const hard: Record<string, (x: number, i: number, j: number) => number> = {
  zeros: () => 0,
  ones: () => 1,
  "one Jordan block": (_x, i, j) => (j === i || j === i + 1 ? 1 : 0),
  "minus the identity": (_x, i, j) => (j === i ? -1 : 0),
  NaN: (x, i, j) => (i + j === 0 ? Number.NaN : x),
  infinity: (x, i, j) => (i + j === 0 ? Number.POSITIVE_INFINITY : x),
};

function replaced(x: Tensor, by: (x: number, i: number, j: number) => number): Tensor {
  const n = x.shape[x.ndim - 1] ?? 1;
  const rows = x.shape[x.ndim - 2] ?? 1;
  return tensor(
    x.data.map((value, at) => by(value, Math.floor(at / n) % rows, at % n)),
    x.shape,
  );
}

function someLike(x: unknown): unknown {
  if (!isTensor(x)) return x;
  return tensor(
    Float64Array.from({ length: x.size }, (_, i) => 1 + (i % 3)),
    x.shape,
  );
}

type Program = (bar: unknown, ...xs: readonly Tensor[]) => unknown;
type Op = (...xs: readonly Tensor[]) => unknown;

const programs: Record<string, (op: Op) => Program> = {
  value:
    (op) =>
    (_bar, ...xs) =>
      op(...xs),
  pull:
    (op) =>
    (bar, ...xs) =>
      vjp(op as never, ...(xs as never[]))[1](bar as never),
  push:
    (op) =>
    (_bar, ...xs) =>
      jvp(op as never, xs as never, xs.map((x) => someLike(resolve(x))) as never)[1],
};

function hasElements(tree: unknown): boolean {
  let all = true;
  map((leaf: unknown) => {
    all &&= !isTensor(leaf) || leaf.size > 0;
    return leaf;
  }, tree);
  return all;
}

vi.setConfig({ testTimeout: 60_000 });

describe.each(Object.entries(table))("%s", (_name, rows: readonly Row[]) => {
  const whole = rows
    .map((row) => ofValues(row))
    .filter(([op, xs]) => hasElements(xs.map((x) => resolve(x as never))) && hasElements(op(...(xs as Tensor[]))));
  test.each(Object.entries(hard))("at %s", (_hard, by) => {
    for (const [op, args] of whole.slice(0, most)) {
      const xs = args.map((x) => resolve(x as never));
      const bar = map(someLike, op(...xs));
      const points = [-1, ...xs.keys()].map((k) => xs.map((x, i) => (k < 0 || i === k ? replaced(x, by) : x)));
      for (const make of Object.values(programs)) {
        const f = make(op);
        if (typeof bitsOf(() => f(bar, ...xs)) === "string") continue;
        const compiled = compile(f as never) as Program;
        for (let i = 0; i < 2; i++) compiled(bar, ...xs);
        for (const at of points) expect(bitsOf(() => compiled(bar, ...at))).toEqual(bitsOf(() => f(bar, ...at)));
      }
    }
  });
});

/** Of functions of a matrix, planned at the first, and called at the others. */
function expectRefused(f: (a: Tensor) => unknown, good: Tensor, bad: readonly Tensor[], error: string): void {
  const compiled = compile(f as never) as (a: Tensor) => unknown;
  for (let i = 0; i < 3; i++) compiled(good);
  for (const a of bad) {
    expect(bitsOf(() => f(a))).toBe(error);
    expect(bitsOf(() => compiled(a))).toBe(error);
  }
  expect(bitsOf(() => compiled(good))).toEqual(bitsOf(() => f(good)));
}

const diagonal = (...values: number[]): Tensor => linalg.diag(tensor(values));

describe("eigenvalues that are repeated", () => {
  const weighted = (x: Tensor): Tensor => sum(mul(tensor([1, 10]), x));
  const losses: Record<string, (a: Tensor) => Tensor> = {
    eigvals: (a) => weighted(linalg.eigvals(a).re),
    "eigvals, imaginary": (a) => weighted(linalg.eigvals(a).im),
    eig: (a) => weighted(linalg.eig(a).values.re),
  };
  const jordan = tensor([
    [1, 1],
    [0, 1],
  ]);

  test.each(Object.entries(losses))("%s", (_name, loss) => {
    const many = (a: Tensor): Tensor => mul(tensor([[[1]], [[2]]]), a);
    const derivatives = [
      grad(loss),
      valueAndGrad(loss),
      (a: Tensor) => jvp(loss, [a], [tensor([1, 2, 3, 4], [2, 2])])[1],
      (a: Tensor) => vmap(grad(loss) as never)(many(a) as never),
    ];
    for (const f of derivatives) {
      expectRefused(f as never, diagonal(1, 2), [diagonal(2, 2), jordan, diagonal(0, 0)], "RepeatedValuesError");
    }
  });
});

describe("functions of matrices", () => {
  test("a value that is not finite", () => {
    const root = (a: Tensor): Tensor => sum(linalg.matrixFunction(a, (x) => log(x)));
    expectRefused(root, diagonal(2, 1), [diagonal(-1, 2), diagonal(0, 1)], "NoRealResultError");
    expectRefused(grad(root) as never, diagonal(2, 1), [diagonal(-1, 2), diagonal(0, 1)], "NoRealResultError");
    const cube = (a: Tensor): Tensor => linalg.singularFunction(a, (x) => mul(x, square(x)));
    expectRefused(cube, diagonal(2, 1), [diagonal(1e150, 1e-150)], "NoRealResultError");
  });

  test.each([
    ["expm", linalg.expm],
    ["logm", linalg.logm],
    ["sqrtm", linalg.sqrtm],
  ] as const)("the gradient of %s alone, of a matrix that is not finite", (_name, f) => {
    const bad = [diagonal(Number.NaN, 1), diagonal(1, Number.POSITIVE_INFINITY)];
    expectRefused(grad((a: Tensor) => sum(f(a))) as never, diagonal(2, 1), bad, "NonFiniteMatrixError");
  });
});
