/*
 * What holds for every method that one can name, beside the laws of single optimizers and wrappers in their own tests.
 */
import { isTensor, type Tensor, tensor, WengertError } from "@wengert/array";
import type { Value } from "@wengert/core";
import { add, mul, square, sub, sum } from "@wengert/ops";
import { param, paramsOf } from "@wengert/params";
import { describe, expect, it } from "vitest";
import * as optim from "../src/index.ts";

type Steps = (f: (p: never) => unknown, start: unknown, options?: object) => optim.OptimizeResult<unknown, unknown>;

interface Row {
  readonly name: string;
  /** The method as an option. */
  readonly method: optim.MinimizeOptions["method"] | optim.LeastSquaresMethod;
  /** Where the first iteration for ½(x - 3)² from 1 leads, by hand. */
  readonly first: number;
  /** Why it is there. */
  readonly because: string;
}

const minimizers: readonly Row[] = [
  { name: "lbfgs", method: "lbfgs", first: 2, because: "-g/‖g‖, a step of length 1, is accepted" },
  { name: "lbfgsb", method: "lbfgsb", first: 2, because: "-g/‖g‖, a step of length 1, is accepted" },
  { name: "bfgs", method: "bfgs", first: 2, because: "-g/‖g‖, a step of length 1, is accepted" },
  {
    name: "cg",
    method: "cg",
    first: 3.1,
    because: "its search goes on from a step of 1, to 1.1 times as far again at least",
  },
  { name: "newton-cg", method: "newton-cg", first: 3, because: "Newton's step" },
  { name: "trust-ncg", method: "trust-ncg", first: 2, because: "the first region has the radius 1" },
  { name: "nelder-mead", method: "nelder-mead", first: 1.15, because: "from 1 and 1.05, reflected, expanded to 1.15" },
  { name: "sqp", method: "sqp", first: 1.1, because: "a tenth of a step of length 1" },
  { name: "auglag", method: "auglag", first: 2, because: "its inner method is lbfgsb" },
  { name: "sgd", method: optim.sgd(0.1), first: 1.2, because: "-ηg" },
];

const fits: readonly Row[] = [
  { name: "lm", method: "lm", first: 3, because: "the step of Gauss and Newton, within 100‖Dx‖" },
  { name: "trf", method: "trf", first: 2, because: "the first region is as large as the start" },
  { name: "dogleg", method: "dogleg", first: 2, because: "the first region is as large as the start" },
];

/** Both kinds alike: the residuals of a problem, and what is to be done with them. */
const kinds = [
  ...minimizers.map((row) => {
    const run: Steps = (f, start, options) =>
      optim.minimize((p) => mul(0.5, sum(square(f(p as never) as Value))), start, {
        method: row.method as never,
        ...options,
      });
    return { ...row, run };
  }),
  ...fits.map((row) => {
    const run: Steps = (f, start, options) =>
      optim.leastSquares((p) => f(p as never) as Value, start, { method: row.method as never, ...options });
    return { ...row, run };
  }),
];

const target = tensor([1, -2, 0.5]);
const start = () => ({ x: tensor([2, 1, -1]), deep: [{ s: 0.7 }, null], name: "rbf" });
type Tree = ReturnType<typeof start>;
type Open = { x: Value; deep: readonly [{ s: Value }, null] };
/** Three residuals of the vector, one of both. */
const misses = ({ x, deep: [{ s }] }: Open): Tensor => mul(add(sub(x, target), square(s)), tensor([1, 2, 3]));

