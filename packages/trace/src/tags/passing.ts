import { ArgumentError, type Tensor } from "@wengert/array";
import { Environment } from "../environment.ts";
import { Frame, type Handle, stack, within } from "../frame.ts";
import { isTraced } from "../traced.ts";
import { isTag, type Tag } from "./tag.ts";

type Trees = readonly { readonly given: readonly (number | Handle)[] }[];

/**
 * Runs a function where the tags among its arguments stand for the leaves that a transformation follows in their place, so
 * that a function which closes over a tag that it is also passed is followed in it either way.
 *
 * A leaf that a tag stands for further out counts as the tag: a transformation passes its leaves on to an inner one.
 */
export function passingTags<T>(op: string, trees: Trees, lifted: readonly (readonly Tensor[])[], f: () => T): T {
  if (!hasHandle(trees)) return f();
  const passed = new Map<Handle, Tensor>();
  const twice = new Set<Tag>();
  let known: ReadonlyMap<unknown, readonly Tag[]> | undefined;
  for (const [t, { given }] of trees.entries()) {
    for (const [i, leaf] of given.entries()) {
      if (!isHandle(leaf)) continue;
      if (!isTag(leaf)) known ??= tagsByValue();
      for (const tag of isTag(leaf) ? [leaf] : (known?.get(leaf) ?? [])) {
        if (passed.has(tag)) twice.add(tag);
        passed.set(tag, lifted[t][i]);
      }
    }
  }
  if (passed.size === 0) return f();
  const checked = twice.size === 0 ? f : () => within(new Twice(op, twice), f);
  return within(new Environment(passed), checked);
}

function hasHandle(trees: Trees): boolean {
  for (const { given } of trees) for (const leaf of given) if (isHandle(leaf)) return true;
  return false;
}

function isHandle(leaf: number | Handle): leaf is Handle {
  return isTag(leaf) || isTraced(leaf);
}

/** The tags that stand for other values than their own at present, by what they stand for. */
function tagsByValue(): ReadonlyMap<unknown, readonly Tag[]> {
  const values = new Map<Tag, Tensor>();
  for (let at = stack.top; at !== undefined; at = at.beneath) {
    if (at instanceof Environment) for (const [tag, x] of at.tags()) if (!values.has(tag)) values.set(tag, x);
  }
  const tags = new Map<Tensor, Tag[]>();
  for (const [tag, x] of values) tags.set(x, [...(tags.get(x) ?? []), tag]);
  return tags;
}

/** Refuses tags that were passed at several places, where each has a derivative of its own. */
class Twice extends Frame {
  readonly #op: string;
  readonly #tags: ReadonlySet<unknown>;

  constructor(op: string, tags: ReadonlySet<unknown>) {
    super();
    this.#op = op;
    this.#tags = tags;
  }

  override lookup(handle: Handle): undefined {
    if (!this.#tags.has(handle)) return undefined;
    const { name } = handle as { name?: unknown };
    const called = typeof name === "string" ? `the parameter "${name}"` : "a parameter";
    throw new ArgumentError(
      `${this.#op}: ${called} is passed at several places and closed over as well, so it cannot be told to which of them its ` +
        "derivative belongs. Pass it once, or use what is passed.",
      this.#op,
    );
  }
}
