import type { Argument, Covariance, Start } from "./covariance.ts";
import { familyOf } from "./library.ts";
import { modified } from "./modifiers.ts";
import { type Settings, settingOf } from "./settings.ts";

/**
 * A covariance as an expression: `parseExpression` of it is the same function of the same parameters. Parts are then named
 * after their kernels, and of variances inside of a product only their product stays.
 */
export function expressionOf(covariance: Covariance): string {
  const { variance, settings } = covariance;
  const factor = variance === undefined ? "" : `${written(variance, settings, "variance")}*`;
  if (!("parts" in covariance)) return factor + call(covariance.kernel, covariance.arguments, settings);
  const parts = Object.values(covariance.parts);
  if (covariance.kernel === "product") return factor + parts.map(factorOf).join("*");
  const terms = parts.map(expressionOf).join(" + ");
  return factor === "" ? terms : `${factor}(${terms})`;
}

/** A part of a product: a sum there needs parentheses. */
function factorOf(part: Covariance): string {
  const text = expressionOf(part);
  return part.kernel === "sum" && part.variance === undefined ? `(${text})` : text;
}

function call(kernel: string, given: Readonly<Record<string, Argument>>, settings: Settings | undefined): string {
  const { learned, fixed } = familyOf(kernel);
  const shown = [
    ...learned.map((name) => argument(given[name], settings, name)),
    ...fixed.map((name) => `${name}=${given[name]}`),
  ];
  return shown.length === 0 ? kernel : `${kernel}(${shown.join(", ")})`;
}

function argument(value: Argument, settings: Settings | undefined, name: string): string {
  if (typeof value !== "object") return written(value, settings, name);
  return `[${value.map((one, i) => written(one, settings, name, i)).join(", ")}]`;
}

function written(start: Start, settings: Settings | undefined, name: string, index?: number): string {
  return modified(String(start), settingOf(settings, name, index));
}
