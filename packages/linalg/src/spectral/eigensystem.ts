import { kernels, type Tensor } from "@wengert/array";
import { batchOf, orderOf } from "../batch/batch.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { times } from "../lapack/dense.ts";
import { balance, permute, reordered } from "../lapack/gebal.ts";
import { gees } from "../lapack/gees.ts";
import type { Column } from "../lapack/inverseiteration.ts";
import { intoUnit, scaleBy } from "../lapack/scaling.ts";
import { trevc } from "../lapack/trevc.ts";
import { noConvergence } from "./eigh.ts";
import { refined, unitVector } from "./unitvectors.ts";

/** The eigenvalues of one plain matrix, n×n, in their order, and how to make their vectors. */
export interface Eigensystem {
  readonly n: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  /**
   * n columns of length 1: of a real eigenvalue the vector, of a pair a ± ib with b > 0 the real and then the imaginary part of
   * the vector of a + ib.
   */
  readonly vectors: () => Float64Array;
}

/** The eigensystems of the matrices of a plain batch. */
export function eigensystemsOf(op: string, name: string, a: Tensor): readonly Eigensystem[] {
  const n = orderOf(op, name, a);
  refuseNonFinite(op, name, a);
  const count = batchOf(a).reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, b) => eigensystem(op, n, a.data.slice(b * n * n, (b + 1) * n * n)));
}

/**
 * By the real Schur form of the balanced matrix B = D⁻¹ Pᵀ A P D, P a permutation and D diagonal: an eigenvector y of B is one
 * P D y of A. The matrix is scaled as a whole, before and after.
 *
 * Source: LAPACK's dgeev.
 */
function eigensystem(op: string, n: number, a: Float64Array): Eigensystem {
  const before = intoUnit(a);
  const { order, blocks } = permute(n, a);
  const t = reordered(n, a, order);
  const scales = balance(n, t, blocks);
  const after = intoUnit(t);
  const [z, re, im] = [new Float64Array(n * n), new Float64Array(n), new Float64Array(n)];
  const kernel = kernels().gees ?? gees;
  if (n > 0 && kernel(n, t, 0, n, re, im, 0, z, 0, n) > 0) throw noConvergence(op);
  const places = descending(re, im);
  const inUnitOf = (x: Float64Array, e: number): Float64Array => {
    const sorted = Float64Array.from(places, (place) => x[place]);
    scaleBy(sorted, -e);
    return sorted;
  };
  const vectors = (): Float64Array => {
    const balanced = times(n, z, trevc(n, t, re, im));
    const isBalanced = scales.some((scale) => scale !== 1);
    const [lr, li] = [inUnitOf(re, after), inUnitOf(im, after)];
    const found = new Float64Array(n * n);
    for (const [k, place] of places.entries()) {
      if (im[place] < 0) continue;
      const column: Column = { re: new Float64Array(n), im: new Float64Array(n) };
      for (let i = 0; i < n; i++) {
        column.re[order[i]] = scales[i] * balanced[i * n + place];
        if (im[place] > 0) column.im[order[i]] = scales[i] * balanced[i * n + place + 1];
      }
      const unit = unitVector(n, column);
      const vector = isBalanced ? refined(n, a, [lr[k], li[k]], unit) : unit;
      for (let i = 0; i < n; i++) {
        found[i * n + k] = vector.re[i];
        if (im[place] > 0) found[i * n + k + 1] = vector.im[i];
      }
    }
    return found;
  };
  return { n, re: inUnitOf(re, before + after), im: inUnitOf(im, before + after), vectors };
}

// How much an imaginary part counts in the order.
const SLANT = 1e-3;

/**
 * The places of eigenvalues in descending order of Re λ + |Im λ|/1000, a pair together: by real parts, and where these are
 * (nearly) equal by imaginary parts. Real parts alone would be a bad order: those of i and 2i are equal but for rounding, which
 * then would decide.
 */
function descending(re: Float64Array, im: Float64Array): readonly number[] {
  const key = (k: number): number => re[k] + SLANT * Math.abs(im[k]);
  const firsts = Array.from(re.keys()).filter((k) => im[k] >= 0);
  firsts.sort((i, j) => key(j) - key(i));
  return firsts.flatMap((k) => (im[k] > 0 ? [k, k + 1] : [k]));
}
