import { ArgumentError, type Tensor } from "@wengert/array";
import { elementsOf, fromData, kindOf, sameShape, scalar, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { ConstraintError } from "../errors.ts";

/**
 * A smooth bijection from an unconstrained space, where optimizers move freely, to the values that a parameter may
 * take. Written in ops. The two sides may differ in shape: n numbers that add up to 1 have n − 1 free ones.
 */
export interface Constraint {
  /** The value, from a point of the unconstrained space. */
  forward(x: Value): Tensor;
  /** The point of the unconstrained space, from a value. */
  inverse(y: Value): Tensor;
  /** log |det ∂forward/∂x|, a scalar; of what coordinates, where the shapes differ, the constraint says. */
  logDet(x: Value): Tensor;
  /** Its name in tables. */
  readonly name?: string;
  /** What values are allowed, in words; and whether a plain Tensor is one. Others are refused. */
  readonly domain?: string;
  accepts?(y: Tensor): boolean;
  /** Whether it constrains each element by itself, so that messages can name the first that is refused. */
  readonly elementwise?: boolean;
  /**
   * The constraint that suits a parameter which starts at this value, where no single bijection reaches all values.
   *
   * @param x - the unconstrained point that is to stand for the value, where it is already known
   */
  at?(y: Tensor, x?: Tensor): Constraint;
}

/** A value seen from both sides of its constraint. */
export interface Placed {
  /** The constraint that suits the value. */
  readonly constraint: Constraint | undefined;
  readonly raw: number | Tensor;
}

/** The elements of a constrained Tensor, where nobody else can write to one side of two that must agree. */
export function ofItsOwn(value: number | Tensor, constraint: Constraint | undefined): number | Tensor {
  if (constraint === undefined || typeof value === "number") return value;
  return fromData(elementsOf(value).slice(), value.shape);
}

/**
 * The unconstrained side of a value.
 *
 * @param called - the parameter, for the message
 * @throws {ConstraintError} for a value outside of the constraint
 */
export function place(
  op: string,
  called: string,
  path: string | undefined,
  constraint: Constraint | undefined,
  value: number | Tensor,
): Placed {
  if (constraint === undefined) return { constraint, raw: value };
  expectConstraint(op, constraint);
  const y = typeof value === "number" ? scalar(value) : value;
  const refuse = (reason: string): ConstraintError =>
    new ConstraintError(`${called}: the value ${show(value)} ${reason}.`, op, path);
  if (constraint.accepts?.(y) === false) {
    throw refuse(`${where(constraint, y)}is not ${constraint.domain ?? "within its constraint"}`);
  }
  const own = constraint.at?.(y) ?? constraint;
  const x = resolve(own.inverse(y), op);
  // A constraint need not say what it accepts; NaN and ±∞ then tell, and values that do not come back.
  const domain = constraint.domain === undefined ? "" : `, whose values are ${constraint.domain}`;
  const space = `in the unconstrained space of its constraint${domain}`;
  if (!x.data.every(Number.isFinite)) throw refuse(`has no finite point ${space}`);
  if (constraint.accepts === undefined && !areClose(resolve(own.forward(x), op), y, 1e-6)) {
    throw refuse(`has no point ${space}: the nearest stands for ${show(like(value, resolve(own.forward(x), op)))}`);
  }
  return { constraint: own, raw: like(value, x) };
}

/** The first element that a constraint refuses, for the message. */
function where({ elementwise, accepts }: Constraint, y: Tensor): string {
  if (elementwise !== true || accepts === undefined || y.ndim === 0) return "";
  const i = y.data.findIndex((value) => !accepts(scalar(value)));
  if (i < 0) return "";
  let rest = i;
  const index = y.shape.map(() => 0);
  for (let axis = y.ndim - 1; axis >= 0; axis--) {
    index[axis] = rest % y.shape[axis];
    rest = Math.floor(rest / y.shape[axis]);
  }
  return `is refused: its element ${showShape(index)}, ${y.data[i]}, `;
}

/**
 * Equal but for rounding, which differs from machine to machine; relative to each element, and a thousandth of that to the
 * largest.
 */
export function areClose(x: Tensor, y: Tensor, tolerance: number): boolean {
  if (!sameShape(x.shape, y.shape)) return false;
  const scale = y.data.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  return y.data.every((wanted, i) => {
    const found = x.data[i];
    return Object.is(found, wanted) || Math.abs(found - wanted) <= tolerance * (Math.abs(wanted) + 1e-3 * scale);
  });
}

/** Whether something has what makes a constraint. */
export function isConstraint(value: unknown): value is Constraint {
  const { forward, inverse, logDet } = (value ?? {}) as Partial<Constraint>;
  return [forward, inverse, logDet].every((f) => typeof f === "function");
}

/** @throws {ArgumentError} for what is no constraint */
export function expectConstraint(op: string, constraint: unknown): void {
  if (isConstraint(constraint)) return;
  const hint = typeof constraint === "function" ? "; call it: positive()" : "";
  throw new ArgumentError(
    `${op}: constraint must be { forward, inverse, logDet }, not ${kindOf(constraint)}${hint}.`,
    op,
  );
}

/** A scalar in the form of a model: a number where the model is one, else the Tensor itself. */
export function like(model: number | Tensor, x: Tensor): number | Tensor {
  return typeof model === "number" && x.ndim === 0 ? x.item() : x;
}

/** Spelled out, since a Tensor refuses template strings. */
function show(value: number | Tensor): string {
  return typeof value === "number" ? String(value) : value.toString();
}
