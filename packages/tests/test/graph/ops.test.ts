import { describe, test, vi } from "vitest";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import type { Row } from "../ops/tables/inputs.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { specialRows } from "../special/tables/special.ts";
import { checkCompiled } from "./compiled.ts";

const table: Record<string, readonly Row[]> = {
  ...elementwiseRows,
  ...reductionRows,
  ...sequenceRows,
  ...shapeRows,
  ...specialRows,
} as never;

vi.setConfig({ testTimeout: 60_000 });

describe.each(Object.entries(table))("compile(%s)", (_name, rows) => {
  test.each(rows.map((row, i) => [i, row] as const))("row %i", (_i, [op, args]) => {
    checkCompiled(op as never, args, true);
  });
});
