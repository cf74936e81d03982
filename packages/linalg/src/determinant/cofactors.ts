import { kernels, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { addTangents, type Value } from "@wengert/rule";
import { residual, ruleWithAttributes } from "@wengert/rule/library";
import { match } from "../batch/batch.ts";
import { deferred } from "../batch/deferred.ts";
import { identity, times } from "../lapack/dense.ts";
import { getrs } from "../lapack/getrs.ts";
import { cofactorsByElimination, eliminate } from "./elimination.ts";
import { normalized, productOf, type Scaled, timesPower } from "./exponents.ts";

/*
 * Derivatives of the determinant, of every order and of singular matrices too. The part of det(A + E₁ + … + Eₖ) that is linear
 * in each of E₁, …, Eₖ is linear in Eₖ, so it is Σ Cᵢⱼ (Eₖ)ᵢⱼ with a matrix C(A; E₁, …, Eₖ₋₁). Without directions these are the
 * cofactors of A, the transpose of its adjugate. Moving A adds a direction:
 *
 *     dC(A; E₁, …) = C(A; E₁, …, dA) + Σₚ C(A; …, dEₚ, …)
 *     Ā = C(A; E₁, …, C̄),   Ēₚ = C(A; …, C̄ in place of Eₚ, …)
 *
 * so this is all that there is to differentiate.
 *
 * Source: Jacobi's formula in Magnus and Neudecker, "Matrix Differential Calculus", 1988, and its differentials.
 */

// Where the smallest pivot is below this part of the largest, formulas with the inverse lose digits.
const SMALL = 1e-6;

/** Whether the LU factors of one plain matrix have pivots that are small or zero. */
export function hasSmallPivot(n: number, lu: Float64Array): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < n; i++) {
    const size = Math.abs(lu[i * (n + 1)]);
    [least, most] = [Math.min(least, size), Math.max(most, size)];
  }
  return !(least >= SMALL * most && least > 0);
}

/** Without directions, computed when the first derivative needs them. */
export const heldCofactors: (a: Value, lu: Value, pivots: Value) => Tensor = /* @__PURE__ */ residual({
  name: "cofactors",
  impl: (a: Tensor, lu: Tensor, pivots: Tensor): Tensor => deferred(a.shape, () => cofactorsOf(a, lu, pivots, []).data),
});

interface Directions {
  readonly directions: number;
}

/** C(A; E₁, …), see above; arguments a, its LU factors, its cofactors, and then the directions. */
const cofactorsRule: (...args: [...Value[], Directions]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "det",
  held: [1, 2, 3],
  impl: (...args: [...Tensor[], Directions]): Tensor => {
    const [a, lu, pivots, c, ...es] = args.slice(0, -1) as Tensor[];
    return es.length === 0 ? fromData(c.data, c.shape) : cofactorsOf(a, lu, pivots, es);
  },
  jvp: ([da, , , , ...des], [a, lu, pivots, c, ...es]) => {
    const terms = des.flatMap((de, p) => (de === undefined ? [] : [cofactors(a, lu, pivots, c, es.with(p, de))]));
    if (da !== undefined) terms.push(cofactors(a, lu, pivots, c, [...es, da]));
    return terms.length === 0 ? undefined : addTangents(terms);
  },
  vjp: (cbar, [a, lu, pivots, c, ...es]) => [
    () => cofactors(a, lu, pivots, c, [...es, cbar]),
    null,
    null,
    null,
    ...es.map((_, p) => () => cofactors(a, lu, pivots, c, es.with(p, cbar))),
  ],
}) as never;

/** C(A; E₁, …) */
export function cofactors(a: Tensor, lu: Tensor, pivots: Tensor, c: Tensor, directions: readonly Tensor[]): Tensor {
  return cofactorsRule(a, lu, pivots, c, ...directions, { directions: directions.length });
}

