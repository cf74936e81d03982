import type { Tensor } from "@wengert/array";
import { elementsOf, fromData, presenceOf, scalar, sizeOf, withPresence } from "@wengert/array/author";
import { zerosLike } from "@wengert/rule";
import { isAbsent, onesLike } from "@wengert/trace";
import type { Cell, Cells } from "../cells/cells.ts";

/*
 * Which elements of a tangent or cotangent depend on anything, in each step of a loop. What is not known before goes along as numbers.
 */

/** What is known: that all elements may depend, that none does, or neither. */
export type Known = "all" | "none" | "some";

export function knownOf(x: Tensor): Known {
  const presence = presenceOf(x);
  if (presence === undefined) return "all";
  if (isAbsent(x)) return "none";
  return elementsOf(presence).every((present) => present !== 0) ? "all" : "some";
}

/** The same of the presence of a value that is spelled out. */
export function knownOfCells(presence: readonly Cell[] | undefined, { all }: Cells): Known {
  if (presence === undefined) return "all";
  const values = presence.map((cell) => (all.isConstant(cell) ? all.valueOf(cell) : undefined));
  if (values.every((value) => value === 0)) return "none";
  return values.every((value) => value !== undefined && value !== 0) ? "all" : "some";
}

/** What is known where one of two things is. */
export function either(a: Known, b: Known): Known {
  return a === b ? a : "some";
}

/** Whether something made for what was known holds for what is. */
export function covers(made: Known, x: Tensor): boolean {
  return made === "some" || made === knownOf(x);
}

/** The values that go along: none of what does not depend, and the presence beside what may. */
export function along(xs: readonly Tensor[], known: readonly Known[]): readonly Tensor[] {
  return expanded(xs, known, (x) => presenceOf(x) ?? onesLike(x));
}

export function expanded<T>(list: readonly T[], known: readonly Known[], presence: (entry: T) => T): readonly T[] {
  return list.flatMap((entry, i) => {
    if (known[i] === "none") return [];
    return known[i] === "all" ? [entry] : [entry, presence(entry)];
  });
}

/** Of no elements that depend. */
export function noneOf(shape: readonly number[]): Tensor {
  if (shape.length === 0) return zerosLike(scalar(0));
  const zeros = fromData(new Float64Array(sizeOf(shape)), shape);
  return withPresence(zeros, zeros);
}
