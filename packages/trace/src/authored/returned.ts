import type { Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import type { Rule, Value } from "../contract.ts";
import { CotangentShapeError } from "../errors.ts";
import { resolve } from "../resolve.ts";
import { fits } from "../tangent.ts";
import { Contribution } from "../tape/contribution.ts";

/*
 * What the derivatives of a rule have returned, checked: every transformation accepts the same of their authors, and
 * says the same of what it refuses.
 */

/** A tangent of a value, as a Tensor of its shape; undefined where there is none. */
export function returnedTangent(rule: Rule, entry: unknown, y: Tensor): Tensor | undefined {
  if (entry === null || entry === undefined) return undefined;
  const dy = resolve(entry as Value, rule.name);
  if (fits(dy, y)) return dy;
  throw new CotangentShapeError(
    `${rule.name}: the pushforward returned a tangent of shape ${showShape(dy.shape)} for a value of shape ` +
      `${showShape(y.shape)}. A tangent has the shape of its value.`,
    rule.name,
  );
}

/**
 * What a pullback has returned, if it is one entry for each argument.
 *
 * @param wanted - for each argument, whether its cotangent will be read (not: false, 0)
 */
export function returnedCotangents(
  rule: Rule,
  returned: unknown,
  wanted: readonly (boolean | number)[],
): readonly unknown[] {
  const count = wanted.length;
  const xbars = typeof returned === "function" ? returned(wanted.map(Boolean)) : returned;
  if (Array.isArray(xbars) && xbars.length === count) return xbars;
  throw new CotangentShapeError(
    `${rule.name}: the pullback returned ${Array.isArray(xbars) ? `an array of ${xbars.length}` : "no array"} for ` +
      `${count} arguments. Return one per argument, null where there is none.`,
    rule.name,
  );
}

/**
 * What an entry is worth: a function is called. One that returns undefined has forgotten its `return`.
 *
 * @throws {CotangentShapeError}
 */
export function evaluated(rule: Rule, entry: unknown, k: number): unknown {
  if (typeof entry !== "function") return entry;
  const value: unknown = entry();
  if (value !== undefined) return value;
  throw new CotangentShapeError(
    `${rule.name}: the pullback's function for argument ${k + 1} returned undefined. Return the cotangent, or give null ` +
      "in place of the function where there is none.",
    rule.name,
  );
}

/** One of these, of argument number `k`, as a Tensor of its shape; undefined where there is none. */
export function returnedCotangent(rule: Rule, entry: unknown, x: Tensor, k: number): Tensor | undefined {
  const given = evaluated(rule, entry, k);
  const value = given instanceof Contribution ? given.total([given], undefined) : given;
  if (value === null || value === undefined) return undefined;
  const xbar = resolve(value as Value, rule.name, k);
  if (fits(xbar, x)) return xbar;
  throw new CotangentShapeError(
    `${rule.name}: the pullback returned a cotangent of shape ${showShape(xbar.shape)} for argument ${k + 1}, which ` +
      `has shape ${showShape(x.shape)}. A cotangent has the shape of its argument${repeats(xbar, x) ? REPEATED : "."}`,
    rule.name,
  );
}

const REPEATED = ": add it up with sum over the axes along which the argument was repeated.";

/** Whether an argument broadcasts to the shape of a cotangent. */
function repeats(xbar: Tensor, x: Tensor): boolean {
  const more = xbar.ndim - x.ndim;
  return more >= 0 && x.shape.every((n, i) => n === 1 || n === xbar.shape[more + i]);
}
