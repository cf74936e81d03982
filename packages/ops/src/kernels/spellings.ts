import { elementwiseBlocks } from "@wengert/array/author";
import type { Spelling } from "@wengert/rule/library";
import { power } from "./accurate.ts";
import { SHORTEST } from "./functions.ts";

/*
 * What loops over whole arrays compute, for whoever makes code of a program: the same numbers.
 */

export type Elementwise = Exclude<Spelling, string | ((...args: never[]) => unknown) | { readonly small: unknown }>;

/** Short arrays are computed number by number, where longer ones are left to the kernel of that name. */
export function byKernel(name: string, f: (x: number) => number): Elementwise {
  return { below: SHORTEST, long: (a, xs) => a.kernel({ name, f, kernels: elementwiseBlocks }, xs) };
}

/** Likewise, of a function whose code computes what f does, by the same operations. */
export function byKernelOr(code: string): typeof byKernel {
  return (name, f) => ({ ...byKernel(name, f), code });
}

/** As `logistic`; its e^(−|x|) is that of its derivative. */
export const logisticCode = "0 x ≤ 1 x abs -1 * exp ? 1 x abs -1 * exp + /";

export const softplusCode = "x 0 max x abs -1 * exp log1p +";

/** As `tanh` of accurate.ts. */
export const tanhCode: string = /* @__PURE__ */ tanhSpelled();

function tanhSpelled(): string {
  const horner = (coefficients: readonly number[]): string => `x x * ${coefficients.join(" + x x * * ")} +`;
  const near = `x x ${horner([594, 45045, 675675])} x x * * * ${horner([630, 51975, 945945, 2027025])} / -`;
  const far = "1 2 x abs -2 * exp * 1 x abs -2 * exp + / -";
  return `x abs 0.625 < x ${near} x ? x 0 < ${far} neg ${far} ? ?`;
}

/** As `bell` of short arrays, and `bellLoop` of longer ones. */
export function byBell(s: number, c: number): Elementwise {
  const e = `x abs ${-s} * exp`;
  return {
    code: `${e} ${c} * 1 ${e} + 1 ${e} + * /`,
    below: SHORTEST,
    long: (a, [x]) => {
      const one = a.constant(1);
      const exp = { name: "exp", f: Math.exp, kernels: elementwiseBlocks };
      const e = a.kernel(exp, [a.operator("*", a.constant(-s), a.operator("abs", x))]);
      const sum = a.operator("+", one, e);
      return a.operator("/", a.operator("*", a.constant(c), e), a.operator("*", sum, sum));
    },
  };
}

/** As `powLoop`, where the exponent is one number that is known. */
export const byPower: Elementwise = {
  below: 0,
  long: (a, [x, y], [, exponent]) => {
    if (exponent === undefined || exponent === 1) return exponent === 1 ? x : undefined;
    if (exponent === 2) return a.operator("*", x, x);
    return a.kernel({ name: "pow", f: power, kernels: elementwiseBlocks }, [x, y]);
  },
};
