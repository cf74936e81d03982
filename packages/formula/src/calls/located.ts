import { ArgumentError, isTensor, ShapeError } from "@wengert/array";
import { UnknownLeafError } from "@wengert/rule";
import { FormulaError, type Span } from "../errors.ts";

/** What an error needs to know of the call that it comes from. */
export interface Place extends Span {
  /** The whole formula. */
  readonly text: string;
  readonly sign: string | undefined;
  readonly builtIn: boolean;
}

/**
 * The error of a call, with the part of the formula that it belongs to. What says something about numbers (a matrix that is
 * singular, a value that is traced) stays what it is, for whoever catches it.
 */
export function located(error: unknown, place: Place, args: readonly unknown[]): unknown {
  const misfit = error instanceof ShapeError || error instanceof ArgumentError || error instanceof UnknownLeafError;
  const foreign = place.builtIn && (error instanceof TypeError || error instanceof RangeError);
  if (!misfit && !foreign) return error;
  const { message } = error as Error;
  const product = place.sign === "*" && error instanceof ShapeError && fitAsMatrices(args);
  const hint = product && !message.includes("@") ? " Did you mean @?" : "";
  return new FormulaError(`${message}${hint}`, place.text, place, error);
}

/** Whether x @ y would have a meaning. */
function fitAsMatrices([x, y]: readonly unknown[]): boolean {
  if (!isTensor(x) || !isTensor(y) || x.ndim === 0 || y.ndim === 0) return false;
  return x.shape[x.ndim - 1] === y.shape[Math.max(0, y.ndim - 2)];
}
