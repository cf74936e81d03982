import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UserError } from "../errors.ts";
import { place, type Table, textColumn } from "../input/csv.ts";
import { numberColumn } from "../input/numbers.ts";
import type { Series } from "../input/series.ts";
import { readTable } from "./read.ts";

/**
 * Monthly mean CO₂ in the air at Mauna Loa since March 1958, as x = year + (month − 1)/12.
 *
 * Source: the record begun by C. D. Keeling (Scripps Institution of Oceanography), from the package vega-datasets.
 */
export function co2Record(): Series {
  const entry = createRequire(import.meta.url).resolve("vega-datasets");
  const table = readTable(join(dirname(entry), "..", "data", "co2-concentration.csv"));
  return {
    name: "co2",
    title: "CO₂ in the air at Mauna Loa",
    xLabels: ["year"],
    yLabel: "CO₂, mole fraction (ppm)",
    x: [yearsOf(table, "Date")],
    y: numberColumn(table, "CO2"),
    horizon: 10,
    notes: [],
  };
}

function yearsOf(table: Table, column: string): Float64Array {
  return Float64Array.from(textColumn(table, column), (cell, row) => {
    const [, year, month] = /^(\d{4})-(\d{2})-\d{2}$/.exec(cell) ?? [];
    if (month === undefined) {
      throw new UserError(`${table.file}: ${place(table, row, column)}: "${cell}" is not a date such as 1958-03-01`);
    }
    return Number(year) + (Number(month) - 1) / 12;
  });
}
