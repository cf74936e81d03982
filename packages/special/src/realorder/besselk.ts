import type { Tensor } from "@wengert/array";
import { add, elementwise, mul } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { largeOrderK } from "./largeorder.ts";
import { realOrder } from "./order.ts";
import { splitOrder, startingValues } from "./startingvalues.ts";

/**
 * The modified Bessel function of the second kind of any real order
 *
 *     K_ν(x) = ∫₀^∞ e^(−x cosh t) cosh νt dt for x > 0,   K_ν′ = −½(K_{ν−1} + K_{ν+1}),   K_{−ν} = K_ν
 *
 * ∞ at 0 and where it is beyond the largest number, 0 where it is below the smallest, NaN for x < 0. Within 1e-13,
 * relative, for |ν| ≤ 100; an error of ν itself is magnified by about log(2ν/x), one of x by √(ν² + x²), and the error
 * grows likewise beyond. The order is a plain number: K is not differentiated in it.
 *
 * Source: DLMF 10.32.9, 10.29.1, 10.27.3; Temme's series, a continued fraction and upward recurrence, Debye's expansion
 * for large orders.
 *
 * @param nu - a finite number
 * @throws {ArgumentError} for an order that is traced, a parameter or a Tensor, or not finite
 * @example
 * besselK(0.3, tensor([0.1, 1])).toArray(); // => [2.80505647502…, 0.435076024208…]
 */
export function besselK(nu: number, x: Value): Tensor {
  return ofOrder(realOrder("besselK", nu, "a finite number", Number.isFinite))(x);
}

function ofOrder(nu: number): (x: Value) => Tensor {
  return elementwise("besselK", besselKOf(nu), (x) => mul(-0.5, add(ofOrder(nu - 1)(x), ofOrder(nu + 1)(x))));
}

/** Up to here the recurrence is better than Debye's expansion, which is cheaper. */
const MOST_STEPS = 500;

/** K_ν as a function of a number. */
function besselKOf(nu: number): (x: number) => number {
  const positive = Math.abs(nu) > MOST_STEPS ? largeOrderK(Math.abs(nu)) : ascendingOrders(nu);
  return (x) => {
    if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    return x === Number.POSITIVE_INFINITY ? 0 : positive(x);
  };
}

/**
 * By K_{k+1} = (2k/x) K_k + K_{k−1}, k from μ + 1 on. The factor e⁻ˣ is put in bit by bit where numbers would overflow,
 * which leaves no rounding error: to subtract 400 from an x above it is exact.
 */
function ascendingOrders(nu: number): (x: number) => number {
  const [whole, mu] = splitOrder(nu);
  const start = startingValues(mu);
  return (x) => {
    let { low, high, decay } = start(x);
    if (whole === 0) return low * Math.exp(-decay);
    for (let k = 1; k < whole; k++) {
      [low, high] = [high, (2 * (mu + k) * high) / x + low];
      if (high > 1e200 && decay > 0) {
        const part = Math.min(400, decay);
        const scale = Math.exp(-part);
        [low, high, decay] = [low * scale, high * scale, decay - part];
      }
    }
    return high * Math.exp(-decay);
  };
}
