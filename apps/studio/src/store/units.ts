import { familyOf } from "@wengert/gp-app/model";
import { unitOf } from "../parts/format.ts";
import { series } from "./store.ts";

/**
 * The unit of a kernel's parameter, from those of the columns; empty for a number without one, such as the length of a periodic kernel,
 * which counts in turns.
 *
 * @param index - which input a length is for
 */
export function unitOfParameter(kernel: string, argument: string, index: number): string {
  const data = series.value;
  if (data === undefined) return "";
  if (argument === "variance") return unitOf(data.yLabel) === "" ? "" : squared(unitOf(data.yLabel));
  if (kernel === "sum" || kernel === "product" || familyOf(kernel).distance !== argument) return "";
  const label = data.xLabels[Math.max(0, index)];
  return data.timeUnit ?? (unitOf(label) || (/^years?$/i.test(label) ? "years" : ""));
}

/** The square of a unit: m², (m/s)². */
function squared(unit: string): string {
  return /^\p{L}+$/u.test(unit) ? `${unit}²` : `(${unit})²`;
}
