import { type Deferral, withoutAllocator } from "./allocate.ts";
import { PlainTensor } from "./tensor.ts";
import type { Tensor } from "./tensorbase.ts";

/** A Tensor whose elements are not computed yet. */
class DeferredTensor extends PlainTensor {
  #deferral: Deferral | undefined;

  static {
    Object.defineProperty(this.prototype, "constructor", { value: PlainTensor });
  }

  constructor(shape: readonly number[], deferral: Deferral) {
    super(shape, undefined);
    this.#deferral = deferral;
  }

  protected override computed(): Float64Array {
    const deferral = this.#deferral as Deferral;
    const elements = withoutAllocator(() => deferral.compute());
    this.#deferral = undefined;
    return elements;
  }

  static deferralOf(x: object): Deferral | undefined {
    return #deferral in x ? x.#deferral : undefined;
  }
}

/**
 * A Tensor whose elements are computed when they are first read. Whoever computes with it further may do so in the same pass
 * over memory before that: `deferralOf` finds what was given here.
 *
 * @param deferral - computes a new array of `sizeOf(shape)` elements; asked at most once
 * @example
 * import { deferred } from "@wengert/array/author";
 *
 * let computed = 0;
 * const x = deferred({ compute: () => Float64Array.of(++computed) }, [1]);
 * computed; // => 0
 * x.toArray(); // => [1]
 * x.toArray(); // => [1]
 */
export function deferred(deferral: Deferral, shape: readonly number[]): Tensor {
  return new DeferredTensor(shape, deferral);
}

/**
 * What will compute the elements of a Tensor; undefined where they are there.
 *
 * @example
 * import { deferralOf, deferred } from "@wengert/array/author";
 *
 * const x = deferred({ compute: () => Float64Array.of(1, 2) }, [2]);
 * deferralOf(x) !== undefined; // => true
 * x.data; // computes it
 * deferralOf(x); // => undefined
 */
export function deferralOf(x: object): Deferral | undefined {
  return DeferredTensor.deferralOf(x);
}
