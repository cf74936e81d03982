import { checkRule } from "@wengert/check";
import * as linalg from "@wengert/linalg";
import { describe, expect, test } from "vitest";
import { functions } from "./tables/functions.ts";
import { general } from "./tables/general.ts";
import { hard } from "./tables/hard.ts";
import type { Table } from "./tables/inputs.ts";
import { positive } from "./tables/positive.ts";
import { products } from "./tables/products.ts";
import { singular } from "./tables/singular.ts";
import { symmetricEigen } from "./tables/symmetric.ts";

/** Rows for every op. */
const table: Table = { ...products, ...positive, ...general, ...symmetricEigen, ...singular, ...functions };

describe.each(Object.entries(table))("%s", (name, rows) => {
  test.each(rows.map((row, i) => [i, ...row] as const))("row %i", (_i, op, args, options) => {
    checkRule(op, args, { name, ...options });
  });
});

describe.each(Object.entries(hard))("%s, hard", (name, rows) => {
  test.each(rows.map((row, i) => [i, ...row] as const))("row %i", (_i, op, args, options) => {
    checkRule(op, args, { name, ...options });
  });
});

test("every op that is more than a product or a part of a matrix has hard rows", () => {
  for (const name of Object.keys(table)) expect(name in hard || name in products, name).toBe(true);
});

test("every exported op stands in the table", () => {
  const ops = Object.keys(linalg).filter((name) => !name.endsWith("Error"));
  expect(Object.keys(table).sort()).toEqual(ops.sort());
});
