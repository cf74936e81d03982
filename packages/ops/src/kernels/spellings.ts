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

/** As `bell` of short arrays, and `bellLoop` of longer ones. */
export function byBell(s: number, c: number): Elementwise {
  return {
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
