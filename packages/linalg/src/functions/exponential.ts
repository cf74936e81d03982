import { columnNorm } from "../lapack/dense.ts";
import { blockOrder, reordered } from "./blockorder.ts";
import { diagonalScale, rescaled } from "./diagonalscale.ts";
import { combine, type Dual, multiply, quotient } from "./dual.ts";
import { absolutePowerNorm, productNorm } from "./powernorm.ts";
import { isUpperTriangle, repairDiagonals } from "./triangularexp.ts";

interface Approximant {
  readonly degree: number;
  /** The largest α for which it is right in double precision, with its derivative too. */
  readonly limit: number;
  /** 1/|c|, where c is the first coefficient of its backward error: the binomial of (2m, m) times (2m + 1)!. */
  readonly inverseError: number;
  /** The coefficients of its numerator. */
  readonly b: readonly number[];
}

/**
 * Padé approximants [m/m] of the exponential function.
 *
 * Sources: Al-Mohy and Higham, "Computing the Fréchet derivative of the matrix exponential", SIAM J. Matrix Anal. Appl. 30, 2009,
 * table 6.1, for the limits; that of degree 13 from the source below. Higham, "The scaling and squaring method for the matrix
 * exponential revisited", SIAM J. Matrix Anal. Appl. 26, 2005, for the coefficients.
 */
const APPROXIMANTS: readonly Approximant[] = [
  { degree: 3, limit: 1.08e-2, inverseError: 100800, b: [120, 60, 12, 1] },
  { degree: 5, limit: 2e-1, inverseError: 10059033600, b: [30240, 15120, 3360, 420, 30, 1] },
  {
    degree: 7,
    limit: 7.83e-1,
    inverseError: 4487938430976000,
    b: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1],
  },
  {
    degree: 9,
    limit: 1.78,
    inverseError: 5914384781877411840000,
    b: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
  },
  {
    degree: 13,
    limit: 4.25,
    inverseError: 113250775606021113483283660800000000,
    b: [
      64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
      670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ],
  },
];
const LAST = APPROXIMANTS[APPROXIMANTS.length - 1];

/** A larger norm is brought down to this before the powers are made, so that they are numbers. */
const LARGEST_NORM = 2 ** 90;

/**
 * exp(A) = (r(A/2ˢ))^(2ˢ) with a Padé approximant r = (V + U)/(V − U), U the odd and V the even part of its numerator; and
 * with every step its derivative along E.
 *
 * What A/2ˢ must be small by is not |A|, which may be far above what powers of A do, but α = max(|A²ᵏ|^(1/2k), |A²ᵏ⁺²|^(1/(2k+2))):
 * the error is a power series in A whose first term is of degree 2m + 1. E has no part in the choice, as all is linear in it.
 *
 * Source: Al-Mohy and Higham, "A new scaling and squaring algorithm for the matrix exponential", SIAM J. Matrix Anal. Appl. 31,
 * 2009, algorithm 5.1.
 */
export function exponential(n: number, a: Float64Array, e: Float64Array | undefined): Dual {
  const { order, block } = blockOrder(n, a);
  const ordered = order.every((from, i) => from === i)
    ? undefined
    : (x: Float64Array, back: boolean) => reordered(n, x, order, back);
  const exponents = diagonalScale(n, ordered === undefined ? a : ordered(a, false), block);
  const into = (x: Float64Array): Float64Array => {
    const y = ordered === undefined ? x : ordered(x, false);
    return exponents === undefined ? y : rescaled(n, y, exponents);
  };
  const outOf = (y: Float64Array): Float64Array => {
    const x = exponents === undefined ? y : rescaled(n, y, exponents, true);
    return ordered === undefined ? x : ordered(x, true);
  };
  const { x, dx } = ofBalanced(n, { x: into(a), dx: e && into(e) });
  return { x: outOf(x), dx: dx && outOf(dx) };
}

function ofBalanced(n: number, a: Dual): Dual {
  const norm = columnNorm(n, a.x);
  const early = norm <= LARGEST_NORM ? 0 : Math.ceil(Math.log2(norm / LARGEST_NORM));
  const reduced = scaled(n, a, early);
  const square = multiply(n, reduced, reduced);
  const powers = [square, multiply(n, square, square)];
  powers.push(multiply(n, powers[1], square));
  const { approximant, squarings } = choose(n, reduced.x, powers, early);
  const own = squarings === early ? 0 : squarings - early;
  // A power that vanishes stays so however much it is multiplied: here the matrix is made anew, early as it was.
  const base = own < 0 ? scaled(n, a, squarings) : scaled(n, reduced, own);
  const even = own < 0 ? evenPowers(n, base) : powers.map((power, k) => scaled(n, power, own * 2 * (k + 1)));
  let y = rational(n, base, even, approximant);
  const triangular = isUpperTriangle(n, a.x);
  for (let k = squarings; k > 0; k--) {
    if (triangular) repairDiagonals(n, a.x, y.x, k);
    y = multiply(n, y, y);
  }
  if (triangular) repairDiagonals(n, a.x, y.x, 0);
  return y;
}

