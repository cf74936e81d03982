/*
 * In which order the library's kernels add up the terms of small products (`directProduct` and `smallProducts` of the array package).
 */

// Larger products add their terms up in order, unless they have only one row or column.
const FEW_TERMS = 64;

/** How far it is in the memory of a factor to the next row, and to the next column. */
export interface Strides {
  readonly rs: number;
  readonly cs: number;
}

/** The strides of op(X), where X has this many columns. */
export function stridesOf(columns: number, transposed: boolean): Strides {
  return transposed ? { rs: 1, cs: columns } : { rs: columns, cs: 1 };
}

/**
 * Whether the terms of op(A) op(B), m×k times k×n, are added up one by one. Else they are so along a row or column of the memory of the
 * factor that is read most often: four at a time.
 */
export function isInOrder(m: number, n: number, k: number, left: Strides, right: Strides): boolean {
  if (m > 1 && n > 1 && m * n * k > FEW_TERMS) return true;
  return n < m ? left.cs < left.rs : right.rs < right.cs;
}

/** 0 + t₀ + t₁ + …, or 0 + ((t₀ + t₁) + (t₂ + t₃)) + …, and what is left one by one. */
export function totalOf<T>(terms: readonly T[], inOrder: boolean, zero: T, add: (x: T, y: T) => T): T {
  if (inOrder) return terms.reduce(add, zero);
  const whole = terms.length - (terms.length % 4);
  let sum = zero;
  for (let p = 0; p < whole; p += 4) sum = add(sum, add(add(terms[p], terms[p + 1]), add(terms[p + 2], terms[p + 3])));
  return terms.slice(whole).reduce(add, sum);
}
