import type { Tensor } from "@wengert/array";
import { isTraced, readsNumbers } from "@wengert/trace";
import { compile } from "../compile.ts";
import { CaptureError } from "../errors.ts";
import type { Cell, Stepped } from "./cell.ts";

type Run = (outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]) => Stepped;

/** So many steps are run as they are: a plan pays only where there are more. */
const FIRST = 4;

/** Runs the steps of a loop: a few as they are, then by a plan that is made once. */
export class Stepper {
  readonly #op: string;
  readonly #plain: Run;
  readonly #planned: Run;
  #taken = 0;
  #opaque = false;

  constructor(cell: Cell) {
    this.#op = cell.op;
    this.#plain = (outside, carry, entry) => cell.run(outside, carry, entry);
    this.#planned = compile(this.#plain as (...args: never[]) => unknown) as unknown as Run;
  }

  step(outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]): Stepped {
    if (this.#opaque || this.#taken < FIRST || isTraced(carry[0] ?? entry[0] ?? outside[0])) {
      this.#taken++;
      return this.#plain(outside, carry, entry);
    }
    try {
      return this.#planned(outside, carry, entry);
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
