import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { childPath, TreeMismatchError } from "@wengert/tree";
import { isParam } from "../param.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { isWithin } from "./walk.ts";

/** A part of the tree that is being walked, and what of it is still to come. */
interface Open {
  readonly part: unknown;
  readonly fields: Iterator<Field>;
}

/**
 * The numbers and Tensors of a tree or of a record by path, each with its path.
 *
 * @param known - the paths that there are: a key of the outermost object may be one of them, or the beginning of one
 */
export function* valuesIn(
  values: unknown,
  known: readonly string[],
): IterableIterator<[path: string, value: number | Tensor]> {
  const open: Open[] = [{ part: undefined, fields: [["", values] as const].values() }];
  const ancestors = new Set<unknown>();
  while (open.length > 0) {
    const { part: parent, fields } = open[open.length - 1];
    const { done, value: field } = fields.next();
    if (done === true) {
      ancestors.delete(parent);
      open.pop();
      continue;
    }
    const [path, part] = field;
    const isValue = typeof part === "number" || isTensor(part) || isParam(part);
    if (ArrayBuffer.isView(part) || (path === "" && (isValue ? !known.includes("") : !isContainer(part)))) {
      throw wrong(path, part);
    }
    if (isValue) yield [path, isParam(part) ? part.value : part];
    else if (isContainer(part)) {
      if (ancestors.has(part)) {
        throw new TreeMismatchError(`assign: the values lead back to themselves at "${path}".`, "assign", path);
      }
      ancestors.add(part);
      open.push({ part, fields: path === "" ? outermost(part, known) : partsOf(part, path) });
    }
  }
}

function isContainer(part: unknown): part is object {
  return typeof part === "object" && part !== null;
}

/** The fields of an object, and numbers in an array as well, which hold no parameters but may be values of some. */
function* partsOf(part: object, path: string): IterableIterator<Field> {
  if (Array.isArray(part)) {
    for (const [i, value] of part.entries()) if (typeof value === "number") yield [childPath(path, i), value];
  }
  yield* fieldsOf(part, path);
}

/** The fields of the outermost object, whose keys may be paths. */
function* outermost(part: object, known: readonly string[]): IterableIterator<Field> {
  if (Array.isArray(part) || part instanceof Map || part instanceof Set) {
    yield* partsOf(part, "");
    return;
  }
  for (const [key, value] of Object.entries(part)) {
    const path = childPath("", key);
    yield [path === key || known.some((one) => isWithin(one, key)) ? key : path, value];
  }
}

function wrong(path: string, value: unknown): ArgumentError {
  const found = isTensor(value) ? "a Tensor" : kindOf(value);
  return new ArgumentError(
    path === ""
      ? `assign: the values must be a Float64Array, or numbers and Tensors in a tree or a record by path, not ${found}.`
      : `assign: "${path}" must be a number or a Tensor, not ${found}. Wrap it in tensor(...).`,
    "assign",
    path,
  );
}
