import type { Tensor } from "@wengert/array";
import { expectFunction, expectNoMore } from "@wengert/array/author";
import { valueAndGrad } from "@wengert/core";
import type { Value } from "@wengert/rule";
import { isTag, ownValue } from "@wengert/trace";
import { followedIn, type ParamSet } from "../paramset.ts";
import { Grads } from "./grads.ts";

/**
 * The value of a loss without arguments, and its gradient by tagged parameters: wherever the loss uses a parameter, in
 * whatever depth of the model, it is followed.
 *
 * @param loss - returns a scalar
 * @param params - what to differentiate by: `paramsOf(model)`
 * @returns `[value, gradient]`, the gradient in the unconstrained space, by those that are not frozen; where one is NaN,
 * `gradient.anomaly()` says why
 * @throws {IndependentLossError} when it uses none of the parameters
 * @throws {UnknownParamError} when all of them are frozen
 * @throws {NonScalarLossError} when the loss is not a scalar
 * @example
 * import { exp, mul } from "@wengert/core";
 * import { param, paramsOf, withGradient } from "@wengert/params";
 *
 * const model = { a: param(3), deep: { b: param(0) } };
 * const [value, grads] = withGradient(() => mul(model.a, exp(model.deep.b)), paramsOf(model));
 * value; // => 3
 * grads.get(model.deep.b); // => 3
 */
export function withGradient(loss: () => Value, params: ParamSet): [value: number, gradient: Grads] {
  expectNoMore("withGradient", arguments[2]);
  expectFunction("withGradient", "loss", loss);
  const followed = followedIn("withGradient", params);
  const run = (raws: readonly Tensor[]): Value => followed.standingFor(raws, loss, "withGradient");
  const compute = valueAndGrad(run);
  const { raws } = followed;
  const values = raws.map((raw) => (isTag(raw) ? ownValue(raw) : raw));
  const [value, parts] = compute(raws);
  return [value, new Grads(followed, parts as readonly (number | Tensor)[], compute, values)];
}

/**
 * The gradient of a loss without arguments by tagged parameters: `withGradient` without the value.
 *
 * @example
 * import { square } from "@wengert/ops";
 * import { gradient, param, paramsOf } from "@wengert/params";
 *
 * const x = param(3);
 * gradient(() => square(x), paramsOf(x)).get(x); // => 6
 */
export function gradient(loss: () => Value, params: ParamSet): Grads {
  expectNoMore("gradient", arguments[2]);
  return withGradient(loss, params)[1];
}
