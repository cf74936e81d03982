import type { Tensor } from "@wengert/array";
import { keep } from "./memory.ts";
import { isTraced, type Traced } from "./traced.ts";

/*
 * What stands beneath the levels that follow a value. Where numbers become plain JavaScript, who writes a program down has to
 * know of it.
 */

/** A scalar as a number; as it is where a transformation follows it. */
export function asNumber(x: Tensor): number | Tensor {
  return isTraced(x) ? (x.interpreter.asNumber?.(x) ?? x) : x.item();
}

/** Whether a leaf is a number, or stands in place of one. */
export function isNumberLeaf(leaf: unknown): boolean {
  return typeof leaf === "number" || (isTraced(leaf) && leaf.interpreter.isNumber?.(leaf) === true);
}

/** The answer to a question about the plain numbers under all levels, on which depends how the program goes on. */
export function answerOf(x: Tensor, question: (numbers: Tensor) => boolean): boolean {
  const answer = question(concrete(x));
  for (let at = x; isTraced(at); at = (at as Traced).primal) at.interpreter.asked?.(at, question, answer);
  return answer;
}

/**
 * What a value stands for beneath the derivatives that follow it: a plain Tensor, or one that an interpreter of values
 * traces.
 *
 * @param depth - of the derivatives that are left on: those that are no further inside. Default none
 */
export function withoutDerivatives(x: Tensor, depth: number = 0): Tensor {
  let at = x;
  while (isTraced(at) && followsDerivatives(at)) {
    if (at.interpreter.depth <= depth) break;
    at = at.primal;
  }
  return at;
}

/** Whether the transformation that traces a value follows its derivatives, and is not itself looked for beneath them. */
export function followsDerivatives(x: Traced): boolean {
  const { interpreter } = x;
  return interpreter.differentiates && interpreter.showsValue?.(x) !== true;
}

/** Whether a transformation further out differentiates a value. */
export function isDifferentiated(x: Tensor): boolean {
  for (let at = x; isTraced(at); at = at.primal) if (at.interpreter.differentiates) return true;
  return false;
}

/** Whether a transformation does more with a value than to write down what becomes of it. */
export function isFollowed(x: unknown): boolean {
  for (let at = x; isTraced(at); at = at.primal) if (at.interpreter.follows(at)) return true;
  return false;
}

/** The plain numbers under all levels. Whoever asks may keep them. */
export function concrete(x: Tensor): Tensor {
  let at = x;
  while (isTraced(at)) at = at.primal;
  if (at !== x) keep(at);
  return at;
}

/** Tells the derivatives that follow a value that it has been used, where nothing traced comes of it. */
export function noteUse(x: Tensor): void {
  for (let at = x; isTraced(at) && at.interpreter.differentiates; at = at.primal) at.interpreter.otherUses++;
}
