import { isTensor, type Tensor } from "@wengert/array";
import { type Handle, isTag, type Line, lookUp, Recording, type Tag } from "@wengert/trace";

/** Writes down what a function computes from its arguments and from the tags that it closes over. It knows no operation. */
export class Script extends Recording {
  override readonly records: boolean = true;
  /** Slots of the tags, in the order in which they were met. */
  readonly tags: Map<Tag, Tensor> = new Map();

  /** The list, in order. */
  get all(): readonly Line[] {
    return this.lines;
  }

  override lookup(handle: Handle): Tensor | undefined {
    const own = super.lookup(handle);
    if (own !== undefined || !isTag(handle)) return own;
    let leaf = this.tags.get(handle);
    if (leaf === undefined) {
      leaf = this.leaf(lookUp(handle, this.beneath));
      this.tags.set(handle, leaf);
    }
    return leaf;
  }
}

/** The outputs of a line, one for each of its slots. */
export function outputsOf({ y }: Line): readonly Tensor[] {
  return isTensor(y) ? [y] : Object.values(y);
}
