import type { Tensor } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import { isNumber } from "../bindfew.ts";
import { stack } from "../frame.ts";
import type { Arena } from "../memory.ts";
import { addTangents } from "../tangent.ts";
import { type Contribution, totals } from "./contribution.ts";

/** Cotangents of a value that has been used many times are added up as soon as there are so many. */
const MANY = 32;

/** What has arrived at one slot, where that is more than one Tensor. */
class Arrived {
  readonly tensors: Tensor[] = [];
  contributions: Contribution[] | undefined;
  /** How many elements the contributions have. */
  elements: number = 0;
}

/**
 * The cotangents that have arrived at each slot. Plain numbers are added up at once; Tensors when they are taken, or when
 * they become many.
 */
export class Cotangents {
  readonly #single: (Tensor | number | undefined)[];
  readonly #several: (Arrived | undefined)[] = [];
  readonly #arena: Arena | undefined;

  constructor(slots: number, arena: Arena | undefined) {
    this.#single = new Array(slots).fill(undefined);
    this.#arena = arena;
  }

  add(slot: number, xbar: Tensor): void {
    if (stack.watches === 0 && isNumber(xbar)) {
      this.addNumber(slot, xbar.item());
      return;
    }
    if (this.#arena?.busy === true) this.#arena.hold(xbar);
    const single = this.#single[slot];
    if (single === undefined && this.#several[slot] === undefined) this.#single[slot] = xbar;
    else if (this.#severalAt(slot).tensors.push(xbar) >= MANY) this.#single[slot] = this.#addUp(slot);
  }

  addNumber(slot: number, xbar: number): void {
    const single = this.#single[slot];
    if (typeof single === "number") this.#single[slot] = single + xbar;
    else if (single === undefined && this.#several[slot] === undefined) this.#single[slot] = xbar;
    // In the order in which they arrive: so are those of a captured program, which are no numbers, added up.
    else this.#severalAt(slot).tensors.push(scalar(xbar));
  }

  addContribution(slot: number, xbar: Contribution): void {
    if (this.#arena?.busy === true) this.#arena.hold(xbar.ybar);
    const several = this.#severalAt(slot);
    several.contributions ??= [];
    several.contributions.push(xbar);
    several.elements += xbar.ybar.size;
    if (several.elements >= xbar.size) this.#single[slot] = this.#addUp(slot);
  }

  /** A place for several cotangents of a slot, with the one that is there. */
  #severalAt(slot: number): Arrived {
    let several = this.#several[slot];
    if (several === undefined) {
      several = new Arrived();
      this.#several[slot] = several;
    }
    const single = this.#single[slot];
    if (single !== undefined) several.tensors.push(typeof single === "number" ? scalar(single) : single);
    this.#single[slot] = undefined;
    return several;
  }

  /**
   * The cotangent at a slot, a number where it is a plain scalar, undefined where there is none. Ownership moves to the
   * caller; the slot is cleared.
   */
  takeAny(slot: number): Tensor | number | undefined {
    if (this.#several[slot] !== undefined) return this.#addUp(slot);
    const single = this.#single[slot];
    this.#single[slot] = undefined;
    return single;
  }

  /** The same as a Tensor. */
  take(slot: number): Tensor | undefined {
    const xbar = this.takeAny(slot);
    return typeof xbar === "number" ? scalar(xbar) : xbar;
  }

  #addUp(slot: number): Tensor {
    const { tensors, contributions } = this.#severalAt(slot);
    this.#several[slot] = undefined;
    const total = addTangents(contributions === undefined ? tensors : [...tensors, ...totals(contributions)]);
    this.#arena?.hold(total);
    for (const xbar of tensors) this.#arena?.drop(xbar);
    for (const { ybar } of contributions ?? []) this.#arena?.drop(ybar);
    return total;
  }
}
