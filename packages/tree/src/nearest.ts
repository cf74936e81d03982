/**
 * The name that differs least from a given one, if it is near enough to be what was meant: at most half of its letters
 * differ. Upper and lower case do not count.
 *
 * @example
 * import { nearest } from "@wengert/tree/author";
 *
 * nearest("axes", ["axis", "keepDims"]); // => "axis"
 * nearest("colour", ["axis", "keepDims"]); // => undefined
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((other) => ({ other, edits: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ other, edits }) => edits <= Math.max(name.length, other.length) / 2)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.other;
}

/** Levenshtein distance: how many letters to insert, delete or replace. Row by row of Wagner and Fischer's table (1974). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
