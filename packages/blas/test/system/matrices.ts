import { expect } from "vitest";

let state = 1;
/** Uniform in [-1, 1), the same in every run (xorshift). */
export function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state / 2 ** 31;
}

/** A matrix with something before it, between its rows and behind it. */
export interface Placed {
  readonly data: Float64Array;
  readonly offset: number;
  readonly ld: number;
}

export function place(rows: number, columns: number, fill: () => number = random): Placed {
  const offset = Math.floor(2 + 2 * random());
  const ld = Math.max(1, columns) + Math.floor(2 + 2 * random());
  return { data: Float64Array.from({ length: offset + rows * ld + 3 }, fill), offset, ld };
}

export const copyOf = (a: Placed): Placed => ({ ...a, data: a.data.slice() });

/** Fails unless a and b agree everywhere, NaN and ∞ included. */
export function expectSame(a: Placed, b: Placed, what: unknown): void {
  const off = a.data.findIndex((x, i) => !Object.is(x, b.data[i]) && !(Math.abs(x - b.data[i]) < 1e-11));
  if (off >= 0) expect.fail(`${JSON.stringify(what)}: ${a.data[off]} and ${b.data[off]}`);
}

/** Fails unless what is around the m×n matrix is as it was. */
export function expectUntouched(a: Placed, before: Placed, m: number, n: number): void {
  for (const [at, value] of a.data.entries()) {
    const [i, j] = [Math.floor((at - a.offset) / a.ld), (at - a.offset) % a.ld];
    if (at >= a.offset && i < m && j < n) continue;
    if (!Object.is(value, before.data[at])) expect.fail(`entry ${at} was ${before.data[at]} and is ${value}`);
  }
}

/** Sets the entries (i, j) for which `where` holds. */
export function set(a: Placed, n: number, value: number, where: (i: number, j: number) => boolean): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (where(i, j)) a.data[a.offset + i * a.ld + j] = value;
}

/** A matrix as a list of rows. */
export type Rows = readonly (readonly number[])[];

export const rowsOf = (a: Placed, m: number, n: number): Rows =>
  Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => a.data[a.offset + i * a.ld + j]));

export const transposed = (a: Rows, n: number): Rows => Array.from({ length: n }, (_, j) => a.map((row) => row[j]));

export const times = (a: Rows, b: Rows): Rows =>
  a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

export const diagonalOf = (d: ArrayLike<number>): Rows =>
  Array.from({ length: d.length }, (_, i) => Array.from({ length: d.length }, (_, j) => (i === j ? d[i] : 0)));

export const identity = (n: number): Rows => diagonalOf(new Array<number>(n).fill(1));

/** Fails unless two matrices agree to rounding. */
export function expectNear(a: Rows, b: Rows, what: unknown): void {
  expect(a.length).toBe(b.length);
  for (const [i, row] of a.entries())
    for (const [j, x] of row.entries())
      if (!(Math.abs(x - b[i][j]) < 1e-12 * (1 + row.length)))
        expect.fail(`${JSON.stringify(what)}: (${i}, ${j}) is ${x}, not ${b[i][j]}`);
}
