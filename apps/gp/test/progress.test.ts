import { expect, test } from "vitest";
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

test("a terminal has one line, written over and erased in the end", async () => {
  const written = await shownOn(true, 3);
  expect(written).not.toContain("\n");
  expect(written.split("\r\x1b[2K")).toEqual([
    "",
    expect.stringMatching(/^iteration 1: −log likelihood 100\.0000, 2 evaluations, \d+\.\d s$/),
    expect.stringMatching(/^iteration 2: −log likelihood 50\.0000, 3 evaluations/),
    expect.stringMatching(/^iteration 3: −log likelihood 33\.3333, 4 evaluations/),
    "",
  ]);
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
  expect(written).toBe("\r\x1b[2K");
});
