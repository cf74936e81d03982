import { dateText, decimalsFor, type Series } from "@wengert/gp-app/model";

/** A number with so many significant digits, or as a power of ten where that is shorter. */
export function figure(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e6 || size < 1e-4))
    return value
      .toExponential(Math.max(0, digits - 2))
      .replace("e+", "e")
      .replaceAll("-", "−");
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

/** Seconds, in the unit that suits them. */
export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${figure(1e6 * seconds, 2)} µs`;
  if (seconds < 1) return `${figure(1e3 * seconds, 3)} ms`;
  if (seconds < 100) return `${figure(seconds, 3)} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** Bytes, in the unit that suits them. */
export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  if (count < 1024 ** 2) return `${figure(count / 1024, 3)} kB`;
  return `${figure(count / 1024 ** 2, 3)} MB`;
}

/** How a place is written: a date, or a number with the digits that tell neighbours apart. */
export function placeText({ x, timeUnit }: Series, input = 0): (value: number) => string {
  if (timeUnit !== undefined) return (value) => dateText(value, timeUnit).slice(0, 16).replace("T", " ");
  const values = x[input];
  const extent = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  return decimalsFor(extent / 1000, values, 1);
}

/** The unit of a label such as "CO₂ (ppm)", or nothing. */
export function unitOf(label: string): string {
  return /\(([^()]*)\)\s*$/.exec(label)?.[1] ?? "";
}