describe.each(kinds)("$name", ({ run, first, because }) => {
  it(`takes its first step as by hand: ${because}`, () => {
    expect(run((x: Tensor) => sub(x, 3), 1, { maxIterations: 1 }).params).toBeCloseTo(first, 12);
  });

  it("leaves its inputs alone", () => {
    const [x, options] = [start(), { maxIterations: 7 }];
    const before = JSON.stringify([x, x.x.toArray(), options, target.toArray()]);
    const result = run(misses as never, x, Object.freeze(options));
    expect(JSON.stringify([x, x.x.toArray(), options, target.toArray()])).toBe(before);
    // Nor does a result share its numbers with them.
    (result.params as Tree).x.data.fill(0);
    expect(x.x.toArray()).toEqual([2, 1, -1]);
  });

  it("keeps the form of its start, static leaves included, and null for these in the gradient", () => {
    const { params, gradient } = run(misses as never, start(), { maxIterations: 7 });
    const outline = (tree: unknown): string =>
      JSON.stringify(tree, (_, v) => (isTensor(v) ? v.toArray() : typeof v === "number" || v === "NaN" ? 0 : v));
    expect(outline(params)).toBe(
      '{"x":{"~wengert":"tensor","shape":[0],"data":[0,0,0]},"deep":[{"s":0},null],"name":"rbf"}',
    );
    expect(outline(gradient)).toBe(
      '{"x":{"~wengert":"tensor","shape":[0],"data":[0,0,0]},"deep":[{"s":0},null],"name":null}',
    );
  });

  it("is the same for a tree and for tagged parameters", () => {
    const tree = run(misses as never, start(), { maxIterations: 7 });
    const model = { x: param(tensor([2, 1, -1])), deep: [{ s: param(0.7) }, null] as const };
    const set = run((() => misses(model)) as never, paramsOf(model), { maxIterations: 7 });
    const { x, deep } = tree.params as Tree;
    expect(model.x.value.toArray()).toEqual(x.toArray());
    expect(model.deep[0].s.value).toBe((deep[0] as { s: number }).s);
    for (const key of ["value", "iterations", "evaluations", "status", "message"] as const)
      expect(set[key]).toBe(tree[key]);
  });

  it("stays where the gradient is zero", () => {
    const calm = run((x: Tensor) => sub(x, tensor([1, 2])), tensor([1, 2]), { maxIterations: 50 });
    const { params, value } = calm;
    expect((params as Tensor).toArray()).toEqual([1, 2]);
    expect(value).toBe(0);
    expect((calm.gradient as Tensor).data.every((g) => g === 0 || Number.isNaN(g))).toBe(true);
  });

  it("refuses a tree without a number, and takes leaves without elements", () => {
    expect(() => run(() => tensor(1), {})).toThrowError(WengertError);
    expect(() => run(() => tensor(1), { name: "none" })).toThrowError(/no numbers or Tensors/);
    const { params } = run(
      ((p: { x: Tensor; none: Tensor }) => sub(p.x, 3)) as never,
      { x: 1, none: tensor([], [0, 2]) },
      { maxIterations: 200 },
    );
    expect((params as { none: Tensor }).none.shape).toEqual([0, 2]);
    expect((params as { x: number }).x).toBeCloseTo(3, 3);
  });

  it("does the same twice", () => {
    const [one, two] = [1, 2].map(() => run(misses as never, start(), { history: true, maxIterations: 20 }));
    expect(one).toEqual(two);
  });
});

describe.each(minimizers)("the state of $name", ({ method }) => {
  it("keeps its shape from iteration to iteration", () => {
    const f = (p: Open): Tensor => sum(square(misses(p)));
    const options = { method: method as optim.MethodName, maxIterations: 12, tolerance: 0, memory: 3 };
    const shapes: string[] = [];
    for (const { state } of optim.minimizeSteps(f as never, start() as never, options)) {
      shapes.push(JSON.stringify(outlineOf(JSON.parse(JSON.stringify(state)))));
    }
    expect(shapes.length).toBeGreaterThan(4);
    // The memory of L-BFGS fills up, and a state without a last step gains one.
    expect(new Set(shapes.slice(4)).size).toBe(1);
  });
});

/** What a saved state is made of, without its numbers, however JSON has to write these. */
function outlineOf(value: unknown): unknown {
  if (typeof value === "number") return "number";
  if (Array.isArray(value)) return value.map(outlineOf);
  if (typeof value !== "object" || value === null) return value;
  if ("number" in value) return "number";
  if ("vector" in value) return `vector of ${(value.vector as unknown[]).length}`;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, outlineOf(child)]));
}

describe("every method", () => {
  const names = (message: string): string[] => [...message.matchAll(/"([a-z-]+)"/g)].map(([, name]) => name).slice(1);
  const known = (run: () => unknown): string[] => {
    try {
      run();
    } catch (error) {
      return names((error as Error).message).sort();
    }
    throw new Error("there is a method of that name");
  };
  it("has a row", () => {
    const bowl = (x: Tensor): Tensor => square(x);
    const transformed = minimizers.filter(({ method }) => typeof method !== "string").map(({ name }) => name);
    expect([...known(() => optim.minimize(bowl, 1, { method: "no-such" as never })), ...transformed].sort()).toEqual(
      minimizers.map(({ name }) => name).sort(),
    );
    expect(known(() => optim.leastSquares(bowl, 1, { method: "no-such" as never }))).toEqual(
      fits.map(({ name }) => name).sort(),
    );
  });
});
