import type { Tensor } from "@wengert/array";
import { allocate, elementsOf, fromData, isPlain, presenceOf, scalar } from "@wengert/array/author";
import { isNumber } from "../bindfew.ts";
import { stack } from "../frame.ts";
import type { Arena } from "../memory.ts";
import { addTangents } from "../tangent.ts";
import { Contribution } from "./contribution.ts";

/** Cotangents of a value that has been used many times are added up as soon as there are so many. */
const MANY = 32;

/** The cotangents of plain numbers, by slot. */
export interface CotangentsOfNumbers {
  readonly bars: Float64Array;
  /** What has arrived: nothing, a number, or something else. */
  readonly arrived: Uint8Array;
}

export const NOTHING = 0;
export const NUMBER = 1;
const OTHER = 2;
const NONE: CotangentsOfNumbers = /* @__PURE__ */ cotangentsOfNumbers(0);

export function cotangentsOfNumbers(slots: number): CotangentsOfNumbers {
  return { bars: new Float64Array(slots), arrived: new Uint8Array(slots) };
}

/** What has arrived at one slot, where that is more than one Tensor. */
class Arrived {
  /** In the order in which they have arrived. */
  readonly xbars: (Tensor | Contribution)[] = [];
  /** How many of them are Tensors. */
  whole: number = 0;
  /** How many elements the contributions have. */
  elements: number = 0;

  /** @returns whether there are many by now */
  push(xbar: Tensor): boolean {
    this.xbars.push(xbar);
    return ++this.whole >= MANY;
  }
}

/**
 * The cotangents that have arrived at each slot. Plain ones are added up at once, the second and later ones in memory of this list;
 * others when they are taken, or when they become many.
 */
export class Cotangents {
  readonly #single: (Tensor | number | undefined)[];
  readonly #several: (Arrived | undefined)[] = [];
  /** The elements of sums, which may be written to as long as they are here. */
  #sums: (Float64Array | undefined)[] | undefined;
  readonly #arena: Arena | undefined;
  /** Of no slots where few are of numbers: these are then among the others. */
  readonly numbers: CotangentsOfNumbers;

  /** @param numbers - for all slots, where many are of numbers; nothing has arrived yet */
  constructor(slots: number, arena: Arena | undefined, numbers?: CotangentsOfNumbers) {
    this.#single = numbers === undefined ? new Array(slots) : [];
    this.#arena = arena;
    this.numbers = numbers ?? NONE;
  }

  add(slot: number, xbar: Tensor): void {
    if (stack.watches === 0 && isNumber(xbar)) {
      this.addNumber(slot, xbar.item());
      return;
    }
    if (this.#arena?.busy === true) this.#arena.hold(xbar);
    const single = this.#single[slot];
    if (single === undefined && this.#isEmpty(slot)) this.#put(slot, xbar);
    else if (!this.#addInPlace(slot, single, xbar) && this.#severalAt(slot).push(xbar))
      this.#put(slot, this.#addUp(slot));
  }

  #put(slot: number, xbar: Tensor): void {
    this.#single[slot] = xbar;
    this.numbers.arrived[slot] = OTHER;
  }

  #isEmpty(slot: number): boolean {
    return this.#several[slot] === undefined && this.numbers.arrived[slot] !== NUMBER;
  }

  addNumber(slot: number, xbar: number): void {
    const { bars, arrived } = this.numbers;
    if (arrived[slot] === NUMBER) bars[slot] += xbar;
    else if (arrived[slot] === NOTHING) {
      bars[slot] = xbar;
      arrived[slot] = NUMBER;
    } else this.#addApart(slot, xbar);
  }

  #addApart(slot: number, xbar: number): void {
    const single = this.#single[slot];
    if (typeof single === "number") this.#single[slot] = single + xbar;
    else if (single === undefined && this.#several[slot] === undefined) this.#single[slot] = xbar;
    // In the order in which they arrive: so are those of a captured program, which are no numbers, added up.
    else this.#severalAt(slot).push(scalar(xbar));
  }

  /** single + xbar of plain arrays all of whose elements depend: in the order in which they arrive, as `addTangents` has it. */
  #addInPlace(slot: number, single: Tensor | number | undefined, xbar: Tensor): boolean {
    if (typeof single !== "object" || xbar.ndim === 0 || stack.watches > 0) return false;
    if (!isPlain(single) || !isPlain(xbar)) return false;
    if (presenceOf(single) !== undefined || presenceOf(xbar) !== undefined) return false;
    const [x, y] = [elementsOf(single), elementsOf(xbar)];
    this.#sums ??= [];
    if (this.#sums[slot] === x) {
      for (let i = 0; i < x.length; i++) x[i] += y[i];
    } else {
      const sum = allocate(x.length);
      for (let i = 0; i < sum.length; i++) sum[i] = x[i] + y[i];
      this.#sums[slot] = sum;
      const total = fromData(sum, single.shape);
      this.#single[slot] = total;
      this.#arena?.hold(total);
      this.#arena?.drop(single);
    }
    this.#arena?.drop(xbar);
    return true;
  }

