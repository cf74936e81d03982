import type { Tensor } from "@wengert/array";
import { ABSENT, elementsOf, fromData, presenceOf, scalar, withPresence } from "@wengert/array/author";
import { map2 } from "./broadcast.ts";

/*
 * Which elements of a result depend on what is being differentiated, where an argument is a tangent or cotangent that says
 * so. An element that does not depend is 0, and no product makes anything else of it.
 */

/** Which elements of a result are absent: those that are absent in one of the arguments, in both, or in the first. */
export type Absence = "either" | "both" | "first";

/** z, a fresh result of x and y, with the presence that follows from theirs. */
export function marked(absence: Absence, z: Tensor, x: Tensor, y: Tensor): Tensor {
  if (z.ndim === 0) return markedScalar(absence, z, x, y);
  const [p, q] = [presenceOf(x), presenceOf(y)];
  if (p === undefined && (q === undefined || absence === "first")) return z;
  if (absence === "both" && (p === undefined || q === undefined)) return z;
  const [left, right] = [p ?? onesLike(x), absence === "first" ? onesLike(y) : (q ?? onesLike(y))];
  return cleaned(z, absence === "both" ? map2("or", or, left, right) : map2("and", and, left, right));
}

function markedScalar(absence: Absence, z: Tensor, x: Tensor, y: Tensor): Tensor {
  if (x !== ABSENT && y !== ABSENT) return z;
  if (absence === "both") return x === y ? ABSENT : z;
  return x === ABSENT || absence === "either" ? ABSENT : z;
}

function or(a: number, b: number): number {
  return a !== 0 || b !== 0 ? 1 : 0;
}

function and(a: number, b: number): number {
  return a !== 0 && b !== 0 ? 1 : 0;
}

/** A fresh result with that presence, and 0 where it is absent. */
function cleaned(z: Tensor, presence: Tensor): Tensor {
  const [data, present] = [elementsOf(z), elementsOf(presence)];
  for (let i = 0; i < data.length; i++) if (present[i] === 0) data[i] = 0;
  return withPresence(z, presence);
}

/** Everything is present. */
export function onesLike(x: Tensor): Tensor {
  return x.ndim === 0 ? scalar(1) : fromData(new Float64Array(x.size).fill(1), x.shape);
}

/** A linear map of x that only moves, repeats and adds elements: of the result is present what anything present reaches. */
export function carried(y: Tensor, x: Tensor, map: (x: Tensor) => Tensor): Tensor {
  const presence = presenceOf(x);
  return presence === undefined ? y : withPresence(y, map(presence));
}
