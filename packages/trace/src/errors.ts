import { ArgumentError, TracedValueError, WengertError } from "@wengert/array";

/**
 * A traced value used where the transformation that follows it cannot see it.
 *
 * @example
 * import { exp, grad, mul, tensor } from "@wengert/core";
 *
 * let kept = tensor(0);
 * grad((x) => (kept = exp(x)))(1);
 * mul(kept, 2); // throws EscapedTracerError: {hasAux: true}
 * const [, y] = grad((x) => [exp(x), exp(x)] as const, { hasAux: true })(0);
 * mul(y, 2).item(); // => 2
 */
export class EscapedTracerError extends WengertError {
  override readonly name: string = "EscapedTracerError";
}

/**
 * An operation without the derivative that was asked for.
 *
 * @example
 * import { mul, rule, type Tensor } from "@wengert/core";
 *
 * rule({ name: "twice", impl: (x: Tensor) => mul(2, x) } as never); // throws MissingRuleError: neither jvp nor vjp
 * rule({ name: "twice", impl: (x: Tensor) => mul(2, x), vjp: (ybar) => [mul(2, ybar)] })(3).item(); // => 6
 */
export class MissingRuleError extends WengertError {
  override readonly name: string = "MissingRuleError";
}

/**
 * A pullback or pushforward that returned the wrong number of values, or values of the wrong shape.
 *
 * @example
 * import { adjoint, grad, mul, square, sum, tensor } from "@wengert/core";
 *
 * const wrong = adjoint((x) => [sum(square(x)), (bar) => [mul(bar, 2)]]); // 2·bar·x was meant
 * grad(wrong)(tensor([1, 2])); // throws CotangentShapeError: [2]
 * const right = adjoint((x) => [sum(square(x)), (bar) => [mul(bar, mul(2, x))]]);
 * grad(right)(tensor([1, 2])).toArray(); // => [2, 4]
 */
export class CotangentShapeError extends WengertError {
  override readonly name: string = "CotangentShapeError";
}

/**
 * A derivative of a derivative, or the other mode, of something that can be differentiated only once and one way.
 *
 * @example
 * import { adjoint, grad, mul, square } from "@wengert/core";
 *
 * const opaque = adjoint((x) => [x.item() ** 2, (bar) => [2 * bar.item() * x.item()]]);
 * grad(opaque)(3); // => 6
 * grad(grad(opaque))(3); // throws FirstOrderOnlyError: Write it in ops
 * const inOps = adjoint((x) => [square(x), (bar) => [mul(bar, mul(2, x))]]);
 * grad(grad(inOps))(3); // => 2
 */
export class FirstOrderOnlyError extends WengertError {
  override readonly name: string = "FirstOrderOnlyError";
}

/**
 * A value that is neither a number, a Tensor nor a parameter, where one is needed.
 *
 * @example
 * import { grad, mul, tensor } from "@wengert/core";
 * import { UnknownLeafError } from "@wengert/trace";
 *
 * const f = grad((p: { lengths: never }) => mul(p.lengths, 2));
 * try {
 *   f({ lengths: Float64Array.of(1) as never });
 * } catch (error) {
 *   if (!(error instanceof UnknownLeafError)) throw error;
 *   error.path; // => lengths
 * }
 * tensor(Float64Array.of(1)).shape; // => [1]
 */
export class UnknownLeafError extends WengertError {
  override readonly name: string = "UnknownLeafError";
}

/** Refuses a Promise: a transformation is over before it would be fulfilled. */
export function refusePromise(op: string, value: unknown): void {
  const promise = value as PromiseLike<unknown> | null | undefined;
  if (typeof promise?.then !== "function") return;
  promise.then(undefined, () => {}); // Swallow a later rejection; the error below already reports it.
  throw new ArgumentError(
    `${op}: the function returned a Promise. A function that is differentiated is synchronous: await what it needs ` +
      "before, and pass it in.",
    op,
  );
}

const READS: readonly string[] = ["data", "item", "toArray", "toJSON"];

/** For a reader of the numbers of a traced value. */
export function unreadable(op: string, { differentiates }: { readonly differentiates: boolean }): TracedValueError {
  if (!differentiates) {
    return new TracedValueError(
      `${op}: the numbers of a traced value cannot be read while a transformation follows values: a program that is ` +
        "recorded or run for many values at once has no single number here. Choose with where(c, x, y), or return the value.",
      op,
    );
  }
  return new TracedValueError(
    `${op}: the numbers of a traced value cannot be read while a derivative is being computed, nor in a loop's step, which may ` +
      "have one. Stay in ops, return the value from the function (with {hasAux: true}), or use stopGradient(x) where it is to " +
      "count as a constant.",
    op,
  );
}

/** Whether an error says that code has read the numbers of a traced value, or comes of one that does. */
export function readsNumbers(error: unknown): boolean {
  if (error instanceof FirstOrderOnlyError) return true;
  return error instanceof TracedValueError && (READS.includes(error.op) || readsNumbers(error.cause));
}

/**
 * What to throw for an error from inside a rule: where the rule has read the numbers of a traced value it is opaque
 * numeric code, which can be differentiated only once.
 */
export function firstOrderOnly(name: string, error: unknown): unknown {
  if (!(error instanceof TracedValueError && readsNumbers(error))) return error;
  return new FirstOrderOnlyError(
    `${name}: this rule is opaque numeric code (it reads .data, item() or toArray()), so it can be differentiated ` +
      "once, in its own mode only: a pullback in reverse mode (jacrev), a pushforward in forward mode (jacfwd). " +
      "Write it in ops, or use a pushforward inside forwardDiff(...) to have it in reverse mode (around vmap, where that is " +
      "inside of the derivative).",
    name,
  );
}
