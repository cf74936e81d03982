import { isTensor, tensor } from "@wengert/array";
import { expect, it } from "vitest";
import type { Formulas, Scalar } from "./formulas.ts";
import { variables } from "./formulas.ts";
import { hockSchittkowski } from "./index.ts";

const numbersOf = (value: Scalar): number[] => (isTensor(value) ? [...value.data] : [value]);

it("there are 115 of them, each once", () => {
  expect(new Set(hockSchittkowski.map(({ hs }) => hs)).size).toBe(115);
});

// The formulas are right where the published solution has the published value and satisfies the constraints, to its seven digits.
it.each(hockSchittkowski)("$hs has its published solution", ({ objective, at, value, lower, upper, ...limits }) => {
  const x = variables(tensor([...at]));
  const values = (formulas: Formulas | undefined): number[] => (formulas?.(...x) ?? []).flatMap(numbersOf);
  expect(Math.abs(numbersOf(objective(...x))[0] - value)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(value)));
  for (const h of values(limits.equalities)) expect(Math.abs(h)).toBeLessThan(1e-3);
  for (const g of values(limits.inequalities)) expect(g).toBeGreaterThan(-1e-3);
  for (const [i, xi] of at.entries()) {
    const bound = (side: number | readonly number[] | undefined, none: number): number =>
      typeof side === "object" ? side[i] : (side ?? none);
    expect(xi).toBeGreaterThanOrEqual(bound(lower, Number.NEGATIVE_INFINITY));
    expect(xi).toBeLessThanOrEqual(bound(upper, Number.POSITIVE_INFINITY));
  }
});
