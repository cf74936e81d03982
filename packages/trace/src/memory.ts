import type { Tensor } from "@wengert/array";
import { deferralOf, elementsOf, isPlain, presenceOf, useAllocator } from "@wengert/array/author";
import { type Frame, stack } from "./frame.ts";
import { longer, type Stock } from "./stock.ts";
import type { Traced } from "./traced.ts";

/*
 * Memory that is used again. The gradient of a function of large matrices makes a dozen more of them that nobody ever
 * sees. Fresh memory for each must be cleared by the system, and stays until the garbage collector gets round to it; an
 * arena takes it back as soon as the last of its holders lets go.
 */

/** How memory is used again. Tests change it, to find whoever reads what has been given back. */
export const reuse: { shortest: number; scrub: boolean } = {
  /** Shorter arrays come from JavaScript: nothing is gained by keeping them. */
  shortest: 4096,
  /** Fill what is given back with NaN. */
  scrub: false,
};

interface Loan {
  readonly array: Float64Array;
  /** How many places want it kept: lines of a tape, and cotangents. */
  holders: number;
}

/** What the last arena left. Held weakly: where memory is short, the garbage collector has it. */
let left: WeakRef<Stock> | undefined;

/** An array of what the last arena has left; undefined where there is none. @param brief - it may be longer, and is given back */
export function fromLeft(length: number, brief: boolean): Float64Array | undefined {
  const stock = open === undefined ? left?.deref() : undefined;
  return stock?.get(length)?.pop() ?? (brief && stock !== undefined ? longer(stock, length) : undefined);
}

/** Gives such an array back. */
export function toLeft(array: Float64Array): void {
  left?.deref()?.get(array.length)?.push(array);
}

/** The arena that is open, and whether code is running that may keep what it makes. */
let open: Arena | undefined;
let suspended = false;

/** Whether results are written to the arena's arrays: only what the library computes on behalf of a gradient is. */
export function isLending(): boolean {
  return open !== undefined && !suspended && stack.top === undefined;
}

/** Whether code that is called here would have its results written to the arena's arrays: on behalf of a gradient, or of its recording. */
export function wouldLend(): boolean {
  return open !== undefined && !suspended && (stack.top === undefined || stack.top === open.recorder);
}

/** The arena as an allocator of large results, as long as it lends. */
function lend(length: number, brief?: boolean): Float64Array | undefined {
  return length >= reuse.shortest && isLending() ? open?.take(length, brief) : undefined;
}

/** Runs code that may retain its inputs and what it makes: their buffers are pinned. */
export function notLending<T>(shown: readonly (Tensor | undefined)[], f: () => T): T {
  const before = suspended;
  for (const x of shown) if (x !== undefined) keep(x);
  suspended = true;
  try {
    return f();
  } finally {
    suspended = before;
  }
}

/** Tells that a Tensor has been shown to somebody who may keep it: its memory will not be used again. */
export function keep(x: Tensor): void {
  open?.keep(x);
}

const NONE: Map<ArrayBufferLike, Loan> = /* @__PURE__ */ new Map();
const NOTHING: readonly Loan[] = [];

/** The large arrays of one evaluation. At most one arena is open at a time. */
export class Arena {
  /** What lies there, once something has been taken: most gradients are of small arrays. */
  #stock: Stock | undefined;
  #loans: Map<ArrayBufferLike, Loan> = NONE;
  /** What has been lent since the last `sweep`. */
  #fresh: readonly Loan[] = NOTHING;
  /** Who writes down what is computed, beneath whoever differentiates: the values of the gradient are then traced by it. */
  readonly recorder: Frame | undefined;

  private constructor(recorder: Frame | undefined) {
    this.recorder = recorder;
  }

  /** Opens an arena, unless one is open, or somebody else than a recorder is at work. */
  static open(): Arena | undefined {
    const { top } = stack;
    if (open !== undefined || (top !== undefined && !(top.lets === true && top.beneath === undefined)))
      return undefined;
    open = new Arena(top);
    useAllocator(lend);
    return open;
  }

  /** Whether anything is lent. */
  get busy(): boolean {
    return this.#loans.size > 0;
  }

  /** Ends the arena. What is still held belongs to its holders. */
  close(): void {
    open = undefined;
    useAllocator(undefined);
    if (this.#stock !== undefined) left = new WeakRef(this.#stock);
  }

  take(length: number, brief: boolean = false): Float64Array {
    if (this.#stock === undefined) {
      this.#stock = left?.deref() ?? new Map();
      this.#loans = new Map();
    }
    const stock = this.#stock;
    const array = stock.get(length)?.pop() ?? (brief ? longer(stock, length) : undefined) ?? new Float64Array(length);
    if (reuse.scrub) array.fill(Number.NaN);
    const loan: Loan = { array, holders: 0 };
    this.#loans.set(array.buffer, loan);
    if (this.#fresh.length === 0) this.#fresh = [loan];
    else (this.#fresh as Loan[]).push(loan);
    return array.length === length ? array : array.subarray(0, length);
  }

  /** One holder more, where the Tensor's memory is of this arena. */
  hold(given: Tensor): void {
    if (this.#loans.size === 0) return;
    const x = this.#recorded(given);
    const loan = this.#loanOf(x);
    if (loan !== undefined) loan.holders += 1;
    const presence = presenceOf(x);
    if (presence !== undefined) this.hold(presence);
  }

  /** One holder less; after the last one the memory is free. */
  drop(given: Tensor): void {
    if (this.#loans.size === 0) return;
    const x = this.#recorded(given);
    const presence = presenceOf(x);
    if (presence !== undefined) this.drop(presence);
    const loan = this.#loanOf(x);
    if (loan === undefined) return;
    loan.holders -= 1;
    if (loan.holders <= 0) this.#free(loan);
  }

  /** Whether a value is not computed yet, so that its memory is that of what it is computed from. */
  awaits(given: Tensor): boolean {
    return deferralOf(this.#recorded(given)) !== undefined;
  }

  keep(given: Tensor): void {
    if (this.#loans.size === 0) return;
    const x = this.#recorded(given);
    if (this.#loanOf(x) !== undefined) this.#loans.delete(elementsOf(x).buffer);
    const presence = presenceOf(x);
    if (presence !== undefined) this.keep(presence);
  }

  /** Frees what has been lent and is held by nobody. */
  sweep(): void {
    if (this.#fresh.length === 0) return;
    for (const loan of this.#fresh) if (loan.holders === 0) this.#free(loan);
    this.#fresh = NOTHING;
  }

  /** What a value is that a recorder traces. */
  #recorded(x: Tensor): Tensor {
    return this.recorder !== undefined && (x as Traced).interpreter === this.recorder ? (x as Traced).primal : x;
  }

  #loanOf(x: Tensor): Loan | undefined {
    // The size is asked first: a scalar has no array until somebody asks for it.
    if (this.#loans.size === 0 || !isPlain(x) || x.size < reuse.shortest) return undefined;
    // What is not computed yet has no memory, and is not lent any: asking for it would compute it.
    if (deferralOf(x) !== undefined) return undefined;
    return this.#loans.get(elementsOf(x).buffer);
  }

  #free(loan: Loan): void {
    const { array } = loan;
    // It may have been kept in the meantime, or be free already, or even lent again.
    if (this.#loans.get(array.buffer) !== loan) return;
    this.#loans.delete(array.buffer);
    if (reuse.scrub) array.fill(Number.NaN);
    const same = this.#stock?.get(array.length);
    if (same === undefined) this.#stock?.set(array.length, [array]);
    else same.push(array);
  }
}
