import type { Tensor } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import { concrete, isFollowed } from "./beneath.ts";
import { EscapedTracerError } from "./errors.ts";
import { calling, Frame, type Handle, stack } from "./frame.ts";
import { isTag, ownValue, type Tag } from "./tags/tag.ts";
import { isTraced } from "./traced.ts";

/**
 * What a handle stands for, asked from a frame outwards: a traced value of an open level, or a plain Tensor. Undefined for a
 * traced value whose transformation is over.
 */
export function lookUp(handle: Tag, frame: Frame | undefined): Tensor;
export function lookUp(handle: Handle, frame: Frame | undefined): Tensor | undefined;
export function lookUp(handle: Handle, frame: Frame | undefined): Tensor | undefined {
  return search(handle, frame) ?? (isTag(handle) ? own(handle) : undefined);
}

/**
 * What a tag stands for here. A rule that closes over it is computed beneath all that follow its arguments, where it stands for
 * the same as where the rule was called.
 *
 * @throws {EscapedTracerError} where somebody follows it there
 */
export function tagHere(tag: Tag): Tensor {
  const found = search(tag, stack.top);
  if (found !== undefined || calling.home === undefined) return found ?? own(tag);
  const there = lookUp(tag, calling.home);
  if (isFollowed(there)) throw lost(calling.op);
  return isTraced(there) && search(there, stack.top) === undefined ? concrete(there) : there;
}

function own(tag: Tag): Tensor {
  const value = ownValue(tag);
  return typeof value === "number" ? scalar(value) : value;
}

/** @throws {EscapedTracerError} for a traced value that outlives its transformation */
export function hasEscaped(op: string): never {
  throw new EscapedTracerError(
    `${op}: a traced value is used outside of the transformation that made it: it was kept in a variable, a class or a ` +
      "cache while a derivative was computed, or a rule closes over it. Return it from the transformed function " +
      "instead, with {hasAux: true} if it is not the loss; make it an argument of the rule.",
    op,
  );
}

function search(handle: Handle, frame: Frame | undefined): Tensor | undefined {
  for (let at = frame; at !== undefined; at = at.beneath) {
    const found = at.lookup(handle);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Whether some transformation, or whoever tries other values, lets a tag stand for another value than its own: here, or where the
 * rule that is being computed was called.
 */
export function standsForOther(tag: Tag): boolean {
  return standsIn(tag, stack.top) ?? standsIn(tag, calling.home) ?? false;
}

function standsIn(tag: Tag, frame: Frame | undefined): boolean | undefined {
  for (let at = frame; at !== undefined; at = at.beneath) {
    const found = at.standsIn(tag);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a constant tag stands for what somebody traces; undefined of one that is no constant. */
export function standsForTraced(constants: ReadonlyMap<Handle, Tensor> | undefined, tag: Tag): boolean | undefined {
  const constant = constants?.get(tag);
  return constant && isTraced(constant);
}

/** To be called where a program looks at the form of a tag, so that whoever keeps the program knows what it depends on. */
export function noticeForm(tag: Tag): void {
  for (let at = stack.top; at !== undefined; at = at.beneath) at.notices?.(tag);
}

/**
 * To be called before a tag is given another value of its own, or is fixed, so that whoever keeps the program can refuse that.
 *
 * @param op - who does it; named in errors
 */
export function beforeChange(op: string): void {
  for (let at = stack.top; at !== undefined; at = at.beneath) at.changes?.(op);
}

function lost(op: string): EscapedTracerError {
  return new EscapedTracerError(
    `${op}: the rule closes over a parameter that is being differentiated and is not one of its arguments, so its ` +
      "derivative would be lost. Make it an argument.",
    op,
  );
}

/**
 * Lets handles stand for other values while a function runs: `within(new Environment(bindings), f)`.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { param } from "@wengert/params";
 * import { Environment, resolve, within } from "@wengert/trace";
 *
 * const p = param(1);
 * within(new Environment(new Map([[p, tensor(7)]])), () => resolve(p)).item(); // => 7
 */
export class Environment extends Frame {
  readonly #bindings: ReadonlyMap<Handle, Tensor>;
  readonly #constants: ReadonlyMap<Handle, Tensor> | undefined;
  /** Whether one of the handles has been used. */
  isUsed = false;

  /** @param constants - handles that stand for what they are, whoever follows them further out */
  constructor(bindings: ReadonlyMap<Handle, Tensor>, constants?: ReadonlyMap<Handle, Tensor>) {
    super();
    this.#bindings = bindings;
    this.#constants = constants;
  }

  override lookup(handle: Handle): Tensor | undefined {
    const bound = this.#bindings.get(handle);
    if (bound !== undefined) this.isUsed = true;
    return bound ?? this.#constants?.get(handle);
  }

  override standsIn(tag: Tag): boolean | undefined {
    return this.#bindings.has(tag) || standsForTraced(this.#constants, tag);
  }

  /** The tags that stand for other values, each with its value. */
  *tags(): IterableIterator<[Tag, Tensor]> {
    for (const [handle, value] of this.#bindings) if (isTag(handle)) yield [handle, value];
  }
}
