import { isTensor, type Tensor } from "@wengert/array";
import { describe, test, vi } from "vitest";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import type { Row, Table } from "../linalg/tables/inputs.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { singular } from "../linalg/tables/singular.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { checkCompiled } from "./compiled.ts";

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

vi.setConfig({ testTimeout: 60_000 });

describe.each(Object.entries(table))("compile(%s)", (_name, rows) => {
  test.each(rows.map((row, i) => [i, row] as const))("row %i", (_i, row) => {
    const [op, xs] = ofValues(row);
    checkCompiled(op, xs, true);
  });
});
