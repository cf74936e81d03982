import { isTensor, type Tensor } from "@wengert/array";
import { isTag, type Tag } from "@wengert/trace";
import type { Scope } from "../calls/scope.ts";

/** Gives the values that a program begins with names, each its own. */
export class Naming {
  readonly leaves: Map<number, { readonly name: string; readonly shape: readonly number[] }> = new Map();
  readonly constants: Map<Tensor, string> = new Map();
  readonly #tags: Map<Tag, string> = new Map();
  readonly #taken: Set<string> = new Set();

  /** @param names - of tags and constants */
  constructor(names: Scope) {
    for (const [name, value] of Object.entries(names)) {
      this.#taken.add(name);
      if (isTag(value)) this.#tags.set(value, name);
      else if (isTensor(value)) this.constants.set(value, name);
    }
  }

  leaf(slot: number, wanted: string, shape: readonly number[]): void {
    this.leaves.set(slot, { name: this.#free(wanted), shape });
  }

  /** A tag that is no argument: as it is named here, as it names itself, or `p1`, `p2`, … */
  tag(tag: Tag, slot: number, shape: readonly number[]): void {
    if (this.leaves.has(slot)) return;
    const given = this.#tags.get(tag);
    if (given !== undefined) this.leaves.set(slot, { name: given, shape });
    else this.leaf(slot, identifierOf((tag as { name?: unknown }).name) ?? "p1", shape);
  }

  /** The name itself, or with the first number that makes it free. */
  #free(wanted: string): string {
    let name = wanted;
    for (let k = 2; this.#taken.has(name); k++) name = `${wanted.replace(/\d+$/, "")}${k}`;
    this.#taken.add(name);
    return name;
  }
}

function identifierOf(name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  const words = name.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== "");
  return words.length > 0 && !/^\p{N}/u.test(words[0]) ? words.join("_") : undefined;
}
