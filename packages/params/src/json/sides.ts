import type { Tensor } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import { areClose, type Constraint, type Placed } from "../constraints/constraint.ts";

/**
 * A value and its unconstrained side as they were written, if they belong together under a constraint: so that not even the last
 * bit is lost.
 */
export function writtenSides(
  constraint: Constraint | undefined,
  raw: number | Tensor,
  value: number | Tensor,
): Placed | undefined {
  if (constraint === undefined) return undefined;
  const [x, y] = [raw, value].map((part) => (typeof part === "number" ? scalar(part) : part));
  if (!x.data.every(Number.isFinite)) return undefined;
  const bound: Constraint = constraint.at?.(y, x) ?? constraint;
  return areClose(bound.forward(x), y, 1e-9) ? { constraint: bound, raw } : undefined;
}
