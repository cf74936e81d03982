// Large results in a browser, in a page and in a worker: there is room for all of them though not for all at once, and nothing that
// a program still holds is used again.
import { expect, test } from "vitest";
import { commands } from "vitest/browser";
import { type Large, manyLarge, together } from "./manylarge.ts";

declare module "vitest/browser" {
  interface BrowserCommands {
    rendererPeak(): Promise<number | undefined>;
  }
}

const TIMES = 150;
const PATIENCE = 60_000;

async function check(run: (times: number) => Large | Promise<Large>): Promise<void> {
  await run(10);
  const few = await commands.rendererPeak();
  const { found, expected, kept, slopes } = await run(TIMES);
  expect(Math.abs(found / expected - 1)).toBeLessThan(1e-13);
  for (const [i, slope] of slopes.entries()) expect(Math.abs(kept[i] / slope - 1)).toBeLessThan(1e-14);
  const many = await commands.rendererPeak();
  if (few !== undefined && many !== undefined) expect(many - few).toBeLessThan(together(TIMES) / 2);
}

test("a page", { timeout: PATIENCE }, () => check(manyLarge));

test("a worker", { timeout: PATIENCE }, async () => {
  const worker = new Worker(new URL("./manylarge.worker.ts", import.meta.url), { type: "module" });
  try {
    await check(
      (times) =>
        new Promise<Large>((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = reject;
          worker.postMessage(times);
        }),
    );
  } finally {
    worker.terminate();
  }
});
