import { UserError } from "../errors.ts";
import { numberColumn } from "./numbers.ts";
import type { Series } from "./series.ts";
import { place, type Table, textColumn } from "./table.ts";

/**
 * Monthly mean CO₂ in the air at Mauna Loa since March 1958, as x = year + (month − 1)/12.
 *
 * Source: the record begun by C. D. Keeling (Scripps Institution of Oceanography), from the package vega-datasets.
 *
 * @param table - that package's co2-concentration.csv
 */
export function co2Series(table: Table): Series {
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
