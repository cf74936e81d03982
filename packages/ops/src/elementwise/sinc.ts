import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { elementwise } from "./elementwise.ts";

/**
 * sin(πx)/(πx), 1 at 0, as in NumPy; exactly 0 at the other integers. Derivatives of every order are accurate near 0,
 * where the quotient rule cancels.
 *
 * @example
 * sinc(tensor([0, 0.5, 1])).toArray(); // => [1, 0.636619…, 0]
 */
export const sinc: (x: Value) => Tensor = /* @__PURE__ */ derivative(0);

/** The n-th derivative of sinc, whose derivative is the next. */
function derivative(n: number): (x: Value) => Tensor {
  return elementwise(
    n === 0 ? "sinc" : `sinc${n}`,
    (x) => sincDerivative(n, x),
    (x) => derivative(n + 1)(x),
  );
}

/**
 * With u = πx and g = sin u/u, from u·g = sin u:
 *
 *     u·g⁽ⁿ⁾ + n·g⁽ⁿ⁻¹⁾ = sin⁽ⁿ⁾ u          forwards, where u is not small against n
 *     g⁽ⁿ⁾ = Σ (−1)ᵏ u²ᵏ⁻ⁿ/((2k + 1)(2k − n)!)   elsewhere, over 2k ≥ n
 */
function sincDerivative(n: number, x: number): number {
  const u = Math.PI * x;
  if (Math.abs(u) === Number.POSITIVE_INFINITY) return Number.isFinite(x) ? (Math.PI ** (n - 1) * sinPi(x, n)) / x : 0;
  if (n === 0 && x === 0) return 1;
  let g = 0;
  if (n > 0 && Math.abs(u) < n + 1) g = sincSeries(n, u);
  else for (let k = 0; k <= n; k++) g = (sinPi(x, k) - k * g) / u;
  return g * Math.PI ** n;
}

function sincSeries(n: number, u: number): number {
  let k = Math.ceil(n / 2);
  let term = (k % 2 === 0 ? 1 : -1) * (n % 2 === 0 ? 1 : u); // (−1)ᵏ u²ᵏ⁻ⁿ/(2k − n)!
  let total = 0;
  for (let next = term / (2 * k + 1); next !== 0 && total + next !== total; next = term / (2 * k + 1)) {
    total += next;
    k++;
    term *= (-u * u) / ((2 * k - n) * (2 * k - n - 1));
  }
  return total;
}

/** The k-th derivative of sine at πx, reduced exactly. */
function sinPi(x: number, k: number): number {
  const r = x - 2 * Math.round(x / 2); // in [−1, 1]
  const sign = k % 4 < 2 ? 1 : -1;
  if (k % 2 === 1) return sign * Math.sin(Math.PI * (0.5 - Math.abs(r)));
  return sign * Math.sin(Math.PI * (Math.abs(r) > 0.5 ? Math.sign(r) - r : r));
}
