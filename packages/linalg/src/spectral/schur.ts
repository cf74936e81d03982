import { kernels, type Tensor } from "@wengert/array";
import { batchOf, orderOf } from "../batch/batch.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { times } from "../lapack/dense.ts";
import { gees } from "../lapack/gees.ts";
import { noConvergence } from "./eigh.ts";

/** A = Z T Zᵀ of one plain matrix, n×n and row by row. */
export interface Schur {
  readonly n: number;
  /** Quasi upper triangular. */
  readonly t: Float64Array;
  /** Orthogonal. */
  readonly z: Float64Array;
  /** Real and imaginary parts of the eigenvalues, in the order of the diagonal. */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

// A value and its derivatives ask for the same forms.
const forms = /* @__PURE__ */ new WeakMap<Tensor, readonly Schur[]>();

/** The real Schur form of one plain matrix, which is overwritten. */
export function schurForm(op: string, n: number, t: Float64Array): Schur {
  const [z, re, im] = [new Float64Array(n * n), new Float64Array(n), new Float64Array(n)];
  const run = kernels().gees ?? gees;
  if (n > 0 && run(n, t, 0, n, re, im, 0, z, 0, n) > 0) throw noConvergence(op);
  return { n, t, z, re, im };
}

/** The real Schur forms of the matrices of a plain batch. */
export function schurOf(op: string, name: string, a: Tensor): readonly Schur[] {
  const known = forms.get(a);
  if (known !== undefined) return known;
  const n = orderOf(op, name, a);
  refuseNonFinite(op, name, a);
  const count = batchOf(a).reduce((product, length) => product * length, 1);
  const found = Array.from({ length: count }, (_, b) => schurForm(op, n, a.data.slice(b * n * n, (b + 1) * n * n)));
  forms.set(a, found);
  return found;
}

/** Zᵀ X Z, what X is to the basis of a Schur form. */
export function intoBasis({ n, z }: Schur, x: Float64Array): Float64Array {
  return times(n, times(n, z, x, true), z);
}

/** Z X Zᵀ. */
export function outOfBasis({ n, z }: Schur, x: Float64Array): Float64Array {
  return times(n, times(n, z, x), z, false, true);
}

/** Where to cut a quasi-triangular matrix of order n that begins at `at` in halves, without cutting a 2×2 block. */
export function cut(n: number, t: Float64Array, at: number, ld: number): number {
  const h = n >> 1;
  return t[at + h * ld + h - 1] === 0 ? h : h + 1;
}
