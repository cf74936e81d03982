/* Attributes mean the same when the arguments of a rule get further leading axes; see `checkLeadingAxes`. */
import { isTensor, type Tensor } from "@wengert/array";
import { describe, test } from "vitest";
import { checkLeadingAxes } from "../trace/leadingaxes.ts";
import { functions } from "./tables/functions.ts";
import { general } from "./tables/general.ts";
import type { Row, Table } from "./tables/inputs.ts";
import { positive } from "./tables/positive.ts";
import { products } from "./tables/products.ts";
import { singular } from "./tables/singular.ts";
import { symmetricEigen } from "./tables/symmetric.ts";

const table: Table = { ...products, ...positive, ...general, ...symmetricEigen, ...singular, ...functions };

/** A row as an op of its values alone. */
function ofValues([op, args]: Row): readonly [op: (...xs: readonly Tensor[]) => unknown, xs: readonly unknown[]] {
  const isValue = args.map((x) => typeof x === "number" || isTensor(x));
  const called = (...xs: readonly Tensor[]): unknown => {
    const rest = xs[Symbol.iterator]();
    return (op as (...xs: readonly unknown[]) => unknown)(...args.map((x, k) => (isValue[k] ? rest.next().value : x)));
  };
  return [called, args.filter((_, k) => isValue[k])];
}

describe.each(Object.entries(table))("%s, with further leading axes", (_name, rows) => {
  test.each(rows.map((row, i) => [i, row] as const))("row %i", (_i, row) => {
    const [op, xs] = ofValues(row);
    checkLeadingAxes(op, xs, true);
  });
});
