// The same random numbers in a browser's page and in its workers as in Node, whose tests compare with the same hash.
import { expect, test } from "vitest";
import { digestOfDraws, recorded } from "../test/random/recorded.ts";

test("a page draws what Node does", async () => {
  expect(await digestOfDraws()).toBe(recorded);
});

test("so does a worker", async () => {
  const worker = new Worker(new URL("./draws.worker.ts", import.meta.url), { type: "module" });
  try {
    const digest = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
    });
    expect(digest).toBe(recorded);
  } finally {
    worker.terminate();
  }
});
