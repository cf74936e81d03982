import { allocateBriefly } from "../allocate.ts";

/**
 * A matrix inside an array: entry (i, j) is `data[offset + i·rs + j·cs]`. Transposition and reversal of the order of rows or
 * columns only change the strides (which may be negative), so each algorithm is written for one case.
 */
export interface View {
  readonly data: Float64Array;
  readonly offset: number;
  /** Row stride: the distance from row to row. */
  readonly rs: number;
  /** Column stride. */
  readonly cs: number;
}

/** The row-major matrix with leading dimension `ld`, or its transpose. */
export function view(data: Float64Array, offset: number, ld: number, transposed = false): View {
  return transposed ? { data, offset, rs: 1, cs: ld } : { data, offset, rs: ld, cs: 1 };
}

export function transpose({ data, offset, rs, cs }: View): View {
  return { data, offset, rs: cs, cs: rs };
}

/** The part of the matrix that begins at entry (i, j). */
export function from({ data, offset, rs, cs }: View, i: number, j: number): View {
  return { data, offset: offset + i * rs + j * cs, rs, cs };
}

/** The matrix with its first n rows in reversed order. */
export function reverseRows({ data, offset, rs, cs }: View, n: number): View {
  return { data, offset: offset + (n - 1) * rs, rs: -rs, cs };
}

/** The n×n matrix with rows and columns in reversed order: it turns an upper triangle into a lower one. */
export function reverse({ data, offset, rs, cs }: View, n: number): View {
  return { data, offset: offset + (n - 1) * (rs + cs), rs: -rs, cs: -cs };
}

/** An m×n copy, for the operation at work. */
export function copyOf(m: number, n: number, { data, offset, rs, cs }: View): View {
  const copy = allocateBriefly(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) copy[i * n + j] = data[offset + i * rs + j * cs];
  return view(copy, 0, n);
}

/** Where algorithms by halves cut n, such that the parts fill whole strips of 4. */
export function half(n: number): number {
  return ((n >> 1) + 3) & ~3;
}

/** c ← beta·c for the m×n matrix c, or for the lower triangle of it; beta = 0 overwrites whatever is there. */
export function scale(m: number, n: number, beta: number, { data, offset, rs, cs }: View, lower = false): void {
  if (beta === 1) return;
  for (let i = 0; i < m; i++) {
    const columns = lower ? Math.min(n, i + 1) : n;
    const row = offset + i * rs;
    if (beta === 0) for (let j = 0; j < columns; j++) data[row + j * cs] = 0;
    else for (let j = 0; j < columns; j++) data[row + j * cs] *= beta;
  }
}
