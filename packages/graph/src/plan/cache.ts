import { callSite, isFollowing } from "@wengert/trace";
import { Signature } from "../capture/signature.ts";
import { isOfCapture, mayBeUnasked } from "../errors.ts";
import { explained } from "./explain.ts";
import { type Callable, Plan, record } from "./plan.ts";
import type { CompileStats } from "./stats.ts";

/** So often a plan is run when its groups are timed. */
const RUNS = 10;

/** The plans of one function, the last used first. */
export class Cache {
  readonly #f: Callable;
  readonly #maxPlans: number;
  readonly #partial: boolean;
  readonly #plans: Plan[] = [];
  #calls = 0;
  #hits = 0;
  #captures = 0;
  #eager = 0;
  #evicted = 0;
  #captureTime = 0;

  /** @param partial - as `record` has it */
  constructor(f: Callable, maxPlans: number, partial: boolean = false) {
    this.#partial = partial;
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
    return this.#unlessUnasked(args, () => this.#capture(args));
  }

  #use(plan: Plan, args: readonly unknown[], leaves: readonly unknown[]): unknown {
    if (!plan.verified) return this.#unlessUnasked(args, () => this.#verify(plan, args));
    try {
      const y = plan.run(leaves);
      this.#hits++;
      return y;
    } catch (error) {
      if (isOfCapture(error)) throw error;
      return this.#run(args);
    }
  }

  /**
   * Where that is not written down which the function may get by without, the function itself decides: what is written down computes also
   * what nobody asks for then, as the derivative of a branch that is not taken.
   */
  #unlessUnasked(args: readonly unknown[], f: () => unknown): unknown {
    try {
      return this.#timed(f);
    } catch (error) {
      if (!mayBeUnasked(error)) throw error;
      return this.#run(args);
    }
  }

  #verify(plan: Plan, args: readonly unknown[]): unknown {
    const again = record(this.#f, args, this.#partial);
    // The next call of the same kind verifies this run instead.
    if (!plan.verify(again)) this.#plans[this.#plans.indexOf(plan)] = new Plan(plan.signature, again);
    return again.value;
  }

  #run(args: readonly unknown[]): unknown {
    this.#eager++;
    return this.#f(...args);
  }

  #capture(args: readonly unknown[]): unknown {
    const signature = new Signature(args);
    const run = record(this.#f, args, this.#partial);
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

  /** @param time - arguments of a call: the groups of their plan are timed */
  explain(time: readonly unknown[] | undefined): string {
    const timed = time && this.#spent(time);
    if (this.#plans.length === 0) return "No plan yet: call the function.";
    return this.#plans
      .map((plan, i) => explained(plan, i + 1, plan === timed?.plan ? timed.spent : undefined))
      .join("\n");
  }

  /** The plan for arguments, and the least time of each of its groups in some runs. */
  #spent(args: readonly unknown[]): { readonly plan: Plan; readonly spent: Float64Array } | undefined {
    // The first call writes the function down, and the second one verifies that.
    for (let k = 0; k < 2; k++) this.call(args);
    const [plan] = this.#plans;
    const leaves = plan?.match(args);
    if (leaves === undefined || !plan.verified) return undefined;
    const spent = new Float64Array(plan.groups.length).fill(Number.POSITIVE_INFINITY);
    for (let k = 0; k < RUNS; k++) plan.run(leaves, spent);
    return { plan, spent };
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
