// The pool of threads in a page: its own module of threads, and one that a page's bundler has made.
import { tensor } from "@wengert/array";
import { mapTasks, multiStart, shardedSum, threads } from "@wengert/optim";
import { expect, test } from "vitest";
import { bowls } from "./objective.ts";

const code = "export const twice = ({ x }) => 2 * x; export const fails = () => { throw new TypeError('no'); };";
const module = `data:text/javascript,${encodeURIComponent(code)}`;

test("calls functions of modules in the threads of a page", async () => {
  const executor = threads({ size: 2 });
  const inputs = Array.from({ length: 20 }, (_, x) => ({ x }));
  expect(await mapTasks({ module, name: "twice" }, inputs, { executor })).toEqual(inputs.map(({ x }) => 2 * x));
  await expect(mapTasks({ module, name: "fails" }, [1], { executor })).rejects.toThrowError("fails failed: no");
  executor.close();
});

test("threads of a page's own have the modules that its bundler put in", async () => {
  const worker = (): Worker => new Worker(new URL("./tasks.worker.ts", import.meta.url), { type: "module" });
  const executor = threads({ size: 2, worker });
  const objective = { module: "objective", name: "bowls" };
  const options = { bounds: { lower: -3, upper: 3 }, starts: 6, seed: 2 } as const;
  const here = await multiStart(bowls, 1, options);
  expect(await multiStart(objective, 1, { ...options, executor })).toEqual(here);
  const sum = shardedSum<number>({ module: "objective", name: "term" }, [tensor([1, 2]), tensor([6])], { executor });
  expect(await sum.valueAndGrad(0)).toEqual([41, -18]);
  executor.close();
});
