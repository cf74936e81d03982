import { ArgumentError } from "@wengert/array";
import { expectArray, expectFunction, expectOptions, quoted } from "@wengert/array/author";
import { Cache } from "./plan/cache.ts";
import type { Callable } from "./plan/plan.ts";
import type { CompileStats } from "./plan/stats.ts";

/** How a function is compiled. */
export interface CompileOptions {
  /** How many plans are kept, one for each form of the arguments; the one that was not used for longest goes. Default 16. */
  readonly maxPlans?: number;
}

/** What is told about plans. */
export interface ExplainOptions {
  /** The arguments of a call. Their plan is run some times, and each group gets the shortest time that it took, in microseconds. */
  readonly time?: readonly unknown[];
}

/** A compiled function: the same function, and what can be asked about its plans. */
export type Compiled<F> = F & {
  /** What it has done so far. */
  readonly stats: () => CompileStats;
  /** Its plans as text: the operations that each consists of, how they are carried out, and how long that takes where it is asked. */
  readonly explain: (options?: ExplainOptions) => string;
};

/**
 * A function that is written down when it is called first, with all derivatives in it, and from then on runs as a flat plan:
 * the same operations on other numbers, without the bookkeeping.
 *
 * @param f - of trees, to a tree; it may be `grad(g)`, `valueAndGrad(g)`, `hessian(g)`, a loss over tags, and must be a pure function: a
 *   plan repeats what it saw
 * @returns the function, with `stats()` and `explain()`
 * @throws {CaptureError} for what would make a plan wrong: random numbers drawn inside, a result that is a function, two runs that differ
 * @throws {TracedValueError} where f reads the numbers of a value, as `if (greater(x, 0).item())`: use `where`
 * @example
 * import { compile } from "@wengert/graph";
 * import { mul, sin } from "@wengert/ops";
 * import { type Tensor, tensor } from "@wengert/array";
 *
 * const f = compile((x: Tensor) => mul(x, sin(x)));
 * f(tensor([0, 1])).toArray(); // => [0, 0.841470…]
 * f.stats().plans; // => 1
 */
export function compile<F extends (...args: never[]) => unknown>(f: F, options: CompileOptions = {}): Compiled<F> {
  expectFunction("compile", "f", f);
  expectOptions("compile", options, ["maxPlans"]);
  const { maxPlans = 16 } = options;
  if (!Number.isInteger(maxPlans) || maxPlans < 1) {
    throw new ArgumentError(`compile: maxPlans must be a positive integer, not ${quoted(maxPlans)}.`, "compile");
  }
  const cache = new Cache(f as unknown as Callable, maxPlans);
  const compiled = (...args: readonly unknown[]): unknown => cache.call(args);
  return Object.assign(compiled, {
    stats: () => cache.stats(),
    explain: (options: ExplainOptions = {}) => {
      expectOptions("explain", options, ["time"]);
      if (options.time !== undefined) expectArray("explain", "time", options.time);
      return cache.explain(options.time);
    },
  }) as unknown as Compiled<F>;
}
