/** A generator of numbers in [0, 1), the same for the same seed on any machine. */
export type Random = () => number;

/**
 * xoshiro128**, whose state is filled from the seed by a mixing function; two draws make a double of 53 bits.
 *
 * Source: Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical
 * Software 47 (2021).
 */
export function seeded(seed: number): Random {
  let mixed = Math.trunc(seed) >>> 0;
  const state = new Uint32Array(4).map(() => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  });
  const draw = (): number => {
    const result = Math.imul(rotated(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotated(state[3], 11);
    return result;
  };
  return () => ((draw() >>> 5) * 2 ** 26 + (draw() >>> 6)) / 2 ** 53;
}

function rotated(x: number, by: number): number {
  return ((x << by) | (x >>> (32 - by))) >>> 0;
}
