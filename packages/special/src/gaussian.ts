import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/*
 * The Gaussian with and without its factor ½. An exponent of −x² that is rounded first costs x²/2 ulp, 1e-13 where
 * e^(−x²) leaves the numbers; so x is split into a short part, whose square is exact, and a rest.
 */

/** e^(s·x²) for s = ±1, ±½ */
export function expSquare(s: number, x: number): number {
  if (Math.abs(x) > 1e3 || x === 0) return Math.exp(s * x * x);
  const high = Math.fround(x);
  return Math.exp(s * high * high) * Math.exp(s * (x - high) * (x + high));
}

/** φ(x) = e^(−x²/2)/√(2π), of a number. */
export function normalDensity(x: number): number {
  return expSquare(-0.5, x) / Math.sqrt(2 * Math.PI);
}

/** dⁿ/dxⁿ of c·e^(−x²), whose derivative is the next. */
export function gaussian(c: number, n = 0): (x: Value) => Tensor {
  return derivative("gaussian", -1, c, n);
}

/** φ⁽ⁿ⁾, whose derivative is the next. */
export function density(n = 0): (x: Value) => Tensor {
  return derivative("density", -0.5, 1 / Math.sqrt(2 * Math.PI), n);
}

/**
 * With g = e^(s·x²): g⁽ᵏ⁺¹⁾ = 2s·(x g⁽ᵏ⁾ + k g⁽ᵏ⁻¹⁾), a polynomial times g; 0 where g is, however large that is. Half of the
 * exponent on either side of the polynomial keeps its digits where g is next to nothing.
 */
function derivative(name: string, s: number, c: number, n: number): (x: Value) => Tensor {
  return elementwise(
    n === 0 ? name : `${name}${n}`,
    (x) => {
      const root = expSquare(s / 2, x);
      if (root === 0) return 0;
      let [before, last] = [0, 1];
      for (let k = 0; k < n; k++) [before, last] = [last, 2 * s * (x * last + k * before)];
      return c * root * last * root;
    },
    (x) => derivative(name, s, c, n + 1)(x),
  );
}
