import { isTensor, type Tensor } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import type { Rule, Value } from "../contract.ts";
import { isAbsent } from "../dependence.ts";
import { notLending, wouldLend } from "../memory.ts";
import { partsOf } from "../outputs.ts";
import { CONSTANT, type Line } from "../recording.ts";
import { resolve } from "../resolve.ts";
import { attributed, refuseNaNDerivative } from "../watch.ts";
import { Contribution } from "./contribution.ts";
import type { Cotangents } from "./cotangents.ts";

/*
 * One line of a tape, walked back.
 */

/** The cotangent of a line's value, in the form of its outputs; undefined when nothing depends on it. */
export function cotangentOf(line: Line, cotangents: Cotangents): unknown {
  const { rule, y, slot, site } = line;
  try {
    if (isTensor(y)) return cotangents.take(slot);
    const parts = Object.keys(y).map((key, k) => [key, cotangents.take(slot + k)] as const);
    return parts.some(([, part]) => part !== undefined) ? Object.fromEntries(parts) : undefined;
  } catch (error) {
    throw attributed(rule.name, error, true, site); // cotangents that do not add up: ∞ and −∞
  }
}

/** Passes a line's cotangent on to its arguments, to those that are on the tape. */
export function pullBackLine(line: Line, ybar: unknown, cotangents: Cotangents, tape: () => object): void {
  const { rule, primals, inputs, site } = line;
  try {
    const xbars = cotangentsOf(line, ybar, tape);
    for (let k = 0; k < inputs.length; k++) {
      if (inputs[k] === CONSTANT) continue;
      const entry = xbars[k];
      const value: unknown = typeof entry === "function" ? entry() : entry;
      if (value === undefined || value === null) continue;
      // What the library's own rules return needs no check; what others return has been checked.
      if (value instanceof Contribution) {
        cotangents.addContribution(inputs[k], value);
        continue;
      }
      const xbar = resolve(value as Value, rule.name);
      if (isAbsent(xbar)) continue;
      if (site !== undefined) refuseNaNDerivative(rule.name, partsOf(ybar), primals, [xbar], site);
      cotangents.add(inputs[k], xbar);
    }
  } catch (error) {
    throw attributed(rule.name, error, rule.vjp === undefined, site);
  }
}

/** The cotangents of a line's arguments. An author's rule may retain its inputs: their buffers are pinned. */
function cotangentsOf(
  { rule, primals, y, attributes, inputs }: Line,
  ybar: unknown,
  tape: () => object,
): readonly unknown[] {
  if (rule.pullBack === undefined) return rule.vjp?.(ybar, primals, y, attributes) as readonly unknown[];
  const pull = (): readonly unknown[] => rule.pullBack?.(rule, ybar, primals, y, attributes, inputs, tape) ?? [];
  return wouldLend() && !rule.builtIn ? notLending(partsOf(ybar), pull) : pull();
}

/** Passes a cotangent on to argument number k. */
export function pass(
  k: number,
  rule: Rule,
  zbar: Tensor | number,
  z: Tensor,
  x: Tensor,
  y: Tensor | undefined,
  o: object | undefined,
  to: number,
  cotangents: Cotangents,
): void {
  const xbar = rule.cotangent?.(k, typeof zbar === "number" ? scalar(zbar) : zbar, z, x, y, o);
  if (xbar instanceof Contribution) cotangents.addContribution(to, xbar);
  else if (xbar !== undefined && !isAbsent(xbar)) cotangents.add(to, xbar);
}
