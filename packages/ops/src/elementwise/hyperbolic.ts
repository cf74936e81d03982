import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import * as accurate from "../kernels/accurate.ts";
import { bell, bellLoop, coshLoop, sinhLoop, tanhLoop } from "../kernels/functions.ts";
import { asinhLoop, atanhLoop } from "../kernels/namedloops.ts";
import { byBell, byExponentials, tanhSpelling } from "../kernels/spellings.ts";
import { mul, neg, square } from "./arithmetic.ts";
import { elementwise } from "./elementwise.ts";

type Unary = (x: Value) => Tensor;

/**
 * (eˣ − e⁻ˣ)/2
 *
 * @example
 * sinh(tensor([0, 1])).toArray(); // => [0, 1.175201…]
 */
export const sinh: Unary = /* @__PURE__ */ elementwise("sinh", accurate.sinh, (x) => cosh(x), sinhLoop, byExponentials);

/**
 * (eˣ + e⁻ˣ)/2
 *
 * @example
 * cosh(tensor([0, 1])).toArray(); // => [1, 1.543080…]
 */
export const cosh: Unary = /* @__PURE__ */ elementwise("cosh", accurate.cosh, (x) => sinh(x), coshLoop, byExponentials);

/**
 * sinh x/cosh x; the derivative 1/cosh² x keeps its digits far out, where 1 − tanh² x has none.
 *
 * @example
 * tanh(tensor([0, 1])).toArray(); // => [0, 0.761594…]
 */
export const tanh: Unary = /* @__PURE__ */ elementwise(
  "tanh",
  accurate.tanh,
  (x) => sechSquare(x),
  tanhLoop,
  tanhSpelling,
);

/** 1/cosh² x; with its derivative −2·tanh x/cosh² x nothing overflows. */
const sechSquare: Unary = /* @__PURE__ */ elementwise(
  "sechSquare",
  /* @__PURE__ */ bell(2, 4),
  (x, y) => mul(mul(-2, tanh(x)), y),
  bellLoop(2, 4),
  /* @__PURE__ */ byBell(2, 4),
);

/**
 * The inverse of sinh.
 *
 * @example
 * asinh(Math.sinh(2)).item(); // => 2
 */
export const asinh: Unary = /* @__PURE__ */ elementwise("asinh", Math.asinh, (x) => sechOfAsinh(x), asinhLoop, {});

// With u = asinh x, all bounded: 1/cosh u = 1/√(1 + x²) and tanh u = x/√(1 + x²).
const sechOfAsinh: Unary = /* @__PURE__ */ elementwise(
  "asinh1",
  (x) => 1 / Math.hypot(1, x),
  (x, y) => neg(mul(mul(tanhOfAsinh(x), y), y)),
);

const tanhOfAsinh: Unary = /* @__PURE__ */ elementwise(
  "tanhOfAsinh",
  (x) => (Math.abs(x) < 1 ? x / Math.hypot(1, x) : Math.sign(x) / Math.hypot(1, 1 / x)),
  (x) => {
    const y = sechOfAsinh(x);
    return mul(mul(y, y), y);
  },
);

/**
 * The inverse of cosh, for x ≥ 1, NaN below; derivative ∞ at 1.
 *
 * @example
 * acosh(Math.cosh(2)).item(); // => 2
 */
export const acosh: Unary = /* @__PURE__ */ elementwise("acosh", accurate.acosh, (x) => cschOfAcosh(x));

// With u = acosh x ≥ 0: 1/sinh u = 1/√(x² − 1), and coth u = x/√(x² − 1), which is 1 at ∞.
const cschOfAcosh: Unary = /* @__PURE__ */ elementwise(
  "acosh1",
  (x) => 1 / Math.sqrt(x - 1) / Math.sqrt(x + 1),
  (x, y) => neg(mul(mul(cothOfAcosh(x), y), y)),
);

const cothOfAcosh: Unary = /* @__PURE__ */ elementwise(
  "cothOfAcosh",
  (x) => 1 / Math.sqrt((1 - 1 / x) * (1 + 1 / x)),
  (x) => {
    const y = cschOfAcosh(x);
    return neg(mul(mul(y, y), y));
  },
);

/**
 * The inverse of tanh, for |x| ≤ 1, NaN outside; ±∞ at the ends.
 *
 * @example
 * atanh(Math.tanh(0.5)).item(); // => 0.5
 */
export const atanh: Unary = /* @__PURE__ */ elementwise("atanh", Math.atanh, (x) => slopeOfAtanh(x), atanhLoop, {});

/** 1/(1 − x²) and its derivative 2x·y²: ∞ at the ends, NaN outside. */
const slopeOfAtanh: Unary = /* @__PURE__ */ elementwise(
  "atanh1",
  (x) => (Math.abs(x) <= 1 ? 1 / ((1 - x) * (1 + x)) : Number.NaN),
  (x, y) => mul(mul(2, x), square(y)),
);
