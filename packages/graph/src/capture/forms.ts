import { sameShape } from "@wengert/array/author";
import { formKey, ownValue, type Tag } from "@wengert/trace";

/** What of a tag a program may depend on, besides its value. */
export function formOf(tag: Tag): readonly unknown[] | undefined {
  return tag[formKey];
}

/** Whether a tag is as it was: compared entry by entry. */
export function hasForm(tag: Tag, form: readonly unknown[] | undefined): boolean {
  const now = formOf(tag);
  if (now === undefined || form === undefined) return now === form;
  return now.length === form.length && now.every((entry, i) => entry === form[i]);
}

/** Whether the value of a tag has this shape; undefined for a number. */
export function hasShape(tag: Tag, shape: readonly number[] | undefined): boolean {
  const own = ownValue(tag);
  return typeof own === "number" ? shape === undefined : shape !== undefined && sameShape(own.shape, shape);
}

/** The shape of a tag's value, undefined for a number. */
export function shapeOfTag(tag: Tag): readonly number[] | undefined {
  const own = ownValue(tag);
  return typeof own === "number" ? undefined : own.shape;
}
