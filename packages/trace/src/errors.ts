import { WengertError } from "@wengert/array";

/** A traced value used where the transformation that follows it cannot see it. */
export class EscapedTracerError extends WengertError {
  override readonly name: string = "EscapedTracerError";
}

/** An operation without the derivative that was asked for. */
export class MissingRuleError extends WengertError {
  override readonly name: string = "MissingRuleError";
}

/** A pullback or pushforward that returned the wrong number of values, or values of the wrong shape. */
export class CotangentShapeError extends WengertError {
  override readonly name: string = "CotangentShapeError";
}

/** A derivative of a derivative, or the other mode, of something that can be differentiated only once and one way. */
export class FirstOrderOnlyError extends WengertError {
  override readonly name: string = "FirstOrderOnlyError";
}

/** A value that is neither a number, a Tensor nor a parameter, where one is needed. */
export class UnknownLeafError extends WengertError {
  override readonly name: string = "UnknownLeafError";
}

/** Refuses a Promise: a transformation is over before it would be fulfilled. */
export function refusePromise(op: string, value: unknown): void {
  const promise = value as PromiseLike<unknown> | null | undefined;
  if (typeof promise?.then !== "function") return;
  promise.then(undefined, () => {}); // Swallow a later rejection; the error below already reports it.
  throw new WengertError(
    `${op}: the function returned a Promise. A function that is differentiated is synchronous: await what it needs ` +
      "before, and pass it in.",
    op,
  );
}
