import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { orderOf } from "../batch/batch.ts";
import { NoRealResultError } from "../errors.ts";
import { columnNorm, identity, solver, times } from "../lapack/dense.ts";
import { scaleBy } from "../lapack/scaling.ts";
import { noRealResult, rootOfQuasi } from "../spectral/quasiroot.ts";
import { solveRoots } from "../spectral/quasitriangular.ts";
import { eachBlock, intoBasis, outOfBasis, roundingOf, type Schur, schurForm } from "../spectral/schur.ts";
import { type MatrixFunction, primaryFunction } from "./frechet.ts";

/** Gauss–Legendre on [0, 1], of order 8: as good as the Padé approximant [8/8] of log(1 + x). */
const NODES: readonly (readonly [number, number])[] = [
  [0.019855071751231884, 0.05061426814518813],
  [0.10166676129318664, 0.11119051722668724],
  [0.2372337950418355, 0.15685332293894363],
  [0.4082826787521751, 0.181341891689181],
  [0.5917173212478249, 0.181341891689181],
  [0.7627662049581645, 0.15685332293894363],
  [0.8983332387068134, 0.11119051722668724],
  [0.9801449282487681, 0.05061426814518813],
];
// Up to this norm of T − I the quadrature is right in double precision; its error is of the order (norm/4)¹⁶.
const CLOSE = 0.25;
const MOST_ROOTS = 100;

/**
 * log T for a quasi-triangular T, and its derivative along E: square roots until T is close to I, then
 *
 *     log(I + X) = ∫₀¹ X (I + u X)⁻¹ du,   and along E: ∫₀¹ (I + u X)⁻¹ E (I + u X)⁻¹ du
 *
 * times 2ᵏ for k roots. Along with R = √T, E becomes the solution D of R D + D R = E.
 */
function logarithm(form: Form, e: Float64Array | undefined): [Float64Array, Float64Array | undefined] {
  const { n, t } = form;
  let [x, dx] = [t, e?.slice()];
  let roots = 0;
  for (; columnNorm(n, lessIdentity(n, x)) > CLOSE && roots < MOST_ROOTS; roots++) {
    x = rootOfQuasi("logm", n, x);
    if (roots === 0) refuseRounding(form, x);
    const [part, unknown] = [{ data: x, at: 0, ld: n }, dx];
    if (unknown !== undefined) solveRoots("logm", n, n, part, part, { data: unknown, at: 0, ld: n }, 0);
  }
  x = lessIdentity(n, x);
  const [y, dy] = [new Float64Array(n * n), dx && new Float64Array(n * n)];
  for (const [node, weight] of NODES) {
    const whole = x.map((value, at) => node * value + (at % (n + 1) === 0 ? 1 : 0));
    const inverse = solver(n, whole)(identity(n));
    accumulate(y, weight * 2 ** roots, times(n, x, inverse));
    if (dx && dy) accumulate(dy, weight * 2 ** roots, times(n, times(n, inverse, dx), inverse));
  }
  return [y, dy];
}

// As for sqrtm, the largest part of A that the square of its root may be off by.
const RIGHT = 2 ** -30;

/**
 * The square of a root R is A but for the rounding of |R|². Where that is no longer small, no digit of a logarithm is right. Only
 * diagonal blocks count, because what is outside of them does not touch the eigenvalues.
 */
function refuseRounding(form: Form, root: Float64Array): void {
  const [before, after] = [form.t, root].map((x) => eachBlock(form, x));
  for (const [b, [begin, end, most]] of before.entries()) {
    const rounding = (end - begin) * Number.EPSILON * after[b][2] ** 2;
    if (end - begin > 1 && !(rounding <= RIGHT * most)) throw closeToNone();
  }
}

function closeToNone(): NoRealResultError {
  return new NoRealResultError(
    "logm: the matrix has an eigenvalue that is 0, or on the negative real axis, but for rounding, and so no real principal " +
      "logarithm. Add a little to the diagonal with addDiagonal.",
    "logm",
  );
}

/** X − I */
function lessIdentity(n: number, x: Float64Array): Float64Array {
  return x.map((value, at) => (at % (n + 1) === 0 ? value - 1 : value));
}

function accumulate(sum: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += factor * x[i];
}

const logarithmRule: MatrixFunction = /* @__PURE__ */ primaryFunction(
  "logm",
  (n, a) => {
    const form = formOf(n, a);
    return outOfBasis(form, shifted(form, logarithm(form, undefined)[0]));
  },
  (n, a, e) => {
    const form = formOf(n, a);
    const direction = intoBasis(form, e);
    scaleBy(direction, -form.exponent);
    const [y, dy] = logarithm(form, direction);
    return [outOfBasis(form, shifted(form, y)), outOfBasis(form, dy as Float64Array)];
  },
);

/** The Schur form of A/2ᵏ: log A = log(A/2ᵏ) + k log 2 I. */
interface Form extends Schur {
  readonly exponent: number;
}

// Up to this exponent of the average eigenvalue nothing is scaled: only a scale far from 1 costs square roots, and so digits.
const ORDINARY = 16;

/** The Schur form of a matrix that has a real principal logarithm, with k = 0 or so that |λ| is about 1 on average. */
function formOf(n: number, a: Float64Array): Form {
  const form = schurForm("logm", n, a);
  const { t, re, im } = form;
  const rounding = roundingOf(form);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const size = Math.hypot(re[i], im[i]);
    if (im[i] === 0 && re[i] <= -rounding[i]) throw noRealResult("logm", re[i]);
    if (size === 0 || size <= rounding[i]) throw closeToNone();
    sum += Math.log2(size) / n;
  }
  const exponent = Math.abs(sum) < ORDINARY ? 0 : Math.round(sum);
  scaleBy(t, -exponent);
  return { ...form, exponent };
}

function shifted({ n, exponent }: Form, y: Float64Array): Float64Array {
  for (let at = 0; at < y.length; at += n + 1) y[at] += exponent * Math.LN2;
  return y;
}

/**
 * The principal logarithm of a matrix: of all Y with exp(Y) = A, the one whose eigenvalues have imaginary parts between −π and
 * π. By the real Schur form, with inverse scaling and squaring.
 *
 *     dY = L(A, dA),   Ā = L(Aᵀ, Ȳ)
 *
 * with the Fréchet derivative L(A, E) = ∫₀¹ (u (A − I) + I)⁻¹ E (u (A − I) + I)⁻¹ du, which takes the same steps as the value.
 *
 * Source: Al-Mohy, Higham and Relton, "Computing the Fréchet derivative of the matrix logarithm and estimating the condition
 * number", SIAM J. Sci. Comput. 35, 2013.
 *
 * @param a - [..., n, n]
 * @returns [..., n, n]
 * @throws {NoRealResultError} for an eigenvalue that is 0 or negative, or may be, for all that rounding leaves to know
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { logm } from "@wengert/linalg";
 *
 * logm(tensor([[1, 3], [0, 1]])).toArray(); // => [[0, 3], [0, 0]]
 */
export function logm(a: Value): Tensor {
  expectNoMore("logm", arguments[1]);
  const matrix = resolve(a, "logm");
  orderOf("logm", "a", matrix);
  return logarithmRule.value(matrix);
}
