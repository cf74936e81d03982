/*
 * Many starts on workers that are killed again and again, while Redis is killed and started. WENGERT_QUEUE_SIZE=1 is the whole: 1,000
 * starts on four processes, a kill every 2 s, three restarts.
 */
import { multiStart } from "@wengert/optim";
import { runTask } from "@wengert/optim/worker";
import { bullmq } from "@wengert/queue";
import { expect, it } from "vitest";
import { RedisServer } from "./redisserver.ts";
import { objective, WorkerProcess } from "./workers.ts";

const size = Number(process.env["WENGERT_QUEUE_SIZE"] ?? 0.05);

it("finds the same best, and runs every start once to its end, whoever is killed", async () => {
  const server = await RedisServer.begin();
  const starts = Math.ceil(1000 * size);
  const workers = Array.from({ length: size < 1 ? 2 : 4 }, () => WorkerProcess.of(server.url, "--max-lost", "100"));
  const executor = bullmq({ connection: server.url });
  const options = { bounds: { lower: -5.12, upper: 5.12 }, starts, seed: 5 } as const;
  const start = { x: 3.3, y: -2.1 };
  const target = { module: objective, name: "slowRastrigin" };
  const ended: number[] = [];
  const all = multiStart(target, start, { ...options, executor, onStart: ({ index }) => ended.push(index) });
  let open = true;
  const killing = (async (): Promise<void> => {
    for (let before = 0; open; ) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      // On a busy machine a worker needs longer to begin than to be killed.
      if (!open || ended.length === before) continue;
      before = ended.length;
      const [first] = workers;
      await first.end("SIGKILL");
      workers.shift();
      workers.push(WorkerProcess.of(server.url, "--max-lost", "100"));
    }
  })();
  const restarts = Math.ceil(3 * Math.min(1, size));
  for (let i = 1; i <= restarts; i++) {
    while (ended.length < (i * starts) / (restarts + 1)) await new Promise((resolve) => setTimeout(resolve, 20));
    await server.kill();
    await server.start();
  }
  const found = await all;
  open = false;
  const here = await multiStart(target, start, { ...options, executor: { run: (task) => runTask(task) } });
  expect(found).toEqual(here);
  expect(ended.toSorted((a, b) => a - b)).toEqual(Array.from({ length: starts }, (_, i) => i));
  await killing;
  await Promise.all([executor.close(), ...workers.map((worker) => worker.end())]);
  await server.end();
}, 600_000);
