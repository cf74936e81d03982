import erfcxValue from "@stdlib/math-base-special-erfcx";
import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { expSquare } from "./gaussian.ts";
import { integralRatio } from "./integralratio.ts";

/**
 * The scaled complementary error function
 *
 *     erfcx x = e^(x²) erfc x,   erfcx′ x = 2x·erfcx x − 2/√π
 *
 * It falls like 1/(x√π), and grows like 2e^(x²) to the left, ∞ below −26.6; within 4 ulp. Derivatives of every order
 * keep 1e-13 for large x too, where the two terms above cancel. Source: DLMF 7.2.3, w(ix); values by S. G. Johnson's
 * Faddeeva package.
 *
 * @example
 * erfcx(tensor([0, 50])).toArray(); // => [1, 0.0112815362653237…]
 */
export const erfcx: (x: Value) => Tensor = /* @__PURE__ */ derivative(0);

/** The n-th derivative of erfcx, whose derivative is the next. */
function derivative(n: number): (x: Value) => Tensor {
  return elementwise(
    n === 0 ? "erfcx" : `erfcx${n}`,
    (x) => erfcxDerivative(n, x),
    (x) => derivative(n + 1)(x),
  );
}

/** erfcx of a number; to the left by erfcx x = 2e^(x²) − erfcx(−x), where the library loses hundreds of ulp. */
export function scaledErfc(x: number): number {
  return x < -1 ? 2 * expSquare(1, x) - erfcxValue(-x) : erfcxValue(x);
}

/**
 * With w = erfcx and w⁽ⁿ⁾ = (−2)ⁿ n! e^(x²) iⁿerfc x, iⁿerfc the repeated integrals (DLMF 7.18):
 *
 *     w⁽ⁿ⁾ = 2x w⁽ⁿ⁻¹⁾ + 2(n − 1) w⁽ⁿ⁻²⁾     forwards, where the terms do not cancel (much)
 *     w⁽ⁿ⁾ = −2n rₙ w⁽ⁿ⁻¹⁾                   to the right, with rₙ = iⁿerfc x/iⁿ⁻¹erfc x
 */
function erfcxDerivative(n: number, x: number): number {
  const w = scaledErfc(x);
  if (n === 0) return w;
  if (x >= 1) return -2 * n * integralRatio(n, x)[0] * erfcxDerivative(n - 1, x);
  let [before, last] = [w, 2 * x * w - 2 / Math.sqrt(Math.PI)];
  for (let k = 2; k <= n; k++) [before, last] = [last, 2 * x * last + 2 * (k - 1) * before];
  return last;
}
