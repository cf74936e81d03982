import type { Tensor } from "@wengert/array";
import { allocate, fromData, presenceOf, sizeOf, withPresence } from "@wengert/array/author";
import { onesLike } from "@wengert/trace";
import type { Written } from "./kernel.ts";
import { areNumbers } from "./kernels.ts";
import { put } from "./numbers.ts";
import type { Extent } from "./parts.ts";

/** What steps give out, each in its place: that of the first ones is there, the others are written by code. */
export class Stacked {
  /** What the code writes: the numbers, and the presence where it knows of that. */
  readonly written: Written;
  readonly #shape: readonly number[];
  readonly #presence: Float64Array | undefined;

  /** @param partial - whether the code writes the presence */
  constructor(ys: readonly Tensor[], shape: readonly number[], { length, reverse }: Extent, partial: boolean) {
    this.#shape = [length, ...shape];
    const size = sizeOf(this.#shape);
    const out = allocate(size);
    this.#presence = partial || !areNumbers(ys) ? new Float64Array(size).fill(1) : undefined;
    for (const [k, y] of ys.entries()) {
      const place = reverse ? length - 1 - k : k;
      put(y, out, place);
      if (this.#presence !== undefined) put(presenceOf(y) ?? onesLike(y), this.#presence, place);
    }
    this.written = partial && this.#presence !== undefined ? [out, this.#presence] : [out];
  }

  get value(): Tensor {
    const y = fromData(this.written[0], this.#shape);
    return this.#presence === undefined ? y : withPresence(y, fromData(this.#presence, this.#shape));
  }
}
