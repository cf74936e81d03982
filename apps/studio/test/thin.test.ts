import { expect, test } from "vitest";
import { thinned } from "../src/data/own.ts";

/** The numbers of the lines that are kept. */
function kept(lines: number, every: number): number[] {
  const text = ["x", ...Array.from({ length: lines }, (_, i) => String(i))].join("\n");
  const [header, ...rest] = thinned(text, every).split("\n");
  expect(header).toBe("x");
  return rest.map(Number);
}

test("of each group of lines one is kept", () => {
  const found = kept(1000, 7);
  expect(found.slice(0, 142).map((line) => Math.floor(line / 7))).toEqual(Array.from({ length: 142 }, (_, i) => i));
  expect(kept(10, 1)).toHaveLength(10);
});

test.each([2, 7, 24, 288])("a rhythm of as many lines as a group has, %i, is met at all its phases alike", (every) => {
  const found = kept(every * 1000, every);
  const eighths = Array.from({ length: Math.min(8, every) }, () => 0);
  for (const line of found) eighths[Math.floor(((line % every) / every) * eighths.length)]++;
  // Every so-many-th line would be in one of them only.
  for (const count of eighths) expect(count).toBeGreaterThan((0.7 * 1000) / eighths.length);
});
