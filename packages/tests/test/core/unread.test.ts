/*
 * Before a gradient is walked back, the memory of values whose numbers no pullback reads is free. Here it is overwritten with NaN, also that of
 * small arrays: whoever reads a number that their rule does not name gives another gradient.
 */
import { isTensor, type Tensor, tensor } from "@wengert/array";
import { compile } from "@wengert/graph";
import { reuse } from "@wengert/trace";
import { flatten } from "@wengert/tree";
import { afterEach, expect, test, vi } from "vitest";
import {
  add,
  addDiagonal,
  broadcastTo,
  exp,
  grad,
  mul,
  mvnLogDensity,
  neg,
  pairwiseSquaredDistance,
  reshape,
  sin,
  stopGradient,
  sum,
  valueAndGrad,
} from "wengert";
import { bitsOf } from "../graph/compiled.ts";
import { ofValues } from "../graph/rowsofvalues.ts";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import { type Row, random } from "../linalg/tables/inputs.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { singular } from "../linalg/tables/singular.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { specialRows } from "../special/tables/special.ts";

const usual = { ...reuse };
afterEach(() => {
  Object.assign(reuse, usual);
  vi.unstubAllGlobals();
});

const table = {
  ...elementwiseRows,
  ...reductionRows,
  ...sequenceRows,
  ...shapeRows,
  ...specialRows,
  ...products,
  ...positive,
  ...general,
  ...symmetricEigen,
  ...singular,
  ...functions,
} as Readonly<Record<string, readonly Row[]>>;

/** The gradient of an operation between two others: its arguments and its values are on the tape. */
function gradientOf(row: Row): () => unknown {
  const [op, xs] = ofValues(row);
  const loss = (...given: readonly Tensor[]): Tensor => {
    // The same numbers, computed, and a value that the operation's own derivative may have to do without.
    const moved = given.map((x) => add(mul(0.5, x), mul(0.5, x)));
    const parts = flatten(op(...moved)).leaves.filter(isTensor);
    const second = flatten(op(...moved)).leaves.filter(isTensor);
    return [...parts, ...second.map(sin)].map((y) => sum(mul(y, 0.3))).reduce((a, b) => add(a, b));
  };
  return () => grad(loss as never, { argnums: xs.map((_, k) => k) })(...(xs as never[]));
}

test.each(Object.entries(table))("the gradient of %s reads what it says", (name, rows) => {
  for (const [i, row] of rows.entries()) {
    const run = gradientOf(row);
    Object.assign(reuse, { shortest: Number.POSITIVE_INFINITY, scrub: false });
    const wanted = bitsOf(run);
    Object.assign(reuse, { shortest: 1, scrub: true });
    expect(bitsOf(run), `${name}, row ${i}`).toEqual(wanted);
  }
});

const x = random([3, 4]);

const sharing: Record<string, (a: Tensor) => Tensor> = {
  "a value that is read without its derivative": (a) => {
    const d = mul(2, sin(a));
    return sum(mul(exp(mul(-0.5, d)), mul(stopGradient(d), a)));
  },
  "a value in two shapes": (a) => {
    const d = mul(2, sin(a));
    return sum(mul(reshape(d, [-1]), exp(reshape(neg(d), [-1]))));
  },
  "a value that is computed when it is read": (a) => {
    const row = mul(2, sum(a, { axis: 0 }));
    const rows = broadcastTo(row, [200, 4]);
    return sum(mul(exp(rows), sin(rows)));
  },
};

test.each(Object.entries(sharing))("%s", (_name, f) => {
  Object.assign(reuse, { shortest: Number.POSITIVE_INFINITY, scrub: false });
  const wanted = bitsOf(() => grad(f)(x));
  Object.assign(reuse, { shortest: 1, scrub: true });
  const compiled = compile(grad(f));
  for (let call = 0; call < 4; call++) {
    expect(bitsOf(() => grad(f)(x))).toEqual(wanted);
    expect(bitsOf(() => compiled(x))).toEqual(wanted);
  }
});

test("a Gaussian process needs six matrices, and a plan of it four", () => {
  const n = 83;
  const [points, y] = [random([n, 2]), random([n])];
  const loss = (v: Tensor): Tensor => {
    const k = mul(exp(v), exp(mul(-0.5, pairwiseSquaredDistance(mul(v, points)))));
    return neg(mvnLogDensity(y, 0, addDiagonal(k, exp(v))));
  };
  let matrices = 0;
  const Original = Float64Array;
  vi.stubGlobal(
    "Float64Array",
    new Proxy(Original, {
      construct(target, args): object {
        if (args[0] === n * n) matrices++;
        return Reflect.construct(target, args, target);
      },
    }),
  );
  valueAndGrad(loss)(tensor(0.7));
  expect(matrices).toBeLessThanOrEqual(6);
  const compiled = compile(valueAndGrad(loss));
  for (let call = 0; call < 4; call++) compiled(tensor(0.7));
  // And a page of memory for what is small.
  expect(compiled.stats().bytes).toBeLessThan(65_536 + 5 * 8 * n * n);
});
