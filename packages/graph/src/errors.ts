import { TracedValueError, WengertError } from "@wengert/array";
import { EscapedTracerError, FirstOrderOnlyError } from "@wengert/trace";

/**
 * A program, or a call of one, that a plan cannot be made of: its numbers would be wrong when the plan runs again.
 *
 * @example
 * import { type Tensor, tensor } from "@wengert/array";
 * import { compile } from "@wengert/graph";
 * import { add } from "@wengert/ops";
 * import { generator } from "@wengert/random";
 *
 * const random = generator(1);
 * const x = tensor([1, 2]);
 * compile((x: Tensor) => add(x, random.normal([2])))(x); // throws CaptureError: Draw them outside
 * compile((x: Tensor, noise: Tensor) => add(x, noise))(x, random.normal([2])).shape; // => [2]
 */
export class CaptureError extends WengertError {
  override readonly name: string = "CaptureError";
}

/** A plan finds that it does not hold for this call. Nobody outside sees it: the function itself is run instead. */
export class StalePlan extends Error {}

/** Errors that operations have thrown because of their numbers, while a function was written down. */
const ofNumbers: WeakSet<object> = /* @__PURE__ */ new WeakSet();

/** Whether an error is about how a function is written, not about its numbers. */
export function isOfCapture(error: unknown): boolean {
  return [CaptureError, TracedValueError, EscapedTracerError, FirstOrderOnlyError].some(
    (kind) => error instanceof kind,
  );
}

/** Computes the value of an operation, and notes an error that is about its numbers. */
export function computed<T>(f: () => T): T {
  try {
    return f();
  } catch (error) {
    if (error instanceof Error && !isOfCapture(error)) ofNumbers.add(error);
    throw error;
  }
}

/**
 * Whether the function itself may get by without what has thrown an error while it was written down: an operation has thrown it because
 * of its numbers, or a derivative is one of code that has none, which nobody asks for where nothing depends.
 */
export function mayBeUnasked(error: unknown): boolean {
  return ofNumbers.has(error as object) || error instanceof FirstOrderOnlyError;
}
