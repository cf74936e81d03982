import { ArgumentError, type Tensor, tensor } from "@wengert/array";
import { afterAll, describe, expect, it } from "vitest";
import { mapTasks, multiStart, TaskError, threads } from "../../src/index.ts";
import { runTask } from "../../src/tasks/runtask.ts";
import type { Executor } from "../../src/tasks/task.ts";
import * as objective from "./objective.mjs";
import { worker } from "./worker.ts";

const module = new URL("./objective.mjs", import.meta.url);
const pool = threads({ size: 2, worker });
afterAll(() => pool.close());

const to = (name: string): { module: URL; name: string } => ({ module, name });

describe("mapTasks in threads", () => {
  it("gives the outputs in the order of the inputs, whatever ends first", async () => {
    const inputs = Array.from({ length: 40 }, (_, i) => i);
    expect(await mapTasks(to("echo"), inputs, { executor: pool })).toEqual(inputs);
    expect(await mapTasks(to("echo"), [], { executor: pool })).toEqual([]);
  });

  it("carries Tensors, and numbers to the last bit", async () => {
    const odd = [Number.NaN, -0, Number.NEGATIVE_INFINITY, 5e-324, 0.1 + 0.2];
    const [out] = await mapTasks<{ x: Tensor; odd: number[]; raw: Float64Array }>(
      to("echo"),
      [{ x: tensor([[1, -0]]), odd, raw: Float64Array.from(odd), none: undefined }],
      { executor: pool },
    );
    expect(out.x.shape).toEqual([1, 2]);
    expect(out.odd.every((x, i) => Object.is(x, odd[i]))).toBe(true);
    expect(out.raw.every((x, i) => Object.is(x, odd[i]))).toBe(true);
    const [y] = await mapTasks<Tensor>(to("squared"), [tensor([3])], { executor: pool });
    expect(y.toArray()).toEqual([9]);
  });

  it("is rejected with what a listener throws, and names relative paths", async () => {
    const onProgress = (): void => {
      throw new RangeError("the listener");
    };
    await expect(mapTasks(to("reports"), [1, 2], { executor: pool, onProgress })).rejects.toThrowError("the listener");
    const here = { run: (task: Parameters<Executor["run"]>[0]) => runTask(task) };
    const relative = mapTasks({ module: "./objective.mjs", name: "echo" }, [1], { executor: here });
    await expect(relative).rejects.toThrowError(
      /relative path; give new URL\("\.\/objective\.mjs", import\.meta\.url\)/,
    );
  });

  it("reads its inputs as there is room for them", async () => {
    let read = 0;
    let most = 0;
    let done = 0;
    const note = (count: number): void => {
      done = count;
    };
    function* inputs(): Generator<number> {
      for (; read < 200; read++) {
        most = Math.max(most, read - done);
        yield read;
      }
    }
    await mapTasks(to("echo"), inputs(), { executor: pool, onResult: (_y, _i, count) => note(count) });
    expect(done).toBe(200);
    expect(most).toBeLessThanOrEqual(pool.capacity + 1);
  });

  it("passes on what a call reports, and each result", async () => {
    const progress: unknown[] = [];
    const results: unknown[] = [];
    await mapTasks(to("reports"), [5, 6], {
      executor: pool,
      onProgress: (report, index) => progress.push([index, report]),
      onResult: (output, index) => results.push([index, output]),
    });
    expect(progress).toHaveLength(6);
    expect(progress).toContainEqual([1, { x: 6, done: 3 }]);
    expect(results).toContainEqual([0, -5]);
  });

  it("fails with the error of the call, its name and its stack", async () => {
    const all = mapTasks(to("fails"), [1, 2, 3, 4], { executor: pool });
    await expect(all).rejects.toThrowError("objective.mjs#fails failed: three is not allowed");
    const error = await all.catch((error: TaskError) => error);
    expect(error).toBeInstanceOf(TaskError);
    const cause = (error as TaskError).cause as Error;
    expect(cause.name).toBe("RangeError");
    expect(cause.stack).toMatch(/at .*fails .*objective\.mjs:\d+/);
    await expect(mapTasks(to("nothing"), [1], { executor: pool })).rejects.toThrowError(
      /exports no function "nothing"/,
    );
    await expect(mapTasks(to("toString"), [1], { executor: pool })).rejects.toThrowError(/no function "toString"/);
    const nowhere = { module: "file:///nowhere/objective.mjs", name: "f" };
    await expect(mapTasks(nowhere, [1], { executor: pool })).rejects.toThrowError(/Cannot find module/);
    expect(await mapTasks(to("echo"), [1], { executor: pool })).toEqual([1]);
  });

  it("outlives a thread that ends in the middle, and one that takes too long", async () => {
    await expect(mapTasks(to("dies"), [1], { executor: pool })).rejects.toThrowError(/has ended with code 7/);
    const short = threads({ size: 1, worker, timeLimit: 300 });
    await expect(mapTasks(to("stuck"), [1], { executor: short })).rejects.toThrowError(/took longer than 300 ms/);
    expect(await mapTasks(to("stuck"), [0, -1, -2], { executor: short })).toEqual([0, -1, -2]);
    short.close();
    expect(await mapTasks(to("echo"), [1, 2], { executor: pool })).toEqual([1, 2]);
  });

  it("ends by its signal: what waits, and what runs", async () => {
    const controller = new AbortController();
    const all = mapTasks(to("stuck"), [1, 1, 1, 1, 1, 1], { executor: pool, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await expect(all).rejects.toThrowError("enough");
    await expect(
      mapTasks(to("echo"), [1], { executor: pool, signal: AbortSignal.abort(new Error("at once")) }),
    ).rejects.toThrowError("at once");
    expect(await mapTasks(to("echo"), [7], { executor: pool })).toEqual([7]);
  });

  it("refuses what makes no sense", async () => {
    await expect(mapTasks((() => 1) as never, [1])).rejects.toThrowError(/must be given as \{ module, name \}, not/);
    await expect(mapTasks(to("echo"), [1], { executor: {} as Executor })).rejects.toThrowError(ArgumentError);
    await expect(mapTasks(to("echo"), [1], { excutor: pool } as never)).rejects.toThrowError(/executor/);
    await expect(mapTasks(to("echo"), [() => 1], { executor: pool })).rejects.toThrowError(/could not be cloned/);
    for (const options of [{ size: 0 }, { size: 1.5 }, { timeLimit: 0 }, { timeLimit: 2e9 }]) {
      expect(() => threads(options)).toThrowError(ArgumentError);
    }
    const odd = runTask({ kind: "odd", module: String(module), name: "echo" } as never);
    await expect(odd).rejects.toThrowError(/no kind of task "odd"/);
  });
});

describe("multiStart in threads", () => {
  const start = { x: 3.3, y: -2.1 };
  const options = { bounds: { lower: -5.12, upper: 5.12 }, starts: 12, seed: 9 } as const;

  it("finds the same, number for number, as here", async () => {
    const here = await multiStart(objective.rastrigin as never, start, options);
    expect(await multiStart(to("rastrigin"), start, { ...options, executor: pool })).toEqual(here);
  });

  it("hands over no more than there is room for", async () => {
    let open = 0;
    let most = 0;
    const counting: Executor = {
      capacity: 3,
      run: async (task) => {
        most = Math.max(most, ++open);
        const done = await runTask(task);
        open--;
        return done;
      },
    };
    const here = await multiStart(objective.rastrigin as never, start, options);
    expect(await multiStart(to("rastrigin"), start, { ...options, executor: counting })).toEqual(here);
    expect(most).toBe(3);
  });
});
