import { WengertError } from "@wengert/array";

/**
 * A parameter that is not in the set it was looked for in, or a set without any.
 *
 * @example
 * import { param, paramsOf, withGradient } from "@wengert/params";
 * import { mul } from "@wengert/ops";
 *
 * const [a, b] = [param(2), param(3)];
 * const [, grads] = withGradient(() => mul(a, a), paramsOf({ a }));
 * grads.get(a); // => 4
 * grads.get(b); // throws UnknownParamError
 * paramsOf({ a: 2 }); // throws UnknownParamError
 */
export class UnknownParamError extends WengertError {
  override readonly name: string = "UnknownParamError";
}

/**
 * A value outside of what a parameter's constraint allows.
 *
 * @example
 * import { param, positive } from "@wengert/params";
 *
 * param(-1, { constraint: positive() }); // throws ConstraintError
 * param(0.1, { constraint: positive() }).value; // => 0.1
 */
export class ConstraintError extends WengertError {
  override readonly name: string = "ConstraintError";
}
