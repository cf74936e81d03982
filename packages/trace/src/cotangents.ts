import type { Tensor } from "@wengert/array";
import { Contribution, totals } from "./contribution.ts";
import type { Arena } from "./memory.ts";
import { addTangents } from "./tangent.ts";

/** Cotangents of a value that has been used many times are added up as soon as there are so many. */
const MANY = 32;

/** What has arrived at one slot, where that is more than one Tensor. */
class Arrived {
  readonly tensors: Tensor[];
  readonly contributions: Contribution[] = [];
  /** How many elements the contributions have. */
  elements: number = 0;

  constructor(first: Tensor | undefined) {
    this.tensors = first === undefined ? [] : [first];
  }
}

/** The cotangents that have arrived at each slot. They are added up when they are taken, or when they become many. */
export class Cotangents {
  readonly #slots: (Tensor | Arrived | undefined)[];
  readonly #arena: Arena | undefined;

  constructor(slots: number, arena: Arena | undefined) {
    this.#slots = new Array(slots).fill(undefined);
    this.#arena = arena;
  }

  add(slot: number, xbar: Tensor | Contribution): void {
    if (this.#arena?.busy === true) this.#arena.hold(xbar instanceof Contribution ? xbar.ybar : xbar);
    const present = this.#slots[slot];
    if (present === undefined && !(xbar instanceof Contribution)) {
      this.#slots[slot] = xbar;
      return;
    }
    const arrived = present instanceof Arrived ? present : new Arrived(present);
    this.#slots[slot] = arrived;
    if (xbar instanceof Contribution) {
      arrived.contributions.push(xbar);
      arrived.elements += xbar.ybar.size;
      if (arrived.elements >= xbar.size) this.#slots[slot] = this.#addUp(arrived);
    } else if (arrived.tensors.push(xbar) >= MANY) this.#slots[slot] = this.#addUp(arrived);
  }

  /** The cotangent at a slot, undefined where there is none. Ownership moves to the caller; the slot is cleared. */
  take(slot: number): Tensor | undefined {
    const present = this.#slots[slot];
    this.#slots[slot] = undefined;
    return present instanceof Arrived ? this.#addUp(present) : present;
  }

  #addUp({ tensors, contributions }: Arrived): Tensor {
    const total = addTangents([...tensors, ...totals(contributions)]);
    this.#arena?.hold(total);
    for (const xbar of tensors) this.#arena?.drop(xbar);
    for (const { ybar } of contributions) this.#arena?.drop(ybar);
    return total;
  }
}
