import { describe, expect, it } from "vitest";
import { elsewhere, unsolved } from "./elsewhere.ts";
import { hockSchittkowski } from "./index.ts";
import { plain, run, type Units } from "./run.ts";

const units: readonly Units[] = [
  { c: 1e15, s: 1e-9, k: (i) => 10 ** (3 * ((7 * i + 3) % 5) - 6) },
  { c: 1e-15, s: 1e9, k: (i) => 10 ** (6 - 3 * ((7 * i + 3) % 5)) },
];

/**
 * What is left out in other units. 9 and 12 start at 0 where the values are 0 too: nothing shows the size of the variables, and a first
 * step has the length 1 in any units. 114 takes thirteen times as many evaluations. In 54
 * the variables differ by 10¹⁰, which the inner method of "auglag" does not scale: rounding decides whether it arrives.
 */
const withoutScale = { sqp: [], auglag: [9, 12, 54, 114] } as Readonly<Record<string, readonly number[]>>;

/** In percent. What the tests above find is in the lists of exceptions, which they keep. */
const shares = { sqp: 95, auglag: 91 };

/** Tests that a method solves the collection, and in all units alike. */
export function keepsCollection(method: "sqp" | "auglag"): void {
  describe(`${method} on the problems of Hock and Schittkowski`, () => {
    it.each(hockSchittkowski)("$hs", { timeout: 60_000 }, (example) => {
      const { success, value, violation, message, status } = run(example, method, plain);
      if (unsolved[method].includes(example.hs)) {
        expect(success).toBe(false);
        return;
      }
      const goal = elsewhere[method][example.hs]?.value ?? example.value;
      expect(`${status}: ${message}`).toMatch(/^(converged|precision): /);
      expect(success).toBe(true);
      expect(Math.abs(value - goal)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(goal)));
      expect(violation).toBeLessThanOrEqual(1e-6);
    });

    it(`ends at the published solution of ${shares[method]} of 100`, () => {
      const missed = hockSchittkowski.filter(({ hs, value }) => {
        const { value: reached = value } = elsewhere[method][hs] ?? {};
        return unsolved[method].includes(hs) || reached > value + 1e-6 * Math.max(1, Math.abs(value));
      });
      expect(1 - missed.length / hockSchittkowski.length).toBeGreaterThanOrEqual(shares[method] / 100);
    });

    const scaled = hockSchittkowski.filter(
      ({ hs }) => !unsolved[method].includes(hs) && !withoutScale[method].includes(hs),
    );
    it.each(scaled)("$hs in other units", { timeout: 60_000 }, (example) => {
      const goal = elsewhere[method][example.hs]?.value ?? example.value;
      const { c, ...other } = units[example.hs % 2];
      const { success, value, violation } = run(example, method, { c, ...other });
      expect(success).toBe(true);
      expect(Math.abs(value / c - goal)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(goal)));
      expect(violation).toBeLessThanOrEqual(1e-6);
    });
  });
}
