import { ShapeError, type Tensor } from "@wengert/array";
import { sameShape, showShape } from "@wengert/array/author";
import { FirstOrderOnlyError, type Value } from "@wengert/trace";
import { rule } from "./library.ts";

function onlyOnce(): never {
  throw new FirstOrderOnlyError(
    "surrogate: its first derivative is that of the proxy; it has no second one. Differentiate the proxy twice " +
      "instead, if its second derivative is what you want.",
    "surrogate",
  );
}

/** A derivative of a surrogate: linear in `dy`, and refusing to be differentiated in the two values that it came from. */
const derivativeOf: (dy: Value, value: Value, proxy: Value) => Tensor = /* @__PURE__ */ rule({
  name: "surrogate",
  impl: (dy: Tensor, _value: Tensor, _proxy: Tensor): Tensor => dy,
  jvp: ([ddy, dvalue, dproxy], [, value, proxy]) =>
    dvalue !== undefined || dproxy !== undefined ? onlyOnce() : derivativeOf(ddy as Tensor, value, proxy),
  vjp: (ybar, [, value, proxy]) => [derivativeOf(ybar, value, proxy), onlyOnce, onlyOnce],
  batch: "leading",
});

/**
 * The value of one quantity with the first derivative of another: an exact but expensive value with a cheap bound's
 * gradient, or a non-differentiable value with a smooth stand-in's.
 *
 *     jvp   dy = d(proxy)
 *     vjp   value: nothing, proxy: ȳ
 *
 * @param value - the value returned
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
    if (sameShape(proxy.shape, value.shape)) return value;
    throw new ShapeError(
      `surrogate: value of shape ${showShape(value.shape)}, proxy of shape ${showShape(proxy.shape)}: they must be equal.`,
      "surrogate",
    );
  },
  jvp: ([, dproxy], [value, proxy]) => (dproxy === undefined ? undefined : derivativeOf(dproxy, value, proxy)),
  vjp: (ybar, [value, proxy]) => [null, () => derivativeOf(ybar, value, proxy)],
  batch: "leading",
});
