import { ShapeError } from "@wengert/array";
import type { Vector } from "../spaces/vector.ts";

/**
 * A sum of vectors by a fixed tree of pairs: (0 + 1) + (2 + 3), ... by their places. It is the same to the last bit in whatever order the
 * terms come. A partial sum is formed as soon as both of its halves are there, and takes the place of the first.
 */
export class PairwiseSum {
  readonly #count: number;
  /** Partial sums that wait for their other half, by "level:place". */
  readonly #waiting = new Map<string, Vector>();

  constructor(count: number) {
    this.#count = count;
  }

  /** @param term - owned by the sum from now on */
  add(place: number, term: Vector): void {
    let [level, at, sum] = [0, place, term];
    for (let width = this.#count; width > 1; width = Math.ceil(width / 2)) {
      const other = at ^ 1;
      // The last of an odd number has no other half.
      if (other < width) {
        const key = `${level}:${other}`;
        const half = this.#waiting.get(key);
        if (half === undefined) break;
        this.#waiting.delete(key);
        const [first, second] = other < at ? [half, sum] : [sum, half];
        if (first.length !== second.length) throw unequal(first.length, second.length);
        for (const [i, x] of second.entries()) first[i] += x;
        sum = first;
      }
      at >>= 1;
      level++;
    }
    this.#waiting.set(`${level}:${at}`, sum);
  }

  /** The sum, when all terms were added; `undefined` before. */
  get total(): Vector | undefined {
    const [[key, sum] = []] = this.#waiting;
    const levels = this.#count > 1 ? Math.ceil(Math.log2(this.#count)) : 0;
    return this.#waiting.size === 1 && key === `${levels}:0` ? sum : undefined;
  }
}

function unequal(one: number, other: number): ShapeError {
  return new ShapeError(`shardedSum: a term has ${one} numbers, another ${other}.`, "shardedSum");
}
