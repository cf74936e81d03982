import type { Piece } from "./instance.ts";
import type { Reduction } from "./reductions.ts";

/** Numbers that are copied at a time (measured): 128 kB, so that calls cost little and copies stay in the second-level cache. */
export const blockSize = 16384;
/** Columns that are reduced at a time: of rows that are longer, a block holds several pieces. */
const widest = 2048;

/** How a block in the module's memory is reduced, and two results are joined. */
export interface Reducer {
  readonly initial: number;
  /** The most rows that are reduced one after the other. */
  readonly most: number;
  /** Each of some runs of n numbers to one number of `out`. */
  runs(count: number, n: number): void;
  /** Rows to one row, together with what `out` holds. */
  rows(count: number, width: number): void;
  join(a: number, b: number): number;
}

/** The reduction of arrays, which pass through the memory of a module block by block: the numbers, and the results. */
export function through(reducer: Reducer, [{ data: block }, { data: result }]: readonly Piece[]): Reduction {
  /** One run, longer than a block, by halves. */
  const long = (x: Float64Array, from: number, n: number): number => {
    if (n > blockSize) {
      const half = n >> 1;
      return reducer.join(long(x, from, half), long(x, from + half, n - half));
    }
    block.set(x.subarray(from, from + n));
    reducer.runs(1, n);
    return result[0];
  };

  const runs = (x: Float64Array, count: number, n: number, out: Float64Array): void => {
    if (n > blockSize) {
      for (let i = 0; i < count; i++) out[i] = long(x, i * n, n);
      return;
    }
    const together = Math.floor(blockSize / n);
    for (let i = 0; i < count; i += together) {
      const some = Math.min(together, count - i);
      block.set(x.subarray(i * n, (i + some) * n));
      reducer.runs(some, n);
      out.set(result.subarray(0, some), i);
    }
  };

  /** `width` columns of some rows, which begin at `from` and stand `step` apart; the results go to out from `to` on. */
  const rows = (
    x: Float64Array,
    from: number,
    step: number,
    count: number,
    width: number,
    out: Float64Array,
    to: number,
  ): void => {
    if (count > reducer.most) {
      const half = count >> 1;
      rows(x, from, step, half, width, out, to);
      const rest = new Float64Array(width);
      rows(x, from + half * step, step, count - half, width, rest, 0);
      for (let a = 0; a < width; a++) out[to + a] = reducer.join(out[to + a], rest[a]);
      return;
    }
    const together = Math.floor(blockSize / width);
    result.fill(reducer.initial, 0, width);
    for (let row = 0; row < count; row += together) {
      const some = Math.min(together, count - row);
      const at = from + row * step;
      if (width === step) block.set(x.subarray(at, at + some * step));
      else for (let r = 0; r < some; r++) block.set(x.subarray(at + r * step, at + r * step + width), r * width);
      reducer.rows(some, width);
    }
    out.set(result.subarray(0, width), to);
  };

  return (x, before, length, after, out) => {
    if (after === 1) runs(x, before, length, out);
    else {
      for (let b = 0; b < before; b++) {
        for (let a = 0; a < after; a += widest) {
          rows(x, b * length * after + a, after, length, Math.min(widest, after - a), out, b * after + a);
        }
      }
    }
  };
}
