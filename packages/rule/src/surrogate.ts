import { ShapeError, showShape, type Tensor } from "@wengert/array";
import { bind } from "./bind.ts";
import type { Rule, Value } from "./contract.ts";
import { FirstOrderOnlyError } from "./errors.ts";
import { rule } from "./rule.ts";
import { fits } from "./tangent.ts";

function onlyOnce(): never {
  throw new FirstOrderOnlyError(
    "surrogate: its first derivative is that of the proxy; it has no second one. Differentiate the proxy twice " +
      "instead, if its second derivative is what you want.",
    "surrogate",
  );
}

/**
 * A derivative of a surrogate: linear in `dy`, and refusing to be differentiated in the two values that it came from.
 */
const derivativeRule: Rule = {
  name: "surrogate",
  impl: (dy) => dy as Tensor,
  jvp: ([ddy, dvalue, dproxy], [, value, proxy]) =>
    dvalue !== undefined || dproxy !== undefined ? onlyOnce() : bind(derivativeRule, [ddy as Tensor, value, proxy]),
  vjp: (ybar, [, value, proxy]) => [bind(derivativeRule, [ybar as Tensor, value, proxy]), onlyOnce, onlyOnce],
};

/**
 * The value of one quantity with the first derivative of another: an exact but expensive value with a cheap bound's
 * gradient, or a non-differentiable value with a smooth stand-in's.
 *
 *     jvp   dy = d(proxy)
 *     vjp   value: nothing, proxy: ȳ
 *
 * @param value - what it is worth
 * @param proxy - what its derivative is taken of; of the same shape
 * @throws {FirstOrderOnlyError} when it is differentiated twice
 * @example
 * import { grad, surrogate } from "@wengert/core";
 * import { floor, mul } from "@wengert/ops";
 *
 * grad((x) => surrogate(floor(x), mul(2, x)))(1.5); // => 2
 */
export const surrogate: (value: Value, proxy: Value) => Tensor = /* @__PURE__ */ rule({
  name: "surrogate",
  impl: (value: Tensor, proxy: Tensor): Tensor => {
    if (fits(proxy, value)) return value;
    throw new ShapeError(
      `surrogate: value of shape ${showShape(value.shape)}, proxy of shape ${showShape(proxy.shape)}: they must be equal.`,
      "surrogate",
    );
  },
  jvp: ([, dproxy], [value, proxy]) =>
    dproxy === undefined ? undefined : (bind(derivativeRule, [dproxy, value, proxy]) as Tensor),
  vjp: (ybar, [value, proxy]) => [null, () => bind(derivativeRule, [ybar, value, proxy]) as Tensor],
});
