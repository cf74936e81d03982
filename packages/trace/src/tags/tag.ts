import type { Tensor } from "@wengert/array";

/** Where a tag whose `value` may refuse to be read keeps it for the library. */
export const ownKey: unique symbol = /* @__PURE__ */ Symbol.for("@wengert/own") as never;

export const tagBrand: unique symbol = /* @__PURE__ */ Symbol.for("@wengert/tag") as never;

/** What of a tag, besides its value, a program may depend on. */
export const formKey: unique symbol = /* @__PURE__ */ Symbol.for("@wengert/form") as never;

/** How an object that holds values, and is no tree, is taken apart and made again around others. */
export const partsKey: unique symbol = /* @__PURE__ */ Symbol.for("@wengert/parts") as never;

/** An object that holds values: what a function returns may be one. */
export interface Holder {
  readonly [partsKey]: { readonly values: readonly unknown[]; readonly rebuild: (values: readonly never[]) => unknown };
}

/**
 * A handle that stands for a value: its own, unless an open transformation says otherwise.
 *
 * `@wengert/params` builds its parameters on this.
 */
export interface Tag<T extends number | Tensor = number | Tensor> {
  /** Recognises a Tag from any copy of the package. */
  readonly "~wengert": "tag";
  /** What the tag stands for when nobody follows it. */
  readonly value: T;
  /** The same for the library, where `value` refuses to be read. */
  readonly [ownKey]?: T;
  /** What else a program may depend on; compared entry by entry. */
  readonly [formKey]?: readonly unknown[];
}

/** What a tag stands for when nobody follows it, wherever that is asked. */
export function ownValue(tag: Tag): number | Tensor {
  return tag[ownKey] ?? tag.value;
}

/** Whether a value is a Tag, from this or another copy of the package. */
export function isTag(value: unknown): value is Tag {
  return typeof value === "object" && value !== null && (value as { [tagBrand]?: unknown })[tagBrand] === true;
}
