/* The command of a worker where it does no work: its help, and arguments that it refuses. It needs no Redis. */
import { expect, test } from "vitest";
import { WorkerProcess } from "./workers.ts";

test("tells what it takes", async () => {
  const worker = new WorkerProcess("--help");
  expect(await worker.ended()).toBe(0);
  expect(worker.text).toMatch(/wengert-worker.*--redis.*--module/s);
});

test.each([
  [["--modules", "a.mjs"], /--modules/],
  [["--redis", "redis://127.0.0.1:1", "--module", "a.mjs", "--concurrency", "many"], /--concurrency must be a number/],
  [["--redis", "redis://127.0.0.1:1"], /--module must name at least one module/],
])("refuses %j with a code of its own", async (args, message) => {
  const worker = new WorkerProcess(...args);
  expect(await worker.ended()).toBe(2);
  expect(worker.text).toMatch(message);
  // A message, and no stack.
  expect(worker.text.trim().split("\n")).toHaveLength(1);
});
