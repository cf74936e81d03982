import { ArgumentError } from "@wengert/array";
import { expectFunction, expectOptions, quoted } from "@wengert/array/author";
import { callSite, isFollowing } from "@wengert/trace";
import { Signature } from "./capture/signature.ts";
import { StalePlan } from "./errors.ts";
import { explained } from "./plan/explain.ts";
import { type Callable, Plan, record } from "./plan/plan.ts";
import type { CompileStats } from "./plan/stats.ts";

/** How a function is compiled. */
export interface CompileOptions {
  /** How many plans are kept, one for each form of the arguments; the one that was not used for longest goes. Default 16. */
  readonly maxPlans?: number;
}

/** A compiled function: the same function, and what can be asked about its plans. */
export type Compiled<F> = F & {
  /** What it has done so far. */
  readonly stats: () => CompileStats;
  /** Its plans as text: the operations that each consists of, and how they are carried out. */
  readonly explain: () => string;
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
    explain: () => cache.explain(),
  }) as unknown as Compiled<F>;
}

/** The plans of one function, the last used first. */
class Cache {
  readonly #f: Callable;
  readonly #maxPlans: number;
  readonly #plans: Plan[] = [];
  #calls = 0;
  #hits = 0;
  #captures = 0;
  #eager = 0;
  #evicted = 0;
  #captureTime = 0;

  constructor(f: Callable, maxPlans: number) {
    this.#f = f;
    this.#maxPlans = maxPlans;
  }

  call(args: readonly unknown[]): unknown {
    this.#calls++;
    // Whoever is at work follows the operations themselves.
    if (isFollowing() || callSite() !== undefined) return this.#run(args);
    const plans = this.#plans;
    for (let i = 0; i < plans.length; i++) {
      const leaves = plans[i].match(args);
      if (leaves === undefined) continue;
      const plan = plans[i];
      if (i > 0) {
        plans.splice(i, 1);
        plans.unshift(plan);
      }
      return this.#use(plan, args, leaves);
    }
    return this.#timed(() => this.#capture(args));
  }

  #use(plan: Plan, args: readonly unknown[], leaves: readonly unknown[]): unknown {
    if (!plan.verified) return this.#timed(() => plan.verify(this.#f, args));
    try {
      const y = plan.run(leaves);
      this.#hits++;
      return y;
    } catch (error) {
      if (!(error instanceof StalePlan)) throw error;
      return this.#run(args);
    }
  }

  #run(args: readonly unknown[]): unknown {
    this.#eager++;
    return this.#f(...args);
  }

  #capture(args: readonly unknown[]): unknown {
    const signature = new Signature(args);
    const run = record(this.#f, args);
    this.#plans.unshift(new Plan(signature, run));
    if (this.#plans.length > this.#maxPlans) {
      this.#plans.pop();
      this.#evicted++;
    }
    return run.value;
  }

  #timed<T>(f: () => T): T {
    const start = performance.now();
    try {
      return f();
    } finally {
      this.#captures++;
      this.#captureTime += performance.now() - start;
    }
  }

  explain(): string {
    if (this.#plans.length === 0) return "No plan yet: call the function.";
    return this.#plans.map((plan, i) => explained(plan, i + 1)).join("\n");
  }

  stats(): CompileStats {
    return {
      calls: this.#calls,
      hits: this.#hits,
      captures: this.#captures,
      eager: this.#eager,
      plans: this.#plans.length,
      evicted: this.#evicted,
      captureTime: this.#captureTime,
      bytes: this.#plans.reduce((total, { bytes }) => total + bytes, 0),
    };
  }
}
