import { describe, test, vi } from "vitest";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import type { Table } from "../linalg/tables/inputs.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { singular } from "../linalg/tables/singular.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { checkCompiled } from "./compiled.ts";
import { ofValues } from "./rowsofvalues.ts";

const table: Table = { ...products, ...positive, ...general, ...symmetricEigen, ...singular, ...functions };

vi.setConfig({ testTimeout: 60_000 });

describe.each(Object.entries(table))("compile(%s)", (_name, rows) => {
  test.each(rows.map((row, i) => [i, row] as const))("row %i", (_i, row) => {
    const [op, xs] = ofValues(row);
    checkCompiled(op, xs, true);
  });
});
