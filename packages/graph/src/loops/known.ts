import type { Tensor } from "@wengert/array";
import { elementsOf, fromData, presenceOf, scalar, sizeOf, withPresence } from "@wengert/array/author";
import { zerosLike } from "@wengert/rule";
import type { Cell, Cells } from "../cells/cells.ts";
import { type Parts, partsMapped } from "./parts.ts";

/*
 * Which elements of a tangent or cotangent depend on anything, in each step of a loop. What is not known before goes along as numbers.
 */

/** A sign for each element: 1 where it may depend, 0 where it does not, ? where that is not known. */
export type Known = string;

/** What is known of a value, or of all entries of a stack of them, that have so many elements. */
export function knownOf(x: Tensor, size: number): Known {
  const presence = presenceOf(x);
  if (presence === undefined) return "1".repeat(size);
  const marks = elementsOf(presence);
  const signs = Array.from({ length: Math.min(size, marks.length) }, (_, i): string => (marks[i] === 0 ? "0" : "1"));
  for (let i = size; i < marks.length; i++) {
    if (signs[i % size] !== (marks[i] === 0 ? "0" : "1")) signs[i % size] = "?";
  }
  return signs.join("");
}

/** The same of a value that is spelled out. */
export function knownOfCells(presence: readonly Cell[] | undefined, size: number, { all }: Cells): Known {
  if (presence === undefined) return "1".repeat(size);
  return presence.map((cell) => (!all.isConstant(cell) ? "?" : all.valueOf(cell) === 0 ? "0" : "1")).join("");
}

/** What is known where one of two things is: little, but so that it does not become less again and again. */
export function either(a: Known, b: Known): Known {
  return a === b ? a : "?".repeat(a.length);
}

/** Whether what was made for something known holds where as much is known. */
export function covers(made: Known, known: Known): boolean {
  if (made === known) return true;
  for (let i = 0; i < made.length; i++) if (made[i] !== "?" && made[i] !== known[i]) return false;
  return true;
}

/** Whether all parts are covered. */
export function coversAll(made: Parts<Known>, known: Parts<Known>): boolean {
  const { outside, carry, inputs } = partsMapped(made, known, (a, b) => a.map((own, i) => covers(own, b[i])));
  return [outside, carry, inputs].every((all) => !all.includes(false));
}

/** Whether what was made for something known holds for a value, or for all entries of a stack. */
export function holdsFor(made: Known, x: Tensor): boolean {
  const presence = presenceOf(x);
  if (presence === undefined) return !made.includes("0");
  if (x.ndim === 0) return made !== (presence.item() === 0 ? "1" : "0");
  const marks = elementsOf(presence);
  for (let i = 0; i < marks.length; i++) if (made[i % made.length] === (marks[i] === 0 ? "1" : "0")) return false;
  return true;
}

/** What of a value goes along: nothing where nothing depends, and the presence beside the numbers where that is not known before. */
export type Along = "nothing" | "numbers" | "both";

export function alongOf(known: Known): Along {
  if (known.includes("?")) return "both";
  return known.includes("1") ? "numbers" : "nothing";
}

/** What goes along of each in a list. */
export function expanded<T>(list: readonly T[], known: readonly Known[], presence: (entry: T) => T): readonly T[] {
  return list.flatMap((entry, i) => {
    const own = alongOf(known[i]);
    if (own === "nothing") return [];
    return own === "both" ? [entry, presence(entry)] : [entry];
  });
}

/** A value of which so much is known. @param read - gives what went along, one after the other */
export function valueFrom(known: Known, shape: readonly number[], read: () => Tensor): Tensor {
  const own = alongOf(known);
  if (own === "nothing") return noneOf(shape);
  const x = read();
  if (own === "both") return withPresence(x, read());
  return known.includes("0") ? withPresence(x, fromData(Float64Array.from(known, Number), shape)) : x;
}

/** Of no elements that depend. */
function noneOf(shape: readonly number[]): Tensor {
  if (shape.length === 0) return zerosLike(scalar(0));
  const zeros = fromData(new Float64Array(sizeOf(shape)), shape);
  return withPresence(zeros, zeros);
}
