import { attributed } from "../anomaly.ts";
import type { Rule } from "../contract.ts";
import { stack } from "../frame.ts";
import { type Cotangents, NOTHING, NUMBER } from "./cotangents.ts";
import { type NumberLines, WIDTH } from "./numberlines.ts";
import { cotangentOf, pullBackLine } from "./pullbackline.ts";
import type { Slope } from "./slope.ts";
import { NO_SLOPES, slopesOf } from "./slopes.ts";

/** Walks lines of numbers back, from number `to` − 1 down to number `from`. */
export function pullBackNumbers(lines: NumberLines, from: number, to: number, cotangents: Cotangents): void {
  const { rules, places, values } = lines;
  const { bars, arrived } = cotangents.numbers;
  let rule: Rule | undefined;
  try {
    for (let i = to - 1; i >= from; i--) {
      rule = rules[i];
      const slot = places[WIDTH * i];
      const slopes = rule.slopes ?? slopesOf(rule);
      // Whether anomalies are being looked for, a derivative is no function of numbers, or what has arrived is no number.
      if (arrived[slot] !== NUMBER || slopes === NO_SLOPES || stack.watches > 0) {
        pullBackApart(lines, i, cotangents);
        continue;
      }
      const zbar = bars[slot];
      arrived[slot] = NOTHING;
      const a = places[WIDTH * i + 1];
      const b = places[WIDTH * i + 2];
      const z = values[slot];
      const x = values[a < 0 ? -a : a];
      const y = values[b < 0 ? -b : b];
      if (a > 0) cotangents.addNumber(a, times(zbar, slopes[0], z, x, y));
      if (b > 0) cotangents.addNumber(b, times(zbar, slopes[1], z, x, y));
    }
  } catch (error) {
    throw attributed((rule as Rule).name, error, false);
  }
}

/** As cotangents are multiplied everywhere: never −0, but where the derivative is 1. */
function times(zbar: number, slope: Slope, z: number, x: number, y: number): number {
  if (slope === 1) return zbar;
  return zbar * (typeof slope === "number" ? slope : slope(z, x, y)) + 0;
}

/** As any other line. */
function pullBackApart(lines: NumberLines, i: number, cotangents: Cotangents): void {
  const line = lines.line(i);
  const zbar = cotangentOf(line, cotangents);
  if (zbar !== undefined) pullBackLine(line, zbar, cotangents, () => []);
}
