import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { expectOptions, kindOf } from "@wengert/array/author";
import type { Lifted, Value } from "../spaces/treespace.ts";

/**
 * A constraint of `minimize`: a function of the parameters with limits on its values. It has `equals`, or `atLeast` or `atMost` or both.
 *
 *     { of: (p) => sum(p.shares), equals: 1 }
 *     { of: (x) => matvec(A, x), atLeast: lower, atMost: upper, linear: true }
 *
 * @typeParam P - the parameters; with a ParamSet, functions have no arguments
 */
export interface FunctionConstraint<P = unknown> {
  /** A scalar or a Tensor, written in ops. It is differentiated like the objective. */
  readonly of: (p: Lifted<P>) => Value;
  /** What all values must be: a number, or a Tensor of their shape. */
  readonly equals?: number | Tensor | undefined;
  /** What no value may be below; an entry of -Infinity is no limit. */
  readonly atLeast?: number | Tensor | undefined;
  /** What no value may be above; an entry of Infinity is no limit. */
  readonly atMost?: number | Tensor | undefined;
  /** How messages and reports call it. Default "constraint 0" and so on. */
  readonly name?: string | undefined;
  /** A promise that the function is linear plus a constant, whose derivative is then computed once. Default false. */
  readonly linear?: boolean | undefined;
}

/** A constraint at the end of a minimization. */
export interface ConstraintReport {
  readonly name: string;
  /** The value of its function at the best parameters. */
  readonly value: Tensor;
  /**
   * How much the minimum rises per unit by which the limit is raised, ∂f/∂limit, for each value: 0 where no limit is active, ≥ 0 for
   * `atLeast`, ≤ 0 for `atMost`. At a minimum within bounds ∇f = Σ multiplier·∇value.
   */
  readonly multiplier: Tensor;
  /** The largest distance from the limits, in the units of the value. */
  readonly violation: number;
}

const names: readonly string[] = ["of", "equals", "atLeast", "atMost", "name", "linear"];

/** How the constraints of other libraries read here. */
const elsewhere: readonly (readonly [keys: readonly string[], remedy: string])[] = [
  [["type"], "{ type: 'ineq', fun } is { of: fun, atLeast: 0 }, and 'eq' is { of: fun, equals: 0 }"],
  [["fun"], "NonlinearConstraint(fun, lb, ub) is { of: fun, atLeast: lb, atMost: ub }"],
  [["A"], "LinearConstraint(A, lb, ub) is { of: (x) => matvec(A, x), atLeast: lb, atMost: ub, linear: true }"],
];

/** @throws {ArgumentError} unless it is an array of constraints, each with a function and limits that leave something between them */
export function checkConstraints(op: string, constraints: unknown): readonly FunctionConstraint<never>[] {
  const form = "{ of, equals } or { of, atLeast, atMost }";
  if (!Array.isArray(constraints)) {
    throw new ArgumentError(`${op}: constraints must be an array of ${form}, not ${kindOf(constraints)}.`, op);
  }
  for (const [i, one] of constraints.entries()) checkConstraint(op, `constraints[${i}]`, form, one);
  return constraints as readonly FunctionConstraint<never>[];
}

function checkConstraint(op: string, where: string, form: string, one: unknown): void {
  const refused = (what: string): ArgumentError => new ArgumentError(`${op}: ${where} ${what}.`, op, where);
  if (typeof one !== "object" || one === null) throw refused(`must be ${form}, not ${kindOf(one)}`);
  if (!("of" in one)) {
    const found = elsewhere.find(([keys]) => Object.keys(one).some((key) => keys.includes(key)));
    throw refused(`has no function "of": it must be ${form}${found === undefined ? "" : `; ${found[1]}`}`);
  }
  expectOptions(op, one, names, ["equals", "atLeast", "atMost"]);
  const { of, equals, atLeast, atMost, name, linear } = one as Record<keyof FunctionConstraint, unknown>;
  if (typeof of !== "function") throw refused(`has a ${kindOf(of)} as "of", which must be a function`);
  for (const [key, limit] of Object.entries({ equals, atLeast, atMost })) {
    const entries = isTensor(limit) ? [...limit.data] : [limit];
    if (limit !== undefined && !entries.every((x) => typeof x === "number" && !Number.isNaN(x)))
      throw refused(`has ${kindOf(limit)} as "${key}", which must be a number or a Tensor of numbers`);
  }
  if (equals === undefined && atLeast === undefined && atMost === undefined)
    throw refused("has no limit: give equals, atLeast or atMost");
  if (equals !== undefined && (atLeast !== undefined || atMost !== undefined))
    throw refused("has equals and another limit: give one of them, or two constraints");
  if (name !== undefined && typeof name !== "string")
    throw refused(`has ${kindOf(name)} as name, which must be a string`);
  if (linear !== undefined && typeof linear !== "boolean")
    throw refused(`has ${kindOf(linear)} as linear, which must be true or false`);
}
