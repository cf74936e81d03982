import * as ops from "@wengert/ops";
import { expect, test } from "vitest";
import { elementwiseRows } from "./ops.tables/elementwise.ts";
import { check } from "./ops.tables/inputs.ts";
import { reductionRows } from "./ops.tables/reductions.ts";
import { shapeRows } from "./ops.tables/shapes.ts";

const table = { ...elementwiseRows, ...reductionRows, ...shapeRows };

/** Not differentiated: checked by value in the package itself. */
const constants = [
  "all",
  "any",
  "argmax",
  "argmin",
  "equal",
  "finiteMask",
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
  "nanMask",
  "notEqual",
];

check(table);

test("every exported op stands in the table", () => {
  expect([...Object.keys(table), ...constants].sort()).toEqual(Object.keys(ops).sort());
});
