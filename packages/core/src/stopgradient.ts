import type { Tensor } from "@wengert/array";
import { nonDifferentiable, type Value } from "@wengert/rule";

/**
 * A value as a constant: the identity, with derivative zero in every mode and at every order.
 *
 *     y = x,   dy = 0,   x̄ = 0
 *
 * @example
 * import { grad, stopGradient } from "@wengert/core";
 * import { mul } from "@wengert/ops";
 *
 * grad((x) => mul(x, stopGradient(x)))(3); // => 3
 */
export const stopGradient: (x: Value) => Tensor = /* @__PURE__ */ nonDifferentiable((x: Tensor) => x);
