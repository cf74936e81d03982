/** Every function is timed so often at least, and the shortest counts. */
const fewest = 4;
/** Clocks of browsers are coarse: what takes less than this, in milliseconds, is done many times over. */
const coarse = 2;
const many = 2 ** 14;

/**
 * The shortest times of some functions, in milliseconds. They take turns, so that what else the machine does in the meantime
 * concerns all of them, and their ratios mean something.
 *
 * @param spend - so many milliseconds may be used for further turns
 * @param clock - the time in milliseconds
 */
export function shortest(
  functions: readonly (() => unknown)[],
  spend = 0,
  clock: () => number = () => performance.now(),
): number[] {
  const counts = functions.map(() => 1);
  const least = functions.map(() => Number.POSITIVE_INFINITY);
  const began = clock();
  for (let turn = 0; turn < fewest || (turn < 3 * fewest && clock() - began < spend); turn++) {
    for (const [i, f] of functions.entries()) least[i] = Math.min(least[i], timed(f, i));
  }
  return least;

  /** What has become fast since the last turn is repeated more often. */
  function timed(f: () => unknown, i: number): number {
    for (; ; counts[i] *= 2) {
      const start = clock();
      for (let k = 0; k < counts[i]; k++) f();
      const took = clock() - start;
      if (took >= coarse || counts[i] >= many) return took / counts[i];
    }
  }
}
