import * as ops from "@wengert/ops";
import { expect, test } from "vitest";
import { elementwiseRows } from "./tables/elementwise.ts";
import { check } from "./tables/inputs.ts";
import { reductionRows } from "./tables/reductions.ts";
import { sequenceRows } from "./tables/sequences.ts";
import { shapeRows } from "./tables/shapes.ts";

const table = { ...elementwiseRows, ...reductionRows, ...sequenceRows, ...shapeRows };

/** Not differentiated: checked by value in the package itself. */
const constants = [
  "all",
  "any",
  "argmax",
  "argmin",
  "argsort",
  "equal",
  "finiteMask",
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
  "nanMask",
  "notEqual",
  "oneHot",
  "searchsorted",
  "trilIndices",
  "triuIndices",
];

check(table);

test("every exported op stands in the table", () => {
  expect([...Object.keys(table), ...constants].sort()).toEqual(Object.keys(ops).sort());
});
