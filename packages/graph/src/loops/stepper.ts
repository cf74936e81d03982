import type { Tensor } from "@wengert/array";
import { fromData, presenceOf } from "@wengert/array/author";
import { callSite, isFollowing, isTraced, readsNumbers } from "@wengert/trace";
import { CaptureError } from "../errors.ts";
import { simplified } from "../passes/simplify.ts";
import { Cache } from "../plan/cache.ts";
import { type Callable, record } from "../plan/plan.ts";
import type { Cell, Stepped } from "./cell.ts";
import { LoopKernel } from "./kernel.ts";
import type { Extent, Parts } from "./parts.ts";

type Run = (outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]) => Stepped;

/** Steps that differ in what they are given twice have plans of their own. */
const PLANS = 16;

/** For fewer steps, in all calls together, it does not pay to make code. */
const WORTHWHILE = 32;

/** Runs the steps of a loop by a plan that is made once; as they are, where they read numbers or run for many at once. */
export class Stepper {
  readonly #op: string;
  readonly #run: Run;
  readonly #plain: Run;
  readonly #plans: Cache;
  #compared = false;
  #opaque = false;
  #taken = 0;
  /** Null where there is none. */
  #kernel: LoopKernel | null | undefined;

  /** @param differentiated - whether somebody differentiates the loop */
  constructor(cell: Cell, differentiated: boolean) {
    const run: Run = (outside, carry, entry) => cell.run(outside, carry, entry);
    this.#op = cell.op;
    this.#run = run;
    this.#plain = differentiated ? (outside, carry, entry) => cell.runClosed(outside, carry, entry) : run;
    this.#plans = new Cache(run as unknown as Callable, PLANS);
  }

  /**
   * The loop as code that works in memory alone; undefined where there is none, or none yet.
   *
   * @param entry - an entry of the inputs
   * @param left - how many steps would be run by it
   * @param tests - whether the first that a step gives out says if the step is taken
   */
  kernel(
    parts: Parts<Tensor>,
    entry: () => readonly Tensor[],
    extent: Extent,
    left: number,
    tests: boolean = false,
  ): LoopKernel | undefined {
    if (this.#opaque || this.#kernel === null || !this.#compared || this.#taken + left < WORTHWHILE) return undefined;
    // Whoever is at work follows the operations themselves.
    if (isFollowing() || callSite() !== undefined) return undefined;
    const { outside, carry, inputs } = parts;
    if (!areNumbers(outside) || !areNumbers(carry) || !areNumbers(inputs)) return undefined;
    this.#kernel ??= this.#made(outside, carry, entry(), extent, tests) ?? null;
    return this.#kernel?.fits(parts) ? this.#kernel : undefined;
  }

  #made(
    outside: readonly Tensor[],
    carry: readonly Tensor[],
    entry: readonly Tensor[],
    extent: Extent,
    tests: boolean,
  ): LoopKernel | undefined {
    // What is given at two places now need not be one value in the next step.
    const given = [outside, carry, entry].map((xs) => xs.map(apart));
    const { program, results } = record(this.#run as unknown as Callable, given);
    if (results.plain === undefined) return undefined;
    const [o, c, e] = given.map((xs) => xs.map(({ shape }) => shape));
    return LoopKernel.of(
      { program: simplified(program), results: results.plain, shapes: { outside: o, carry: c, inputs: e }, tests },
      extent,
    );
  }

  step(outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]): Stepped {
    this.#taken++;
    const traced = carry.some(isTraced) || entry.some(isTraced) || outside.some(isTraced);
    if (this.#opaque || traced) return this.#plain(outside, carry, entry);
    try {
      // The second call compares the step with the first one, so that loops of a single step are looked at as well.
      if (!this.#compared) this.#plans.call([outside, carry, entry]);
      this.#compared = true;
      return this.#plans.call([outside, carry, entry]) as Stepped;
    } catch (error) {
      if (error instanceof CaptureError) throw this.#named(error);
      if (!readsNumbers(error)) throw error;
      // Code that reads numbers may do so, as long as it is not differentiated.
      this.#opaque = true;
      return this.#plain(outside, carry, entry);
    }
  }

  #named(error: CaptureError): CaptureError {
    return new CaptureError(
      `${this.#op}: the steps of a loop must do the same, on other numbers. ${error.message} What changes from step to step belongs ` +
        "to the carry, or to xs.",
      this.#op,
    );
  }
}

/** The same numbers as a value of its own. */
function apart(x: Tensor): Tensor {
  return fromData(Float64Array.from(x.data), x.shape);
}

/** Whether values are their numbers, and nothing else. */
export function areNumbers(xs: readonly Tensor[]): boolean {
  return xs.every(isNumbers);
}

function isNumbers(x: Tensor): boolean {
  return !isTraced(x) && presenceOf(x) === undefined;
}
