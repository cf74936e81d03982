import { solver, times } from "../lapack/dense.ts";

/** A plain n×n matrix and its tangent, or none. */
export interface Dual {
  readonly x: Float64Array;
  readonly dx: Float64Array | undefined;
}

/** The product, by the product rule. */
export function multiply(n: number, a: Dual, b: Dual): Dual {
  const x = times(n, a.x, b.x);
  if (a.dx === undefined || b.dx === undefined) return { x, dx: undefined };
  const [dx, other] = [times(n, a.dx, b.x), times(n, a.x, b.dx)];
  for (let i = 0; i < dx.length; i++) dx[i] += other[i];
  return { x, dx };
}

/** Σ cₖ Pₖ + c I */
export function combine(n: number, terms: readonly Dual[], c: readonly number[], identity = 0): Dual {
  const sum = (xs: readonly Float64Array[]): Float64Array => {
    const total = new Float64Array(n * n);
    for (const [k, x] of xs.entries()) for (let i = 0; i < total.length; i++) total[i] += c[k] * x[i];
    return total;
  };
  const tangents = terms.map(({ dx }) => dx).filter((dx) => dx !== undefined);
  const x = sum(terms.map((term) => term.x));
  for (let i = 0; i < n; i++) x[i * (n + 1)] += identity;
  return { x, dx: tangents.length === terms.length ? sum(tangents) : undefined };
}

/** Q⁻¹ P, and its derivative Q⁻¹ (dP − dQ Q⁻¹ P). */
export function quotient(n: number, q: Dual, p: Dual): Dual {
  const solve = solver(n, q.x);
  const x = solve(p.x.slice());
  if (p.dx === undefined || q.dx === undefined) return { x, dx: undefined };
  const moved = times(n, q.dx, x);
  return { x, dx: solve(p.dx.map((value, i) => value - moved[i])) };
}
