import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { co2Series } from "../input/co2.ts";
import type { Series } from "../input/series.ts";
import { readTable } from "./read.ts";

/** The CO₂ record, from the installed package of data sets. */
export function co2Record(): Series {
  const entry = createRequire(import.meta.url).resolve("vega-datasets");
  return co2Series(readTable(join(dirname(entry), "..", "data", "co2-concentration.csv"), ["Date", "CO2"]));
}
