/* Squares modulo a length, which the Fourier transform of any length needs: exact where k² no longer fits into a double. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { squareModulo } from "../src/kernels/fourier.ts";

test("k² modulo m, up to 2³¹", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 31 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (m, share) => {
        const k = Math.floor(share * m);
        expect(squareModulo(k, m)).toBe(Number((BigInt(k) * BigInt(k)) % BigInt(m)));
      },
    ),
    { numRuns: 2000 },
  );
  for (const k of [2 ** 26 - 1, 2 ** 26, 2 ** 26 + 1, 2 ** 31 - 1])
    expect(squareModulo(k, k + 1)).toBe(Number((BigInt(k) * BigInt(k)) % BigInt(k + 1)));
});
