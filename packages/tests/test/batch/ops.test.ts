import { describe, test, vi } from "vitest";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import type { Row } from "../ops/tables/inputs.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { specialRows } from "../special/tables/special.ts";
import { checkBatching } from "./loops.ts";

const table: Record<string, readonly Row[]> = {
  ...elementwiseRows,
  ...reductionRows,
  ...sequenceRows,
  ...shapeRows,
  ...specialRows,
} as never;

// Rows of many arguments are many combinations.
vi.setConfig({ testTimeout: 60_000 });

describe.each(Object.entries(table))("vmap(%s)", (_name, rows) => {
  test.each(rows.map((row, i) => [i, row] as const))("row %i", (_i, [op, args]) => {
    checkBatching(op as never, args, true, 1e-13);
  });
});