function evenPowers(n: number, a: Dual): Dual[] {
  const square = multiply(n, a, a);
  const fourth = multiply(n, square, square);
  return [square, fourth, multiply(n, fourth, square)];
}

/** A/2ˢ, in two halves as 2ˢ may be beyond the numbers. */
function scaled(n: number, a: Dual, s: number): Dual {
  if (s === 0) return a;
  const half = Math.trunc(s / 2);
  return combine(n, [combine(n, [a], [2 ** -half])], [2 ** (half - s)]);
}

/** The degree and how often to halve a matrix that has been halved `early` times already. */
function choose(
  n: number,
  a: Float64Array,
  [, fourth, sixth]: readonly Dual[],
  early: number,
): { readonly approximant: Approximant; readonly squarings: number } {
  const grown = 2 ** early;
  const d4 = columnNorm(n, fourth.x) ** (1 / 4);
  const d6 = columnNorm(n, sixth.x) ** (1 / 6);
  const low = Math.max(d4, d6);
  const fits = (approximant: Approximant, alpha: number): boolean =>
    early === 0 && alpha <= approximant.limit && extraSquarings(n, a, approximant) === 0;
  for (const approximant of APPROXIMANTS.slice(0, 2)) if (fits(approximant, low)) return { approximant, squarings: 0 };
  const d8 = productNorm(n, [fourth.x, fourth.x]) ** (1 / 8);
  const middle = Math.max(d6, d8);
  for (const approximant of APPROXIMANTS.slice(2, 4))
    if (fits(approximant, middle)) return { approximant, squarings: 0 };
  const d10 = productNorm(n, [fourth.x, sixth.x]) ** (1 / 10);
  const alpha = Math.min(low, middle, Math.max(d8, d10));
  const wanted = alpha === 0 ? 0 : Math.ceil(Math.log2(alpha / LAST.limit)) + early;
  const squarings = Math.max(0, wanted);
  const shrunk = a.map((value) => value * grown * 2 ** -squarings);
  return { approximant: LAST, squarings: squarings + extraSquarings(n, shrunk, LAST) };
}

/** How many halvings more make even | |c| |A|^(2m+1) | small against |A|, so that rounding in powers of A does no harm. */
function extraSquarings(n: number, a: Float64Array, { degree, inverseError }: Approximant): number {
  const norm = columnNorm(n, a);
  if (norm === 0) return 0;
  const relative = absolutePowerNorm(
    n,
    a.map((value) => value / norm),
    2 * degree + 1,
  );
  const tooMuch = Math.log2(relative) - Math.log2(inverseError) - Math.log2(Number.EPSILON / 2);
  return Math.max(0, Math.ceil(Math.log2(norm) + tooMuch / (2 * degree)));
}

/** r(A) from A and its second, fourth and sixth power; from degree 13 on by the scheme of Paterson and Stockmeyer. */
function rational(n: number, a: Dual, powers: readonly Dual[], { degree, b }: Approximant): Dual {
  let [odd, even]: [Dual, Dual] = [a, a];
  if (degree < 13) {
    const all = degree < 9 ? powers : [...powers, multiply(n, powers[1], powers[1])];
    const used = all.slice(0, (degree - 1) / 2);
    const pick = (first: number): number[] => used.map((_, k) => b[2 * k + 2 + first]);
    odd = combine(n, used, pick(1), b[1]);
    even = combine(n, used, pick(0), b[0]);
  } else {
    const upper = (first: number): Dual =>
      combine(
        n,
        powers,
        [8, 10, 12].map((k) => b[k + first]),
      );
    const part = (first: number): Dual => {
      const high = multiply(n, powers[2], upper(first));
      return combine(n, [...powers, high], [b[2 + first], b[4 + first], b[6 + first], 1], b[first]);
    };
    [odd, even] = [part(1), part(0)];
  }
  const u = multiply(n, a, odd);
  return quotient(n, combine(n, [even, u], [1, -1]), combine(n, [even, u], [1, 1]));
}
