import { ArgumentError, type Tensor } from "@wengert/array";
import { allocate, fromData, scalar } from "@wengert/array/author";
import { stack } from "@wengert/ops";
import type { Cell } from "./cell.ts";
import { areNumbers, Kernels } from "./kernels.ts";
import { put } from "./numbers.ts";
import type { Parts } from "./parts.ts";
import { Stepper } from "./stepper.ts";

export const OP = "whileLoop";

/** The condition of a loop, and its step. */
export interface Cells {
  readonly test: Cell;
  readonly step: Cell;
}

/** The arguments of a loop with a condition, which closes over something itself. There are no inputs. */
export interface Asked<T> extends Parts<T> {
  readonly asked: readonly T[];
}

/** Walks the steps of a loop as long as its condition holds. */
export class Walker {
  readonly #test: Stepper;
  readonly #step: Stepper;
  readonly #kernels: Kernels;

  /** @param differentiated - whether somebody differentiates the loop */
  constructor({ test, step }: Cells, differentiated: boolean) {
    this.#test = new Stepper(test, differentiated);
    this.#step = new Stepper(step, differentiated);
    const split = step.handles.length;
    this.#kernels = new Kernels((outside, carry) => {
      const { ys } = test.run(outside.slice(split), carry, []);
      const next = step.run(outside.slice(0, split), carry, []);
      return { carry: next.carry, ys: [...ys, ...next.ys] };
    }, true);
  }

  /** The memory of its plans, and of its code. */
  get bytes(): number {
    return this.#test.bytes + this.#step.bytes + this.#kernels.bytes;
  }

  /**
   * The number of steps, the last carry, and the carries that the steps began with, if these are kept. The first one stands at the places of
   * steps that were not taken: a walk back that does not know their number takes such steps too, and leaves out what comes of them. At the
   * first carry the step is known to work, at the last one it need not.
   */
  walk({ outside, asked, carry }: Asked<Tensor>, maxSteps: number | undefined, kept: boolean): readonly Tensor[] {
    const all = [...outside, ...asked];
    const extent = { length: maxSteps ?? Number.POSITIVE_INFINITY, reverse: false };
    const carries: Tensor[][] = kept ? carry.map(() => []) : [];
    let state = carry;
    let holds = true;
    for (let count = 0; ; count++) {
      const now = { outside: all, carry: state, inputs: [] };
      const isKnown = holds && this.#test.isKnown && this.#step.isKnown && carries.every(areNumbers);
      const stage = isKnown ? this.#kernels.for(now, () => [], extent, 0) : undefined;
      if (stage !== undefined && !stage.partial.includes(true)) {
        const outputs = carries.map((own, i) => begun(own, (maxSteps as number) * carry[i].size));
        const written = outputs.map((out) => [out]);
        const ended = stage.run(now, count, written);
        if (ended !== undefined && !ended.unfinished) {
          const stacked = outputs.map((out, i) => {
            const first = ended.count === 0 ? ended.carry[i] : fromData(out.slice(0, carry[i].size), carry[i].shape);
            for (let k = ended.count; k < (maxSteps as number); k++) put(first, out, k);
            return fromData(out, [maxSteps as number, ...carry[i].shape]);
          });
          return [scalar(ended.count), ...ended.carry, ...stacked];
        }
        // Step by step, the one that does not hold, or goes too far, says so.
        holds = false;
      }
      if (!isTaken(this.#test.step(asked, state, []).ys[0], count)) return finished(count, state, carries, maxSteps);
      if (count === maxSteps) throw tooFar(maxSteps);
      for (const [i, own] of carries.entries()) own.push(state[i]);
      state = this.#step.step(outside, state, []).carry;
    }
  }
}

/** @throws {ArgumentError} for NaN, which neither holds nor does not: a loop that ended there would look as if it had arrived */
function isTaken(said: Tensor, count: number): boolean {
  const value = said.item();
  if (!Number.isNaN(value)) return value !== 0;
  throw new ArgumentError(
    `${OP}: the condition is NaN after ${count} steps, so whether to go on is not known. A comparison, such as greater(x, 0), ` +
      "says 0 or 1 of any number.",
    OP,
  );
}

function finished(
  count: number,
  state: readonly Tensor[],
  carries: readonly Tensor[][],
  maxSteps: number | undefined,
): readonly Tensor[] {
  const stacked = carries.map((own, i) => {
    const first = own[0] ?? state[i];
    while (own.length < (maxSteps as number)) own.push(first);
    return stack(own, 0);
  });
  return [scalar(count), ...state, ...stacked];
}

/** Room for carries, the first of which are known. */
function begun(own: readonly Tensor[], length: number): Float64Array {
  const out = allocate(length);
  for (const [k, x] of own.entries()) put(x, out, k);
  return out;
}

function tooFar(maxSteps: number | undefined): ArgumentError {
  return new ArgumentError(
    `${OP}: the condition still holds after ${maxSteps} steps. Say a larger maxSteps, or let the condition end the loop.`,
    OP,
  );
}
