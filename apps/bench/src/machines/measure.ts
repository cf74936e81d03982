import { bullmq } from "@wengert/queue";
import { Queue, QueueEvents } from "bullmq";
import { Redis } from "ioredis";
import { type Executor, mapTasks, shardedSum, tensor, threads } from "wengert";
import { startBare, startRedis, startWorker, tasks } from "./processes.ts";

/** The time that something takes, in milliseconds. */
async function timed(body: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await body();
  return performance.now() - began;
}

const least = (times: readonly number[]): number => Math.min(...times);

/** What a tiny task costs, in milliseconds: by a queue of ours, and by BullMQ alone; each the least of several rounds in turn. */
export async function perTask(
  count: number,
  concurrency: number,
  rounds: number,
): Promise<{ ours: number; bare: number }> {
  const redis = await startRedis();
  const workers = [startWorker(redis.url, "ours", concurrency), startBare(redis.url, "bare", concurrency)];
  const executor = bullmq({ connection: redis.url, queue: "ours" });
  const client = (): Redis => new Redis(redis.url, { maxRetriesPerRequest: null });
  const connections = [client(), client()];
  const queue = new Queue("bare", { connection: connections[0] });
  const events = new QueueEvents("bare", { connection: connections[1] });
  queue.on("error", () => {});
  events.on("error", () => {});
  const inputs = Array.from({ length: count }, (_, x) => x);
  // Other numbers in each round: the same task is done once.
  const ours = (round: number): Promise<unknown> =>
    mapTasks(
      { module: tasks, name: "half" },
      inputs.map((x) => x + count * (round + 1)),
      { executor },
    );
  const bare = async (): Promise<void> => {
    let open = count;
    const all = new Promise<void>((resolve) => {
      events.on("completed", () => --open === 0 && resolve());
    });
    for (let i = 0; i < count; i += 1000) {
      await queue.addBulk(inputs.slice(i, i + 1000).map((x) => ({ name: "half", data: { x } })));
    }
    await all;
    events.removeAllListeners("completed");
  };
  await mapTasks({ module: tasks, name: "half" }, inputs.slice(0, 100), { executor });
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await timed(() => ours(round)));
    times.bare.push(await timed(bare));
  }
  await Promise.all([executor.close(), ...workers.map(({ end }) => end())]);
  await Promise.all([queue.close(), events.close()]);
  for (const connection of connections) connection.disconnect();
  await redis.end();
  return { ours: least(times.ours) / count, bare: least(times.bare) / count };
}

/** The time of one evaluation of a sharded logistic regression with its gradient, by number of workers, in milliseconds. */
export async function evaluations(
  count: number,
  shards: number,
  rounds: number,
): Promise<{ readonly queue: readonly number[]; readonly threads: readonly number[] }> {
  const references = Array.from({ length: shards }, (_, seed) => ({ count: Math.round(count / shards), seed }));
  const start = { a: 0.1, b: tensor([0.2, -0.1]) };
  const loss = { module: tasks, name: "logistic", load: "rows" };
  const measured = async (executor: Executor): Promise<number> => {
    const sum = shardedSum<typeof start>(loss, references, { executor });
    // Every worker has every shard in memory after some rounds.
    for (let i = 0; i < 4; i++) await sum.valueAndGrad({ ...start, a: -i });
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await timed(() => sum.valueAndGrad({ ...start, a: i + 1 })));
    return least(times);
  };
  const queue: number[] = [];
  const here: number[] = [];
  for (const size of [1, 2]) {
    const redis = await startRedis();
    const workers = Array.from({ length: size }, () => startWorker(redis.url, "sum", 1));
    const executor = bullmq({ connection: redis.url, queue: "sum" });
    queue.push(await measured(executor));
    await Promise.all([executor.close(), ...workers.map(({ end }) => end())]);
    await redis.end();
    const pool = threads({ size });
    here.push(await measured(pool));
    pool.close();
  }
  return { queue, threads: here };
}
