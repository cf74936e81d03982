import type { Rule } from "../contract.ts";
import { stack } from "../frame.ts";
import { attributed } from "../watch.ts";
import { type Cotangents, NOTHING, NUMBER } from "./cotangents.ts";
import { MADE, type NumberLines } from "./numberlines.ts";
import { cotangentOf, pullBackLine } from "./pullbackline.ts";
import type { Slope } from "./slope.ts";
import { NO_SLOPES, ofX, ofY, slopesOf } from "./slopes.ts";

/** Walks lines of numbers back, from slot `to` − 1 down to slot `from`. */
export function pullBackNumbers(lines: NumberLines, from: number, to: number, cotangents: Cotangents): void {
  const { kinds, rules, places, values } = lines;
  const { bars, arrived } = cotangents.numbers;
  const watched = stack.watches > 0;
  let rule: Rule | undefined;
  try {
    for (let slot = to - 1; slot >= from; slot--) {
      if (kinds[slot] !== MADE) continue;
      rule = rules[slot];
      const slopes = rule.slopes ?? slopesOf(rule);
      // Whether anomalies are being looked for, a derivative is no function of numbers, or what has arrived is no number.
      if (arrived[slot] !== NUMBER || slopes === NO_SLOPES || watched) {
        pullBackApart(lines, slot, cotangents);
        continue;
      }
      const zbar = bars[slot];
      arrived[slot] = NOTHING;
      const a = places[2 * slot];
      const b = places[2 * slot + 1];
      const x = a < 0 ? -a : a;
      const y = b < 0 ? -b : b;
      if (a > 0) {
        const xbar = times(zbar, slopes.x, values, slot, x, y);
        if (arrived[a] === NUMBER) bars[a] += xbar;
        else cotangents.addNumber(a, xbar);
      }
      if (b > 0) {
        const ybar = times(zbar, slopes.y, values, slot, x, y);
        if (arrived[b] === NUMBER) bars[b] += ybar;
        else cotangents.addNumber(b, ybar);
      }
    }
  } catch (error) {
    throw attributed((rule as Rule).name, error, false);
  }
}

/** As cotangents are multiplied everywhere: never −0, but where the derivative is 1. */
function times(zbar: number, slope: Slope, values: Float64Array, z: number, x: number, y: number): number {
  if (slope === 1) return zbar;
  if (slope === ofY) return zbar * values[y] + 0;
  if (slope === ofX) return zbar * values[x] + 0;
  return zbar * (typeof slope === "number" ? slope : slope(values, z, x, y)) + 0;
}

/** As any other line. */
function pullBackApart(lines: NumberLines, slot: number, cotangents: Cotangents): void {
  const line = lines.line(slot);
  const zbar = cotangentOf(line, cotangents);
  if (zbar !== undefined) pullBackLine(line, zbar, cotangents, () => []);
}