  addContribution(slot: number, xbar: Contribution): void {
    if (this.#arena?.busy === true) this.#arena.hold(xbar.ybar);
    const several = this.#severalAt(slot);
    several.xbars.push(xbar);
    several.elements += xbar.ybar.size;
    if (several.elements >= xbar.size) this.#put(slot, this.#addUp(slot));
  }

  /** A place for several cotangents of a slot, with the one that is there. */
  #severalAt(slot: number): Arrived {
    let several = this.#several[slot];
    if (several === undefined) {
      several = new Arrived();
      this.#several[slot] = several;
    }
    const single = this.#takeSingle(slot);
    if (single !== undefined) several.push(typeof single === "number" ? scalar(single) : single);
    this.numbers.arrived[slot] = OTHER;
    return several;
  }

  #takeSingle(slot: number): Tensor | number | undefined {
    const { bars, arrived } = this.numbers;
    const isNumber = arrived[slot] === NUMBER;
    arrived[slot] = NOTHING;
    if (isNumber) return bars[slot];
    const single = this.#single[slot];
    if (single !== undefined) this.#single[slot] = undefined;
    return single;
  }

  /**
   * The cotangent at a slot, a number where it is a plain scalar, undefined where there is none. Ownership moves to the
   * caller; the slot is cleared.
   */
  takeAny(slot: number): Tensor | number | undefined {
    return this.#several[slot] === undefined ? this.#takeSingle(slot) : this.#addUp(slot);
  }

  /** The same as a Tensor. */
  take(slot: number): Tensor | undefined {
    const xbar = this.takeAny(slot);
    return typeof xbar === "number" ? scalar(xbar) : xbar;
  }

  #addUp(slot: number): Tensor {
    const { xbars } = this.#severalAt(slot);
    this.#several[slot] = undefined;
    this.numbers.arrived[slot] = NOTHING;
    const total = sumOf(xbars);
    this.#arena?.hold(total);
    for (const xbar of xbars) this.#arena?.drop(xbar instanceof Contribution ? xbar.ybar : xbar);
    return total;
  }
}

/**
 * The sum of cotangents of one tensor, in their order, whole ones and contributions. So it does not depend on what else there is that
 * turns out to be absent: where a program is written down that is not known, and its numbers are the same.
 */
function sumOf(xbars: readonly (Tensor | Contribution)[]): Tensor {
  let sum: Tensor | undefined;
  for (let from = 0, to = 0; from < xbars.length; from = to) {
    const first = xbars[from];
    do to++;
    while (to < xbars.length && kindOf(xbars[to]) === kindOf(first));
    const run = xbars.slice(from, to);
    if (first instanceof Contribution) sum = first.total(run as Contribution[], sum);
    else sum = addTangents(sum === undefined ? (run as Tensor[]) : [sum, ...(run as Tensor[])]);
  }
  return sum as Tensor;
}

function kindOf(xbar: Tensor | Contribution): unknown {
  return xbar instanceof Contribution ? xbar.total : undefined;
}
