import {
  exponentials,
  hyperbolics,
  logarithms,
  type MapFamily,
  powers,
  tangents,
  trigonometrics,
} from "@wengert/array/author";
import type { Arithmetic, Cell, Spelling } from "@wengert/rule/library";
import { power } from "./accurate.ts";
import { SHORTEST } from "./functions.ts";

/*
 * What loops over whole arrays compute, for whoever makes code of a program: the same numbers.
 */

export type Elementwise = Exclude<Spelling, string | ((...args: never[]) => unknown) | { readonly small: unknown }>;

/** What makes a spelling of the name of a function and the function. */
export type ByName = (name: string, f: (x: number) => number) => Elementwise;

/** Short arrays are computed number by number, where longer ones are left to the kernel of that name, one of a family. */
function byKernel({ blocks }: MapFamily<never>): ByName {
  return (name, f) => ({ below: SHORTEST, long: (a, xs) => a.kernel({ name, f, kernels: blocks }, xs) });
}

export const byExponentials: ByName = (name, f) => byKernel(exponentials)(name, f);
export const byHyperbolics: ByName = (name, f) => byKernel(hyperbolics)(name, f);
export const byLogarithms: ByName = (name, f) => byKernel(logarithms)(name, f);
export const byTrigonometrics: ByName = (name, f) => byKernel(trigonometrics)(name, f);

type OfExp = (a: Arithmetic, x: Cell, e: Cell) => Cell;

/** What is arithmetic of x and e^(−s·|x|). What the exponential is shared with is computed together with it. */
function byExp(s: number, f: OfExp): Elementwise {
  const decay = (a: Arithmetic, x: Cell): Cell => a.operator("*", a.constant(-s), a.operator("abs", x));
  return {
    short: (a, [x]) => f(a, x, a.call(Math.exp, [decay(a, x)])),
    below: SHORTEST,
    long: (a, [x]) => f(a, x, a.kernel({ name: "exp", f: Math.exp, kernels: exponentials.blocks }, [decay(a, x)])),
  };
}

/** As `bell` and `bellLoop`. */
export function byBell(s: number, c: number): Elementwise {
  return byExp(s, (a, _x, e) => {
    const sum = a.operator("+", a.constant(1), e);
    return a.operator("/", a.operator("*", a.constant(c), e), a.operator("*", sum, sum));
  });
}

/** As `logistic`, and the kernel. */
export const logisticSpelling: Elementwise = /* @__PURE__ */ byExp(1, (a, x, e) => {
  const one = a.constant(1);
  return a.operator("/", a.choice(a.operator("<", x, a.constant(0)), e, one), a.operator("+", one, e));
});

/** Of numbers, as `tanh` of accurate.ts: a − num/den, of which the parts are chosen first. Longer arrays have a kernel. */
export const tanhSpelling: ByName = (name, f) => ({
  ...byKernel(tangents)(name, f),
  short: byExp(2, tanhOf).short,
});

function tanhOf(a: Arithmetic, x: Cell, e: Cell): Cell {
  const [zero, one] = [a.constant(0), a.constant(1)];
  const size = a.operator("abs", x);
  const near = a.operator("<", size, a.constant(0.625));
  const z = a.operator("*", x, x);
  const horner = (first: Cell, coefficients: readonly number[]): Cell =>
    coefficients.reduce((sum, c) => a.operator("+", a.constant(c), a.operator("*", z, sum)), first);
  const p = a.operator("*", z, horner(a.operator("+", a.constant(594), z), [45045, 675675]));
  const q = horner(a.operator("+", a.constant(630), z), [51975, 945945, 2027025]);
  const top = a.choice(near, a.operator("*", size, p), a.operator("*", a.constant(2), e));
  const quotient = a.operator("/", top, a.choice(near, q, a.operator("+", one, e)));
  const y = a.operator("-", a.choice(near, size, one), quotient);
  // −0 is given back as it is.
  return a.choice(x, a.choice(a.operator("<", x, zero), a.operator("neg", y), y), x);
}

/** Of numbers, as `softplus`; longer arrays have a kernel. */
export const softplusSpelling: ByName = (name, f) => ({
  ...byKernel(logarithms)(name, f),
  short: (a, [x]) => {
    const e = a.call(Math.exp, [a.operator("*", a.constant(-1), a.operator("abs", x))]);
    return a.operator("+", a.operator("max", x, a.constant(0)), a.call(Math.log1p, [e]));
  },
});

/** As `powLoop`, where the exponent is one number that is known. */
export const byPower: Elementwise = {
  below: 0,
  long: (a, [x, y], [, exponent]) => {
    if (exponent === undefined || exponent === 1) return exponent === 1 ? x : undefined;
    if (exponent === 2) return a.operator("*", x, x);
    return a.kernel({ name: "pow", f: power, kernels: powers.blocks }, [x, y]);
  },
};
