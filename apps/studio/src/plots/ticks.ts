import type { Tick } from "./field.ts";
import { plain } from "./numbers.ts";

/** About so many round numbers between two others. */
export function ticksBetween(low: number, high: number, about = 5): Tick[] {
  const rough = (high - low) / about;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power;
  const values: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) values.push(i * step);
  const texts = plain(values);
  return values.map((value, i) => ({ at: (value - low) / (high - low), text: texts[i] }));
}

/** Powers of ten between two numbers, or 1, 2 and 5 times them where there are few. */
export function logValues(low: number, high: number): number[] {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const powers = Array.from({ length: Math.ceil(to) - Math.floor(from) + 1 }, (_, i) => Math.floor(from) + i);
  const thin = Math.ceil((to - from) / 6);
  const factors = to - from > 2 ? [1] : [1, 2, 5];
  return powers
    .filter((power) => power % thin === 0)
    .flatMap((power) => factors.map((factor) => factor * 10 ** power))
    .filter((value) => value >= low && value <= high);
}

/** Marks of an axis that is logarithmic. */
export function logTicks(low: number, high: number): Tick[] {
  return logValues(low, high).map((value) => ({
    at: Math.log(value / low) / Math.log(high / low),
    text: String(Number(value.toPrecision(3))),
  }));
}