function cofactorsOf(a: Tensor, lu: Tensor, pivots: Tensor, directions: readonly Tensor[]): Tensor {
  const { batch, count, starts } = match("det", a, lu, ...directions);
  const n = a.shape[a.ndim - 1];
  const out = new Float64Array(count * n * n);
  for (let b = 0; b < count && n > 0; b++) {
    const [own, factors, ...es] = [a, lu, ...directions].map((x, k) =>
      x.data.subarray(starts[k][b], starts[k][b] + n * n),
    );
    const from = starts[1][b] / n;
    const c = hasSmallPivot(n, factors)
      ? cofactorsByElimination(eliminate(n, own), es)
      : cofactorsByInverse(n, factors, Int32Array.from(pivots.data.subarray(from, from + n)), es);
    out.set(c, b * n * n);
  }
  return fromData(out, [...batch, n, n]);
}

/** det A from the LU factors of one plain matrix. */
export function determinantOf(n: number, lu: Float64Array, pivots: ArrayLike<number>): Scaled {
  let sign = 1;
  for (let i = 0; i < n; i++) if (pivots[i] !== i) sign = -sign;
  const { y, e } = productOf(Float64Array.from({ length: n }, (_, i) => lu[i * (n + 1)]));
  return { y: sign * y, e };
}

/**
 * With P = A⁻¹, and c(E₁, …) the part of det(A + E₁ + …)/det A that is linear in each direction:
 *
 *     C(A; E₁, …)/det A = Σ (−1)ᵐ (P Eₐ P E_b ⋯ P)ᵀ c(the directions that are left)
 *
 * over all sequences a, b, … of m ≥ 0 different directions.
 */
function cofactorsByInverse(
  n: number,
  lu: Float64Array,
  pivots: Int32Array,
  es: readonly Float64Array[],
): Float64Array {
  const p = identity(n);
  (kernels().getrs ?? getrs)(false, n, n, lu, 0, n, pivots, 0, p, 0, n);
  const { y, e: ofDeterminant } = determinantOf(n, lu, pivots);
  // Each direction comes with one more factor P. Their units are put together with that of det A, so that no part is out of range.
  const [inverse, ...directions] = [p, ...es].map(normalized);
  const c = relativeCofactors(
    n,
    inverse.xs,
    directions.map(({ xs }) => xs),
  );
  const e = directions.reduce((total, direction) => total + direction.e + inverse.e, ofDeterminant + inverse.e);
  if (Math.abs(e) > 1000) return c.map((value) => timesPower(y * value, e));
  const power = 2 ** e;
  for (let at = 0; at < c.length; at++) c[at] *= y * power;
  return c;
}

function relativeCofactors(n: number, p: Float64Array, es: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(n * n);
  const follow = (path: Float64Array, left: readonly Float64Array[], sign: number): void => {
    const factor = sign * relativePart(n, p, left);
    addTransposed(n, factor, path, out);
    for (const [k, e] of left.entries()) follow(times(n, times(n, path, e), p), left.toSpliced(k, 1), -sign);
  };
  follow(p, es, 1);
  return out;
}

/** Tiles keep both the rows that are read and those that are written in the cache. */
const TILE = 32;

/** Y ← Y + c Xᵀ */
function addTransposed(n: number, c: number, x: Float64Array, y: Float64Array): void {
  for (let i0 = 0; i0 < n; i0 += TILE) {
    for (let j0 = 0; j0 < n; j0 += TILE) {
      const [i1, j1] = [Math.min(n, i0 + TILE), Math.min(n, j0 + TILE)];
      for (let i = i0; i < i1; i++) for (let j = j0; j < j1; j++) y[j * n + i] += c * x[i * n + j];
    }
  }
}

/** c(E₁, …), 1 without directions. */
function relativePart(n: number, p: Float64Array, es: readonly Float64Array[]): number {
  if (es.length === 0) return 1;
  const c = relativeCofactors(n, p, es.slice(1));
  return es[0].reduce((total, value, at) => total + value * c[at], 0);
}
