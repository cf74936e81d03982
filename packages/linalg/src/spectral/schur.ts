import { kernels, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { batchOf, orderOf } from "../batch/batch.ts";
import type { Caller } from "../batch/caller.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { times } from "../lapack/dense.ts";
import { permute, reordered } from "../lapack/gebal.ts";
import { gees } from "../lapack/gees.ts";
import { intoUnit, scaleBy } from "../lapack/scaling.ts";
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
  /** Where diagonal blocks begin that were computed each by itself, and n. One of order 1 is an entry of A as it is. */
  readonly blocks: readonly number[];
}

/**
 * The real Schur form of one plain matrix. Rows and columns are brought into another order before, in which it is block
 * triangular: so triangular matrices keep their eigenvalues, and blocks their own scale. The matrix is scaled as a whole.
 */
export function schurForm(op: string, n: number, a: Float64Array): Schur {
  const { order, blocks } = permute(n, a);
  const t = reordered(n, a, order);
  const exponent = intoUnit(t);
  const [turned, re, im] = [new Float64Array(n * n), new Float64Array(n), new Float64Array(n)];
  const kernel = kernels().gees ?? gees;
  if (n > 0 && kernel(n, t, 0, n, re, im, 0, turned, 0, n) > 0) throw noConvergence(op);
  for (const part of [t, re, im]) scaleBy(part, -exponent);
  const z = new Float64Array(n * n);
  for (let i = 0; i < n; i++) z.set(turned.subarray(i * n, (i + 1) * n), order[i] * n);
  return { n, t, z, re, im, blocks };
}

/** The real Schur forms of the matrices of a plain batch. */
export function schurOf(op: string, name: string, a: Tensor): readonly Schur[] {
  const n = orderOf(op, name, a);
  refuseNonFinite(op, name, a);
  const count = batchOf(a).reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, b) => schurForm(op, n, a.data.subarray(b * n * n, (b + 1) * n * n)));
}

/** The Schur forms of the matrices of a batch, as functions of them hold them. */
export type HeldSchur = { readonly t: Tensor; readonly z: Tensor };

export const heldSchur: (a: Value, caller: Caller) => HeldSchur = /* @__PURE__ */ constantWithAttributes({
  name: "schur",
  impl: (a: Tensor, { op, name }: Caller): HeldSchur => {
    const [t, z] = [new Float64Array(a.size), new Float64Array(a.size)];
    for (const [b, form] of schurOf(op, name, a).entries()) {
      t.set(form.t, b * form.n ** 2);
      z.set(form.z, b * form.n ** 2);
    }
    return { t: fromData(t, a.shape), z: fromData(z, a.shape) };
  },
});

/** For each diagonal block, where it begins, where it ends, and its largest entry in T, or in what has the form of T. */
export function eachBlock({ n, blocks }: Schur, t: Float64Array): readonly (readonly [number, number, number])[] {
  return blocks.slice(1).map((end, b) => {
    let most = 0;
    for (let i = blocks[b]; i < end; i++) {
      for (let j = blocks[b]; j < end; j++) most = Math.max(most, Math.abs(t[i * n + j]));
    }
    return [blocks[b], end, most] as const;
  });
}

/** How far rounding may move each eigenvalue, if it is not repeated; 0 if it is an entry of A. */
export function roundingOf(form: Schur): Float64Array {
  const rounding = new Float64Array(form.n);
  for (const [begin, end, most] of eachBlock(form, form.t)) {
    if (end - begin > 1) rounding.fill((end - begin) * Number.EPSILON * most, begin, end);
  }
  return rounding;
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
