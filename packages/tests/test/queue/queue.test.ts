import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArgumentError, type Tensor, tensor } from "@wengert/array";
import { mapTasks, minimizeAsync, multiStart, shardedSum, type TaskError } from "@wengert/optim";
import { runTask } from "@wengert/optim/worker";
import { bullmq, QueueConnectionError, type QueueExecutor, startWorker } from "@wengert/queue";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, RedisServer } from "./redisserver.ts";
import { objective, WorkerProcess } from "./workers.ts";

const to = (name: string): { module: URL; name: string } => ({ module: objective, name });
const folder = mkdtempSync(join(tmpdir(), "wengert-queue-"));
const began = (file: string): string[] => readFileSync(file, "utf8").trim().split("\n");
let server: RedisServer;
let worker: WorkerProcess;
let executor: QueueExecutor;

beforeAll(async () => {
  server = await RedisServer.begin();
  worker = WorkerProcess.of(server.url, "--concurrency", "2");
  executor = bullmq({ connection: server.url });
}, 60_000);
afterAll(async () => {
  await executor?.close();
  await worker?.end();
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

describe("a queue", () => {
  it("calls functions elsewhere, and gives their outputs in order, with every bit", async () => {
    const odd = [Number.NaN, -0, Number.NEGATIVE_INFINITY, 5e-324, 0.1 + 0.2];
    const inputs = [...odd, ...Array.from({ length: 40 }, (_, i) => i)];
    const outputs = await mapTasks<number>(to("echo"), inputs, { executor });
    expect(outputs.every((x, i) => Object.is(x, inputs[i]))).toBe(true);
    const large = tensor(
      Float64Array.from({ length: 30_000 }, (_, i) => Math.sin(i)),
      [100, 300],
    );
    const trees = [
      { large, small: tensor([1, -0]), $odd: 1, none: null, map: new Map([[1, "a"]]) },
      [large, 1n, undefined],
    ];
    const [first, second] = await mapTasks<Record<string, Tensor>>(to("echo"), trees, { executor });
    expect(first["large"]?.shape).toEqual([100, 300]);
    expect(first["large"]?.data).toEqual(large.data);
    expect(Object.is(first["small"]?.data[1], -0)).toBe(true);
    expect(first).toMatchObject({ $odd: 1, none: null, map: new Map([[1, "a"]]) });
    expect(second).toMatchObject({ 1: 1n, 2: undefined });
  });

  it("stores an array once, as bytes, and for a time", async () => {
    const large = tensor(Float64Array.from({ length: 2000 }, (_, i) => i));
    await mapTasks(to("total"), [large, large, large], { executor });
    const redis = new Redis(server.url);
    const keys = await redis.keys("bull:wengert:wengert:blob:*");
    const sizes = await Promise.all(keys.map((key) => redis.strlen(key)));
    expect(sizes.filter((size) => size === 16_000)).toHaveLength(1);
    for (const key of keys) expect(await redis.ttl(key)).toBeGreaterThan(3000);
    redis.disconnect();
  });

  it("runs several starts, number for number as here", async () => {
    const options = { bounds: { lower: -5.12, upper: 5.12 }, starts: 12, seed: 9 } as const;
    const start = { x: 3.3, y: -2.1 };
    const here = await multiStart(to("rastrigin"), start, { ...options, executor: { run: (task) => runTask(task) } });
    expect(await multiStart(to("rastrigin"), start, { ...options, executor })).toEqual(here);
  });

  it("computes a sum over shards, to the last bit as here", async () => {
    const loss = { ...to("logistic"), load: "load" };
    const shards = Array.from({ length: 5 }, (_, seed) => ({ rows: 30 + seed, seed }));
    const start = { a: 0.1, b: tensor([0.2, -0.3]) };
    const here = shardedSum<typeof start>(loss, shards, { executor: { run: (task) => runTask(task) } });
    const there = shardedSum<typeof start>(loss, shards, { executor });
    expect(await there.valueAndGrad(start)).toEqual(await here.valueAndGrad(start));
    expect(await there.hvp(start, start)).toEqual(await here.hvp(start, start));
    const options = { maxIterations: 4 };
    expect({ ...(await minimizeAsync(there, start, options)) }).toEqual({
      ...(await minimizeAsync(here, start, options)),
    });
  });

  it("passes on progress", async () => {
    const seen: unknown[] = [];
    const input = { x: 4, file: join(folder, "progress"), wait: 150 };
    expect(await mapTasks(to("slow"), [input], { executor, onProgress: (report) => seen.push(report) })).toEqual([8]);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[0]).toMatchObject({ x: 4 });
  });

  it("does the same task once, and has its result at once when it is asked again", async () => {
    const input = { x: 5, file: join(folder, "again"), wait: 1 };
    for (let i = 0; i < 3; i++) expect(await mapTasks(to("slow"), [input], { executor })).toEqual([10]);
    expect(began(input.file)).toEqual(["5"]);
    // Two inputs are two tasks, also where they are the same.
    expect(await mapTasks(to("slow"), [input, input], { executor })).toEqual([10, 10]);
    expect(began(input.file)).toEqual(["5", "5"]);
  });

  it("ends a poisoned task after its attempts, with the worker's own error and stack", async () => {
    const error = (await mapTasks(to("fails"), [1, 3], { executor }).catch((error) => error)) as TaskError;
    expect(error.message).toBe("objective.mjs#fails failed in each of 3 attempts: three is not allowed");
    expect(error.attempts).toBe(3);
    const { name, stack } = error.cause as Error;
    expect(name).toBe("RangeError");
    expect(stack).toMatch(/^RangeError: three is not allowed\n {4}at .*objective\.mjs:\d+/);
  });

  it("removes what waits and ends what runs, by a signal", async () => {
    const controller = new AbortController();
    const file = join(folder, "aborted");
    const inputs = Array.from({ length: 12 }, (_, x) => ({ x, file, wait: 60_000 }));
    const all = mapTasks(to("slow"), inputs, {
      executor,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(all).rejects.toThrowError("enough");
    // The two threads are free again.
    expect(await mapTasks(to("half"), [1, 2, 3, 4], { executor })).toEqual([0.5, 1, 1.5, 2]);
    expect(new Set(began(file)).size).toBe(2);
    const queue = new Queue("wengert", { connection: new Redis(server.url) as never });
    expect(await queue.getJobCounts("waiting", "active", "delayed")).toEqual({ waiting: 0, active: 0, delayed: 0 });
    // Dashboards see the jobs by name.
    const [job] = await queue.getCompleted(0, 0);
    expect(job?.name).toMatch(/^objective\.mjs#\w+$/);
    await queue.close();
  });

  it("lets a start that runs end with what it has", async () => {
    const controller = new AbortController();
    const options = {
      bounds: { lower: -5.12, upper: 5.12 },
      starts: 400,
      executor,
      signal: controller.signal,
    } as const;
    let ended = 0;
    const result = await multiStart(
      to("rastrigin"),
      { x: 3.3, y: -2.1 },
      {
        ...options,
        onStart: () => ++ended === 3 && controller.abort(),
      },
    );
    expect(result.status).toBe("aborted");
    expect(result.reports).toHaveLength(400);
    expect(result.value).toBe(Math.min(...result.reports.map(({ value }) => value)));
  });

  it("bounds what is in Redis at once", async () => {
    const narrow = bullmq({ connection: server.url, capacity: 3 });
    const queue = new Queue("wengert", { connection: new Redis(server.url) as never });
    let most = 0;
    await mapTasks(
      to("half"),
      Array.from({ length: 30 }, (_, i) => i),
      {
        executor: narrow,
        onResult: () => {
          void queue.getJobCountByTypes("waiting", "active", "delayed").then((count) => {
            most = Math.max(most, count);
          });
        },
      },
    );
    await queue.getJobCountByTypes("waiting");
    expect(most).toBeLessThanOrEqual(3);
    await Promise.all([narrow.close(), queue.close()]);
  });

  it("refuses what is too large, or cannot be sent", async () => {
    const small = bullmq({ connection: server.url, maxBytes: 10_000 });
    const large = tensor(new Float64Array(2000));
    await expect(mapTasks(to("total"), [large], { executor: small })).rejects.toThrowError(/a task of 16\d+ bytes/);
    await small.close();
    class Model {}
    for (const [input, what] of [
      [() => 1, "a function"],
      [{ deep: [Symbol("s")] }, '"input.deep[0]" is a symbol'],
      [new Date(), "a Date"],
      [new Model(), "a Model"],
    ] as const) {
      await expect(mapTasks(to("echo"), [input], { executor })).rejects.toThrowError(what);
    }
    const data = { module: "data:text/javascript,export const f = 1", name: "f" };
    await expect(mapTasks(data, [1], { executor })).rejects.toThrowError(/is not a file that can be read/);
  });

  it("ends a task that ends its worker, after some workers", async () => {
    // A worker that may lose a task once: two are lost.
    const workers = [0, 1].map(() =>
      WorkerProcess.of(server.url, "--queue", "murder", "--max-lost", "1", "--lock", "0.4"),
    );
    const own = bullmq({ connection: server.url, queue: "murder" });
    const result = mapTasks(to("murders"), [1], { executor: own });
    const third = WorkerProcess.of(server.url, "--queue", "murder", "--max-lost", "1", "--lock", "0.4");
    await expect(result).rejects.toThrowError(/stalled more than allowable limit/);
    await Promise.all([own.close(), ...[...workers, third].map((one) => one.end())]);
  }, 60_000);
});

describe("connections", () => {
  it("that cannot be made end with the host, never with a password", async () => {
    const port = await freePort();
    const secret = "hunter2";
    const nobody = bullmq({ connection: `redis://me:${secret}@127.0.0.1:${port}`, patience: 300 });
    const error = (await mapTasks(to("half"), [1], { executor: nobody }).catch((error) => error)) as Error;
    expect(error).toBeInstanceOf(QueueConnectionError);
    expect(error.message).toMatch(
      new RegExp(`no connection to redis://127.0.0.1:${port} for 0.3 s \\(ECONNREFUSED\\)`),
    );
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(secret);
    await nobody.close();
    for (const wrong of [`http://me:${secret}@host`, `redis://me:${secret}@`, secret, 7, undefined]) {
      const refused = (): unknown => bullmq({ connection: wrong as string });
      expect(refused).toThrowError(QueueConnectionError);
      expect(refused).not.toThrowError(secret);
    }
  });

  it("take their password from the address", async () => {
    const guarded = await RedisServer.begin("--requirepass", "sesame");
    const address = (password: string): string => `redis://:${password}@127.0.0.1:${guarded.port}`;
    const own = WorkerProcess.of(address("sesame"));
    const good = bullmq({ connection: address("sesame") });
    expect(await mapTasks(to("half"), [3], { executor: good })).toEqual([1.5]);
    const bad = bullmq({ connection: address("tahini"), patience: 500 });
    const error = (await mapTasks(to("half"), [4], { executor: bad }).catch((error) => error)) as Error;
    expect(error).toBeInstanceOf(QueueConnectionError);
    expect(error.message).not.toContain("tahini");
    await Promise.all([good.close(), bad.close(), own.end("SIGTERM")]);
    expect(own.text).not.toContain("sesame");
    await guarded.end();
  }, 60_000);

  it("may be a client that is there, which stays open", async () => {
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    const own = bullmq({ connection: redis });
    expect(await mapTasks(to("half"), [5], { executor: own })).toEqual([2.5]);
    await own.close();
    expect(await redis.ping()).toBe("PONG");
    redis.disconnect();
  });

  it("are refused with options that make no sense", async () => {
    const connection = server.url;
    for (const wrong of [
      { capacity: 0 },
      { attempts: 1.5 },
      { keep: -1 },
      { queue: "a:b" },
      { run: "" },
      { que: "x" },
    ]) {
      expect(() => bullmq({ connection, ...wrong })).toThrowError(ArgumentError);
    }
    for (const wrong of [{ modules: [] }, { modules: ["./nowhere.mjs"] }, { concurrency: 0 }, { timeLimit: 0 }]) {
      const options = { connection, modules: ["./packages/tests/test/queue/part.mjs"], ...wrong };
      await expect(startWorker(options)).rejects.toThrowError(ArgumentError);
    }
  });
});
