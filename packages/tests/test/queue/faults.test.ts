/*
 * What may go wrong with machines: nothing is lost, and nothing counts twice.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mapTasks, multiStart } from "@wengert/optim";
import { runTask } from "@wengert/optim/worker";
import { bullmq } from "@wengert/queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RedisServer } from "./redisserver.ts";
import { objective, WorkerProcess } from "./workers.ts";

const to = (name: string): { module: URL; name: string } => ({ module: objective, name });
const folder = mkdtempSync(join(tmpdir(), "wengert-faults-"));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let server: RedisServer;

/** Inputs of tasks that note in a file that they began. */
const inputsFor = (file: string, count: number, wait: number): { x: number; file: string; wait: number }[] => {
  appendFileSync(join(folder, file), "");
  return Array.from({ length: count }, (_, x) => ({ x, file: join(folder, file), wait }));
};
const began = (file: string): string[] => readFileSync(join(folder, file), "utf8").trim().split("\n").filter(Boolean);
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(10);
}

beforeAll(async () => {
  server = await RedisServer.begin();
});
afterAll(async () => {
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

describe("nothing is lost, and nothing counts twice, when", () => {
  it("a worker is killed, and another hangs in the middle of a task", async () => {
    const workers = [0, 1, 2].map(() => WorkerProcess.of(server.url, "--queue", "killed"));
    const executor = bullmq({ connection: server.url, queue: "killed" });
    const results: unknown[] = [];
    const inputs = inputsFor("killed", 8, 300);
    const all = mapTasks(to("slow"), inputs, { executor, onResult: (output) => results.push(output) });
    await until(() => began("killed").length >= 2);
    await workers[0].end("SIGKILL");
    await workers[1].signal("SIGSTOP");
    await pause(500);
    // It wakes up when others have its task.
    setTimeout(() => void workers[1].signal("SIGCONT"), 3000);
    expect(await all).toEqual(inputs.map(({ x }) => 2 * x));
    expect(results.toSorted((a, b) => Number(a) - Number(b))).toEqual(inputs.map(({ x }) => 2 * x));
    await Promise.all([executor.close(), ...workers.map((worker) => worker.end())]);
  });

  it("Redis is killed and started again, and the same best is found", async () => {
    const workers = [0, 1].map(() => WorkerProcess.of(server.url, "--queue", "restarted"));
    const executor = bullmq({ connection: server.url, queue: "restarted" });
    const options = { bounds: { lower: -5.12, upper: 5.12 }, starts: 300, seed: 3 } as const;
    const start = { x: 3.3, y: -2.1 };
    const ended: number[] = [];
    const all = multiStart(to("rastrigin"), start, { ...options, executor, onStart: ({ index }) => ended.push(index) });
    for (const share of [20, 120]) {
      await until(() => ended.length >= share);
      await server.kill();
      await pause(200);
      await server.start();
    }
    const here = await multiStart(to("rastrigin"), start, { ...options, executor: { run: (task) => runTask(task) } });
    expect(await all).toEqual(here);
    expect(ended.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i));
    await Promise.all([executor.close(), ...workers.map((worker) => worker.end())]);
  });

  it("Redis forgets what it had", async () => {
    const forgetful = await RedisServer.begin("--appendonly", "no");
    const executor = bullmq({ connection: forgetful.url });
    const all = mapTasks(to("half"), [1, 2, 3], { executor });
    await pause(300);
    await forgetful.kill();
    await forgetful.start();
    const worker = WorkerProcess.of(forgetful.url);
    expect(await all).toEqual([0.5, 1, 1.5]);
    await Promise.all([executor.close(), worker.end()]);
    await forgetful.end();
  });

  it("the coordinator is killed and begins again with the same name", async () => {
    const worker = WorkerProcess.of(server.url, "--concurrency", "2");
    const inputs = inputsFor("coordinator", 8, 100);
    const program = fileURLToPath(new URL("./coordinator.mjs", import.meta.url));
    const { NODE_OPTIONS: _, ...env } = process.env;
    const run = (): { ended: Promise<unknown>; kill: () => void; text: () => string } => {
      const child = spawn(process.execPath, [program, server.url, "again", JSON.stringify(inputs)], { env });
      let text = "";
      child.stdout.on("data", (data) => {
        text += data;
      });
      return { ended: once(child, "exit"), kill: () => child.kill("SIGKILL"), text: () => text };
    };
    const first = run();
    await until(() => first.text().includes("result"));
    first.kill();
    await first.ended;
    const second = run();
    await second.ended;
    expect(second.text()).toContain(`outputs ${JSON.stringify(inputs.map(({ x }) => 2 * x))}`);
    // Each task began once, although two programs asked for it.
    expect(began("coordinator").toSorted()).toEqual(inputs.map(({ x }) => `${x}`));
    await worker.end();
  });
});

describe("a worker refuses", () => {
  it("a task of another build by its name, and of a module that it was not started with", async () => {
    const other = join(folder, "other");
    cpSync(fileURLToPath(new URL(".", import.meta.url)), other, { recursive: true });
    const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));
    symlinkSync(packages, join(folder, "node_modules"));
    const module = pathToFileURL(join(other, "objective.mjs"));
    const worker = WorkerProcess.of(server.url, "--queue", "builds");
    const executor = bullmq({ connection: server.url, queue: "builds", attempts: 1 });
    expect(await mapTasks({ module, name: "half" }, [1], { executor })).toEqual([0.5]);
    // A file that the module imports.
    writeFileSync(join(other, "part.mjs"), "export const noted = (x) => String(x + 1);\n");
    const changed = bullmq({ connection: server.url, queue: "builds", attempts: 1 });
    const refused = mapTasks({ module, name: "half" }, [2], { executor: changed });
    await expect(refused).rejects.toThrowError(
      /the worker \S+:\d+ refuses objective\.mjs#half: it has the build \w{12}, the task is of \w{12}\. Start it with/,
    );
    const part = { module: pathToFileURL(join(other, "part.mjs")), name: "noted" };
    await expect(mapTasks(part, [2], { executor: changed })).rejects.toThrowError(/started without the module/);
    await Promise.all([executor.close(), changed.close(), worker.end("SIGTERM")]);
    expect(worker.text).toMatch(/takes tasks of objective\.mjs \w{12}\n[^\n]*1 done · 2 failed · 0 running/);
  });
});
