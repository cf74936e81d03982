import type { Tensor } from "@wengert/array";
import { copied, deferralOf, elementsOf, fromData, presenceOf, sizeOf, withPresence } from "@wengert/array/author";
import type { Program, Slot } from "../capture/program.ts";

/** Some values, and the arrays that they lie in. */
class Arrays {
  readonly #of = new Map<ArrayBufferLike, { readonly array: Float64Array; readonly value: number }[]>();
  readonly #scalars: boolean;

  /** @param scalars - whether theirs count, too: a scalar shares memory only where it was an array of one number, or becomes one */
  constructor(scalars: boolean) {
    this.#scalars = scalars;
  }

  add(x: Tensor, value: number): void {
    const array = this.#arrayOf(x);
    if (array === undefined) return;
    const same = this.#of.get(array.buffer);
    if (same === undefined) this.#of.set(array.buffer, [{ array, value }]);
    else same.push({ array, value });
  }

  /** The values that share memory with another one. */
  sharing(x: Tensor): readonly number[] {
    const own = this.#arrayOf(x);
    if (own === undefined) return [];
    // Small arrays lie side by side in one buffer.
    const end = own.byteOffset + own.byteLength;
    return (this.#of.get(own.buffer) ?? []).flatMap(({ array, value }) =>
      own.byteOffset < array.byteOffset + array.byteLength && array.byteOffset < end ? [value] : [],
    );
  }

  /** Undefined for what is computed only when it is read. */
  #arrayOf(x: Tensor): Float64Array | undefined {
    return (x.ndim === 0 && !this.#scalars) || deferralOf(x) !== undefined ? undefined : elementsOf(x);
  }
}

const NONE: ReadonlySet<Slot> = /* @__PURE__ */ new Set();

/**
 * Sees to it that what a plan returns can be written into as what the function itself returns. A plan leaves operations out, so a result may
 * be an argument, a constant of the plan or another result, where the function makes a new one: then it is copied.
 */
export class Owned {
  readonly #simple: () => Program;
  /** Of each result, the first one that is the same value. */
  readonly #first: readonly number[];
  /** Of each result, the inputs (by number) and the results before it (behind these) that it shares memory with where nothing is left out. */
  readonly #shared: readonly ReadonlySet<number>[];
  readonly #given: ReadonlySet<Slot>;
  readonly #scalars: boolean;
  #constants: Arrays | undefined;

  /**
   * @param program - as it was written down
   * @param simple - gives what is left of it
   * @param inputs - what it was run on
   * @param values - what it returned then
   */
  constructor(
    { results, leaves, tags, shapes }: Program,
    simple: () => Program,
    inputs: readonly Tensor[],
    values: readonly Tensor[],
  ) {
    this.#simple = simple;
    this.#first = results.map((slot) => results.indexOf(slot));
    this.#given = new Set([...leaves, ...tags.flatMap(({ slot }) => slot ?? [])]);
    this.#scalars = shapes.some((shape) => shape.length > 0 && sizeOf(shape) === 1);
    const known = this.#arraysOf(inputs);
    this.#shared = values.map((x, k) => {
      const found = new Set(known.sharing(x));
      known.add(x, inputs.length + k);
      return found;
    });
  }

  /**
   * Of the results, those that may lie in memory which is not theirs alone: what the plan computes once where the function did so several
   * times, what a loop hands through, and what comes of either.
   *
   * @param program - what is carried out
   * @param isNew - of the place of a result, whether each run makes an array for it, which no operation gets
   */
  doubtful({ steps, merged = NONE }: Program, isNew: (k: number) => boolean): readonly number[] {
    const slots = this.#simple().results;
    const handed = new Set<Slot>();
    const several = new Set(merged);
    for (const { inputs, outputs, parts } of steps) {
      if (parts !== undefined) {
        if (parts.handsThrough) for (const slot of outputs) handed.add(slot);
        continue;
      }
      for (const kind of [handed, several]) {
        if (inputs.some((slot) => kind.has(slot))) for (const slot of outputs) kind.add(slot);
      }
    }
    const places = Array.from(slots.keys()).filter(
      (k) => !this.#given.has(slots[k]) && !(isNew(k) && slots.indexOf(slots[k]) === k),
    );
    // What is handed through may be any other value. What was merged can only be another result that was.
    if (slots.some((slot) => handed.has(slot))) return places;
    const count = slots.filter((slot) => several.has(slot)).length;
    return count > 1 ? places.filter((k) => several.has(slots[k])) : [];
  }

  /** The results of a run, in memory of their own. */
  of(values: readonly Tensor[], inputs: readonly Tensor[], doubtful: readonly number[]): readonly Tensor[] {
    if (doubtful.length === 0) return values;
    const out = values.slice();
    const known = this.#arraysOf(inputs);
    for (let k = 0, next = 0; k < out.length; k++) {
      if (k === doubtful[next]) {
        next++;
        const first = this.#first[k];
        if (first < k) out[k] = out[first];
        else if (this.#isAnothers(k, out, known, inputs.length))
          out[k] = withPresence(fromData(copied(elementsOf(out[k])), out[k].shape), presenceOf(out[k]));
      }
      known.add(out[k], inputs.length + k);
    }
    return out;
  }

  #arraysOf(inputs: readonly Tensor[]): Arrays {
    const arrays = new Arrays(this.#scalars);
    for (let i = 0; i < inputs.length; i++) arrays.add(inputs[i], i);
    return arrays;
  }

  #arraysOfConstants(): Arrays {
    if (this.#constants === undefined) {
      this.#constants = new Arrays(this.#scalars);
      for (const x of this.#simple().constants.values()) this.#constants.add(x, -1);
    }
    return this.#constants;
  }

  #isAnothers(k: number, values: readonly Tensor[], known: Arrays, inputs: number): boolean {
    const x = values[k];
    const shared = this.#shared[k];
    // Scalars, and what is not computed yet, share memory only where they are one Tensor.
    const twin = values.indexOf(x);
    if (twin < k && !shared.has(inputs + twin)) return true;
    return this.#arraysOfConstants().sharing(x).length > 0 || known.sharing(x).some((value) => !shared.has(value));
  }
}
