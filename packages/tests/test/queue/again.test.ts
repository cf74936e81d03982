import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapTasks, multiStart } from "@wengert/optim";
import { bullmq, type QueueExecutor, startWorker } from "@wengert/queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, RedisServer } from "./redisserver.ts";
import { objective, WorkerProcess } from "./workers.ts";

const to = (name: string): { module: URL; name: string } => ({ module: objective, name });
const folder = mkdtempSync(join(tmpdir(), "wengert-again-"));
const count = (file: string): number => {
  try {
    return readFileSync(file, "utf8").trim().split("\n").length;
  } catch {
    return 0;
  }
};
const until = async (what: () => boolean): Promise<void> => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
};
let server: RedisServer;
let worker: WorkerProcess;
const made: QueueExecutor[] = [];
const executorOf = (run: string): QueueExecutor => {
  const executor = bullmq({ connection: server.url, run, attempts: 1 });
  made.push(executor);
  return executor;
};

beforeAll(async () => {
  server = await RedisServer.begin();
  worker = WorkerProcess.of(server.url, "--concurrency", "2");
}, 60_000);
afterAll(async () => {
  await Promise.all(made.map((executor) => executor.close()));
  await worker?.end();
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

describe("a run that is begun again", () => {
  it("does again what was given up, and leaves another program of the run in peace", async () => {
    const file = join(folder, "given-up");
    const inputs = [1, 2, 3].map((x) => ({ x, file, wait: 300 }));
    const [one, other] = [executorOf("given-up"), executorOf("given-up")];
    const controller = new AbortController();
    const ended = mapTasks(to("slow"), inputs, { executor: one, signal: controller.signal });
    const goes = mapTasks(to("slow"), inputs, { executor: other });
    await until(() => count(file) > 0);
    controller.abort();
    await expect(ended).rejects.toThrowError(/abort/);
    const outputs = await goes;
    expect(outputs).toHaveLength(3);
    expect(await mapTasks(to("slow"), inputs, { executor: one })).toEqual(outputs);
  });

  it("does again what has failed", async () => {
    const file = join(folder, "needed");
    const executor = executorOf("failed");
    await expect(mapTasks(to("needs"), [file], { executor })).rejects.toThrowError(/not there/);
    await expect(mapTasks(to("needs"), [file], { executor: executorOf("failed") })).rejects.toThrowError(/not there/);
    writeFileSync(file, "");
    expect(await mapTasks(to("needs"), [file], { executor: executorOf("failed") })).toEqual([file.length]);
  });

  it("does again a start that was ended early", async () => {
    const options = { bounds: { lower: -5.12, upper: 5.12 }, starts: 4, seed: 1 } as const;
    const start = { x: 3.3, y: -2.1 };
    const controller = new AbortController();
    const executor = executorOf("early");
    setTimeout(() => controller.abort(), 60);
    const first = await multiStart(to("slowRastrigin"), start, { ...options, executor, signal: controller.signal });
    expect(first.status).toBe("aborted");
    const again = await multiStart(to("slowRastrigin"), start, { ...options, executor: executorOf("early") });
    const whole = await multiStart(to("slowRastrigin"), start, { ...options, executor: executorOf("whole") });
    expect(again.reports.map(({ value }) => value)).toEqual(whole.reports.map(({ value }) => value));
    expect(again.evaluations).toBe(whole.evaluations);
  });
});

describe("a queue", () => {
  it("carries undefined", async () => {
    const executor = executorOf("undefined");
    expect(await mapTasks(to("echo"), [undefined], { executor })).toEqual([undefined]);
    expect(await mapTasks(to("known"), [{ a: undefined, b: 1 }], { executor })).toEqual([["a", "b"]]);
  });

  it("tells why a worker has no connection", async () => {
    const port = await freePort();
    const messages: string[] = [];
    const lonely = await startWorker({
      connection: `redis://user:secret@127.0.0.1:${port}`,
      modules: [objective.href],
      onLost: ({ message }) => messages.push(message),
      patience: 50,
    });
    await until(() => messages.some((message) => message.includes("ECONNREFUSED")));
    await lonely.close();
    expect(messages.at(-1)).toMatch(
      /^startWorker: no connection to redis:\/\/127\.0\.0\.1:\d+ for 0\.05 s \(ECONNREFUSED\)/,
    );
    expect(messages.join()).not.toContain("secret");
  });
});
