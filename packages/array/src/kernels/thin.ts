import type { Panels } from "@wengert/wasm";
import { copyRows } from "./copyrows.ts";
import type { View } from "./view.ts";

/*
 * Products of a vector and a matrix in WebAssembly: block after block of the matrix is copied there, as it lies. The sums are those of
 * the plain loops of direct.ts, to the bit.
 */

/** The matrix has as many entries, in as many rows of such a length, before the copies pay (measured). */
const SMALL = 512;
const FEW = 8;
const SHORT = 16;

/** Entries of a block, which stays in the second-level cache, and of a row in it. */
const BLOCK = 16384;
const ROW = BLOCK / 8;

/** c ← c + alpha·a·b for a row a of k numbers and a k×n matrix b. @returns how many columns of c are done: 0 where it would not pay */
export type ThinProduct = (n: number, k: number, alpha: number, a: View, b: View, c: View) => number;

/** Undefined where the panels have no such sums. */
export function thinOver(panels: Panels): ThinProduct | undefined {
  const { memory, left, right, out, addDots, addRows } = panels;
  if (addDots === undefined || addRows === undefined) return undefined;

  /** Of columns that lie one after the other in memory, as a does: eight at a time, the last ones are left. */
  const dots: ThinProduct = (all, k, alpha, a, b, c) => {
    const n = all - (all % 8);
    const length = Math.min(k, ROW);
    const columns = rowsOf(length);
    for (let j = 0; j < n; j += columns) {
      const some = Math.min(columns, n - j);
      memory.fill(0, out, out + some);
      for (let p = 0; p < k; p += length) {
        const part = Math.min(length, k - p);
        copyRows(memory, left, 1, part, a.data, a.offset + p, part);
        copyRows(memory, right, some, part, b.data, b.offset + j * b.cs + p, b.cs);
        addDots(some, part);
      }
      for (let i = 0, to = c.offset + j * c.cs; i < some; i++, to += c.cs) c.data[to] += alpha * memory[out + i];
    }
    return n;
  };

  /** Of rows that do, as c does. */
  const rows: ThinProduct = (n, k, alpha, a, b, c) => {
    const length = Math.min(n, ROW);
    const most = rowsOf(length);
    for (let j = 0; j < n; j += length) {
      const part = Math.min(length, n - j);
      copyRows(memory, out, 1, part, c.data, c.offset + j, part);
      for (let p = 0; p < k; p += most) {
        const some = Math.min(most, k - p);
        for (let i = 0, from = a.offset + p * a.cs; i < some; i++, from += a.cs)
          memory[left + i] = alpha * a.data[from];
        copyRows(memory, right, some, part, b.data, b.offset + p * b.rs + j, b.rs);
        addRows(some, part);
      }
      c.data.set(memory.subarray(out, out + part), c.offset + j);
    }
    return n;
  };

  return (n, k, alpha, a, b, c) => {
    const along = Math.abs(b.rs) < Math.abs(b.cs);
    const [count, length] = along ? [n, k] : [k, n];
    if (count < FEW || length < SHORT || count * length < SMALL) return 0;
    if (along) return b.rs === 1 && a.cs === 1 ? dots(n, k, alpha, a, b, c) : 0;
    return b.cs === 1 && c.cs === 1 ? rows(n, k, alpha, a, b, c) : 0;
  };
}

/** How many rows a block has: a multiple of what is computed at a time. */
function rowsOf(length: number): number {
  return 8 * Math.floor(BLOCK / (8 * length));
}
