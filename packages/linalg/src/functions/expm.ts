import type { Tensor } from "@wengert/array";
import { resolve, type Value } from "@wengert/rule";
import { concrete } from "@wengert/trace";
import { orderOf } from "../batch/batch.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { columnNorm, identity, solver, times } from "../lapack/dense.ts";
import { type MatrixFunction, primaryFunction } from "./frechet.ts";

/**
 * Degrees m of the Padé approximant [m/m], each with the largest norm |A|₁ for which it is right in double precision, with
 * its derivative too, and the coefficients of its numerator.
 *
 * Source: Al-Mohy and Higham 2009, table 6.1; Higham, "The scaling and squaring method for the matrix exponential revisited",
 * SIAM J. Matrix Anal. Appl. 26, 2005, for the coefficients.
 */
const APPROXIMANTS: readonly { readonly norm: number; readonly b: readonly number[] }[] = [
  { norm: 1.08e-2, b: [120, 60, 12, 1] },
  { norm: 2e-1, b: [30240, 15120, 3360, 420, 30, 1] },
  { norm: 7.83e-1, b: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1] },
  {
    norm: 1.78,
    b: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
  },
  {
    norm: 4.74,
    b: [
      64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
      670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ],
  },
];

/** One matrix and its tangent, or none. */
interface Dual {
  readonly x: Float64Array;
  readonly dx: Float64Array | undefined;
}

/** The product of n×n matrices, by the product rule. */
function multiply(n: number, a: Dual, b: Dual): Dual {
  const x = times(n, a.x, b.x);
  if (a.dx === undefined || b.dx === undefined) return { x, dx: undefined };
  const [dx, other] = [times(n, a.dx, b.x), times(n, a.x, b.dx)];
  for (let i = 0; i < dx.length; i++) dx[i] += other[i];
  return { x, dx };
}

/** Σ cₖ Pₖ */
function combine(terms: readonly Dual[], c: readonly number[]): Dual {
  const sum = (xs: readonly Float64Array[]): Float64Array =>
    xs[0].map((_, i) => xs.reduce((total, x, k) => total + c[k] * x[i], 0));
  const tangents = terms.map(({ dx }) => dx).filter((dx) => dx !== undefined);
  return { x: sum(terms.map(({ x }) => x)), dx: tangents.length === terms.length ? sum(tangents) : undefined };
}

/**
 * exp(A) = (r(A/2ˢ))^(2ˢ) with a Padé approximant r = (V + U)/(V − U), U the odd and V the even part of its numerator; and
 * with every step its derivative.
 */
function exponential(n: number, a: Float64Array, e: Float64Array | undefined): Dual {
  const norm = columnNorm(n, a);
  const { b, norm: limit } = APPROXIMANTS.find((one) => norm <= one.norm) ?? APPROXIMANTS[APPROXIMANTS.length - 1];
  const squarings = norm <= limit ? 0 : Math.ceil(Math.log2(norm / limit));
  const scaled: Dual = combine([{ x: a, dx: e }], [2 ** -squarings]);
  const square = multiply(n, scaled, scaled);
  const powers: Dual[] = [{ x: identity(n), dx: e && new Float64Array(n * n) }, square];
  while (2 * powers.length < b.length) powers.push(multiply(n, powers[powers.length - 1], square));
  const u = multiply(
    n,
    scaled,
    combine(
      powers,
      powers.map((_, k) => b[2 * k + 1]),
    ),
  );
  const v = combine(
    powers,
    powers.map((_, k) => b[2 * k]),
  );
  let y = quotient(n, combine([v, u], [1, -1]), combine([v, u], [1, 1]));
  for (let k = 0; k < squarings; k++) y = multiply(n, y, y);
  return y;
}

/** Q⁻¹ P, and its derivative Q⁻¹ (dP − dQ Q⁻¹ P). */
function quotient(n: number, q: Dual, p: Dual): Dual {
  const solve = solver(n, q.x);
  const x = solve(p.x.slice());
  if (p.dx === undefined || q.dx === undefined) return { x, dx: undefined };
  const moved = times(n, q.dx, x);
  return { x, dx: solve(p.dx.map((value, i) => value - moved[i])) };
}

const exponentialRule: MatrixFunction = /* @__PURE__ */ primaryFunction(
  "expm",
  (n, a) => exponential(n, a, undefined).x,
  (n, a, e) => {
    const { x, dx } = exponential(n, a, e);
    return [x, dx as Float64Array];
  },
);

/**
 * The exponential of a matrix, Σ Aᵏ/k!, by scaling and squaring.
 *
 *     dY = L(A, dA),   Ā = L(Aᵀ, Ȳ)
 *
 * with the Fréchet derivative L(A, E) = ∫₀¹ exp(s A) E exp((1 − s) A) ds, which takes the same steps as the value.
 *
 * Source: Al-Mohy and Higham, "Computing the Fréchet derivative of the matrix exponential, with an application to condition
 * number estimation", SIAM J. Matrix Anal. Appl. 30, 2009.
 *
 * @param a - [..., n, n]
 * @returns [..., n, n]
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { expm } from "@wengert/linalg";
 *
 * expm(tensor([[0, 3], [0, 0]])).toArray(); // => [[1, 3], [0, 1]]
 */
export function expm(a: Value): Tensor {
  const matrix = resolve(a, "expm");
  orderOf("expm", "a", matrix);
  refuseNonFinite("expm", "a", concrete(matrix));
  return exponentialRule.value(matrix);
}
