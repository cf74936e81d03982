import { describe, expect, it } from "vitest";
import { elsewhere, onlyPlain, unsolved } from "./elsewhere.ts";
import { hockSchittkowski } from "./index.ts";
import { plain, run, type Units } from "./run.ts";

const units: readonly Units[] = [
  { c: 1e15, s: 1e-9, k: (i) => 10 ** (3 * ((7 * i + 3) % 5) - 6) },
  { c: 1e-15, s: 1e9, k: (i) => 10 ** (6 - 3 * ((7 * i + 3) % 5)) },
];

/** In percent. What the tests above find is in the lists of exceptions, which they keep. */
const share = 95;

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

    it(`ends at the published solution of ${share} of 100`, () => {
      const missed = hockSchittkowski.filter(({ hs, value }) => {
        const { value: reached = value } = elsewhere[method][hs] ?? {};
        return unsolved[method].includes(hs) || reached > value + 1e-6 * Math.max(1, Math.abs(value));
      });
      expect(1 - missed.length / hockSchittkowski.length).toBeGreaterThanOrEqual(share / 100);
    });

    const scaled = hockSchittkowski.filter(
      ({ hs }) => !unsolved[method].includes(hs) && !onlyPlain[method].includes(hs),
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
