import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Started } from "./covariance/covariance.ts";
import { UserError } from "./errors.ts";
import { place, readTable, type Table, textColumn } from "./input/csv.ts";
import { numberColumn } from "./input/numbers.ts";
import type { Series } from "./input/series.ts";

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

/**
 * A rising trend, a season whose shape drifts over decades, irregularities of some years, and noise that is partly
 * shared by neighbouring months. The numbers are where the fit starts: variances, and lengths in years.
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning (2006), section 5.4.3, from rounder numbers.
 */
export const co2Covariance: Started = {
  kernel: "sum",
  parts: {
    trend: { kernel: "rbf", variance: 50 ** 2, arguments: { length: 50 } },
    season: {
      kernel: "product",
      variance: 2 ** 2,
      parts: {
        decay: { kernel: "rbf", arguments: { length: 100 } },
        cycle: { kernel: "periodic", arguments: { length: 1, period: 1 } },
      },
    },
    irregular: { kernel: "rationalQuadratic", variance: 0.5 ** 2, arguments: { length: 1, alpha: 1 } },
    weather: { kernel: "rbf", variance: 0.1 ** 2, arguments: { length: 0.1 } },
    noise: { kernel: "noise", variance: 0.1 ** 2, arguments: {} },
  },
};
