import type { Tensor } from "@wengert/array";
import type { Arena } from "./memory.ts";
import { addTangents } from "./tangent.ts";

/** The cotangents that have arrived at each slot. They are added up when they are taken, in one buffer. */
export class Cotangents {
  readonly #slots: (Tensor | Tensor[] | undefined)[];
  readonly #arena: Arena | undefined;

  constructor(slots: number, arena: Arena | undefined) {
    this.#slots = new Array(slots).fill(undefined);
    this.#arena = arena;
  }

  add(slot: number, xbar: Tensor): void {
    if (this.#arena?.busy === true) this.#arena.hold(xbar);
    const present = this.#slots[slot];
    if (present === undefined) this.#slots[slot] = xbar;
    else if (Array.isArray(present)) present.push(xbar);
    else this.#slots[slot] = [present, xbar];
  }

  /** The cotangent at a slot, undefined where there is none. Ownership moves to the caller; the slot is cleared. */
  take(slot: number): Tensor | undefined {
    const present = this.#slots[slot];
    this.#slots[slot] = undefined;
    if (!Array.isArray(present)) return present;
    const total = addTangents(present);
    this.#arena?.hold(total);
    for (const xbar of present) this.#arena?.drop(xbar);
    return total;
  }
}
