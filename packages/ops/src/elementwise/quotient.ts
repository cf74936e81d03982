import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { type BinaryLoop, step } from "../kernels/loops.ts";
import { elementwise2 } from "./elementwise.ts";
import { tower } from "./tower.ts";

type Binary = (x: Value, y: Value) => Tensor;

/** dⁿ/dyⁿ x/y = (−1)ⁿ n! x/yⁿ⁺¹, divided one at a time. */
function quotientDerivative(n: number, x: number, y: number): number {
  let z = x / y;
  for (let k = 1; k <= n; k++) z = (-k * z) / y;
  return z;
}

const slopeLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = -(x[i & p] / y[i & q]) / y[i & q];
};

/** The n-th derivative of x/y with respect to y. That in x does not depend on x; nothing multiplies a dividend of 0 by 1/y. */
function quotient(n: number): Binary {
  let next: Binary | undefined;
  const inX = tower("reciprocal", (k) => (y) => quotientDerivative(k, 1, y), [], n);
  return elementwise2(
    `div${n}`,
    (x, y) => quotientDerivative(n, x, y),
    [
      (_x, y) => inX(y),
      (x, y) => {
        next ??= quotient(n + 1);
        return next(x, y);
      },
    ],
    n === 1 ? slopeLoop : undefined,
    undefined,
    n === 1 ? { code: "x y / neg y /" } : {},
  );
}

/** −x/y², the derivative of x/y with respect to y. */
export const slopeOfQuotient: Binary = /* @__PURE__ */ quotient(1);

/** The same of x/y with 0/0 = 0 and for y ≥ 0 only, NaN below but for x = 0: the derivative of x·log y with respect to y. */
export function logQuotient(n: number, inverse: (y: Value) => Tensor): Binary {
  let next: Binary | undefined;
  const inX = n === 0 ? inverse : tower("log1", (k) => (y) => positiveDerivative(k, 1, y), [], n);
  return elementwise2(`ratio${n}`, (x, y) => (x === 0 ? (Number.isNaN(y) ? y : 0) : positiveDerivative(n, x, y)), [
    (_x, y) => inX(y),
    (x, y) => {
      next ??= logQuotient(n + 1, inverse);
      return next(x, y);
    },
  ]);
}

/** From the right at ±0, NaN below. */
function positiveDerivative(n: number, x: number, y: number): number {
  return y >= 0 ? quotientDerivative(n, x, Math.abs(y)) : Number.NaN;
}
