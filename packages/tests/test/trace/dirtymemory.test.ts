/* Operations write every element of their results: in memory full of NaN they give the same bits as in memory full of zeros. */
import { isTensor, type Tensor } from "@wengert/array";
import { useAllocator } from "@wengert/array/author";
import { sum, vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { afterEach, expect, test } from "vitest";
import { bitsOf } from "../graph/compiled.ts";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { singular } from "../linalg/tables/singular.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { specialRows } from "../special/tables/special.ts";

afterEach(() => useAllocator(undefined));

/** An operation of one or several results, and what to call it with. */
type Row = readonly [op: (...args: never[]) => unknown, args: readonly unknown[], ...options: unknown[]];

const tables: readonly Readonly<Record<string, readonly Row[]>>[] = [
  ...[elementwiseRows, reductionRows, sequenceRows, shapeRows, specialRows],
  ...[functions, general, positive, products, singular, symmetricEigen],
];

function filled(by: number): (length: number) => Float64Array {
  return (length) => new Float64Array(length).fill(by);
}

test.each(tables.flatMap((table) => Object.entries(table)))("%s", (_name, rows) => {
  for (const [op, args] of rows) {
    const tensors = args.filter(isTensor) as Tensor[];
    const f = (...xs: Tensor[]): unknown => {
      let next = 0;
      return op(...(args.map((x) => (isTensor(x) ? xs[next++] : x)) as never[]));
    };
    const all = (): unknown => {
      const value = f(...tensors);
      if (tensors.length === 0) return value;
      if (!isTensor(value)) return value;
      const one = f as (...xs: Tensor[]) => Tensor;
      return [value, vjp((...xs: Tensor[]) => sum(one(...xs)), ...tensors)[1](1), jvp(one, tensors, tensors)];
    };
    const [zeros, nans] = [0, Number.NaN].map((by) => {
      useAllocator(filled(by));
      return bitsOf(all);
    });
    expect(nans).toEqual(zeros);
  }
});
