import type { Tensor } from "@wengert/array";
import { isTraced, readsNumbers } from "@wengert/trace";
import { CaptureError } from "../errors.ts";
import { Cache } from "../plan/cache.ts";
import type { Callable } from "../plan/plan.ts";
import type { Cell, Stepped } from "./cell.ts";
import type { Run } from "./kernels.ts";

/** Steps that differ in what they are given twice have plans of their own. */
const PLANS = 16;

/** Runs the steps of a loop by a plan that is made once; as they are, where they read numbers or run for many at once. */
export class Stepper {
  readonly #op: string;
  readonly #plain: Run;
  readonly #plans: Cache;
  #compared = false;
  #opaque = false;

  /** @param differentiated - whether somebody differentiates the loop */
  constructor(cell: Cell, differentiated: boolean) {
    const run: Run = (outside, carry, entry) => cell.run(outside, carry, entry);
    this.#op = cell.op;
    this.#plain = differentiated ? (outside, carry, entry) => cell.runClosed(outside, carry, entry) : run;
    this.#plans = new Cache(run as unknown as Callable, PLANS, true);
  }

  /** Whether the steps are known to be the same, and may be written down. */
  get isKnown(): boolean {
    return this.#compared && !this.#opaque;
  }

  /** The memory of its plans. */
  get bytes(): number {
    return this.#plans.stats().bytes;
  }

  step(outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]): Stepped {
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
