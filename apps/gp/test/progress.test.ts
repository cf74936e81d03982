import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { sparkline } from "../src/terminal/liveview.ts";
import { displayOn, showing } from "../src/terminal/progress.ts";

async function shownOn(isTTY: boolean, iterations: number): Promise<string> {
  let written = "";
  await showing(displayOn({ isTTY, write: (text) => (written += text) }), (show) => {
    for (let iteration = 1; iteration <= iterations; iteration++) {
      const counts = { evaluations: iteration + 1, gradientEvaluations: iteration + 1 };
      const value = 100 / iteration;
      show({ iteration, value, best: value, gradientNorm: 1, violation: 0, stepNorm: 1, ...counts });
    }
  });
  return written;
}

test("a terminal has a view that is written over, and erased in the end", async () => {
  const written = await shownOn(true, 3);
  const plain = stripVTControlCharacters(written);
  expect(plain).toContain(
    "iteration 1, 2 evaluations, 0.0 s\n−log likelihood 100.0000, lowest 100.0000, gradient 1.0e+0",
  );
  expect(plain).toContain("iteration 3, 4 evaluations");
  expect(plain).toContain("\n█▅▁\nCtrl-C ends it and keeps the best\n");
  // Each view goes up over the lines of the one before; the last thing is that they are erased.
  const up = "\u001b[1A";
  expect(written.split(up)).toHaveLength(1 + 3 * 4);
  expect(written.endsWith("\u001b[G")).toBe(true);
});

test("bars go by rank, so that the end shows as well as the beginning", () => {
  expect(sparkline([1e6, 10, 9.9, 9.89], 60)).toBe("█▆▃▁");
  expect(sparkline([3], 60)).toBe("▁");
  expect(sparkline([4, 3, 2, 1], 2)).toBe("█▁");
});

test("what is told stays above the view", () => {
  let written = "";
  const display = displayOn({ isTTY: true, columns: 40, write: (text) => (written += text) });
  display.tell("start 1 of 2: 7.0");
  expect(written.endsWith("start 1 of 2: 7.0\n")).toBe(true);
});

test("elsewhere there is a plain line for every tenth iteration", async () => {
  const lines = (await shownOn(false, 22)).split("\n");
  expect(lines.map((line) => line.slice(0, 13))).toEqual(["iteration 1: ", "iteration 11:", "iteration 21:", ""]);
});

test("an error erases the line before it passes", async () => {
  let written = "";
  const display = displayOn({ isTTY: true, write: (text) => (written += text) });
  await expect(() =>
    showing(display, () => {
      throw new Error("too long a step");
    }),
  ).rejects.toThrow("too long a step");
  expect(written).toBe("");
});
