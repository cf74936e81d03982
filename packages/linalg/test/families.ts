/*
 * Matrices that are hard for an eigenvalue solver, row by row, by what is hard about them.
 */

/** A plain matrix of order n. */
export interface Family {
  readonly name: string;
  readonly n: number;
  readonly entries: Float64Array;
}

type Entry = (i: number, j: number, n: number) => number;

function made(name: string, n: number, entry: Entry): Family {
  const entries = Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n, n));
  return { name: `${name}, order ${n}`, n, entries };
}

/** Numbers in [0, 1), the same every time. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** All 19,683 matrices 3×3 over {−1, 0, 1}, one after the other. */
export function allSigns(): Float64Array {
  return Float64Array.from({ length: 3 ** 9 * 9 }, (_, at) => {
    const [matrix, place] = [Math.floor(at / 9), at % 9];
    return (Math.floor(matrix / 3 ** place) % 3) - 1;
  });
}

/** `count` matrices of order n with integers from −most to most, of which about a share of `density` is not 0. */
export function sparseIntegers(n: number, count: number, density: number, most: number, seed: number): Float64Array {
  const next = generator(seed);
  return Float64Array.from({ length: count * n * n }, () =>
    next() < density ? Math.round((2 * next() - 1) * (most + 0.49)) : 0,
  );
}

/** Day's matrices, on which the double-shift QR algorithm without exceptional shifts goes round in circles. */
function day(n: number, h: number): Family {
  const entry: Entry = (i, j) => {
    if (i === j) return i % 2 === 0 ? 0 : 1;
    if (j === i + 1) return i % 2 === 0 ? 1 : -h;
    return j === i - 1 ? (i % 2 === 1 ? h : 1) : 0;
  };
  return made(`Day ${h}`, n, entry);
}

/** [0 1 0 0; 1 0 −h 0; 0 h 0 1; 0 0 1 0] */
function dayFour(h: number): Family {
  const rows = [0, 1, 0, 0, 1, 0, -h, 0, 0, h, 0, 1, 0, 0, 1, 0];
  return made(`Day's cycle of four ${h}`, 4, (i, j) => rows[4 * i + j]);
}

const uniform = (seed: number): Entry => {
  const next = generator(seed);
  return () => 2 * next() - 1;
};

/** Families of every kind, of small and middling order; some of order 200 with `large`. */
export function families(large: boolean = true): readonly Family[] {
  const found: Family[] = [];
  for (const n of [1, 2, 3, 5, 8, 13, 20, 40]) {
    found.push(
      made("random", n, uniform(n)),
      made("Jordan block of 0", n, (i, j) => (j === i + 1 ? 1 : 0)),
      made("Jordan block of 2", n, (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 0)),
      made("transposed Jordan block", n, (i, j) => (i === j ? -1 : i === j + 1 ? 1 : 0)),
      made("shift", n, (i, j) => ((i + 1) % n === j ? 1 : 0)),
      made("companion of xⁿ − 1", n, (i, j) => (i === j + 1 || (i === 0 && j === n - 1) ? 1 : 0)),
      made("companion of Wilkinson", n, companionOfWilkinson),
      made("Frank", n, (i, j) => (j < i - 1 ? 0 : n - Math.max(i, j))),
      made("Kahan", n, (i, j) => Math.sin(1.2) ** i * (i === j ? 1 : i < j ? -Math.cos(1.2) : 0)),
      made("Grcar", n, (i, j) => (i === j + 1 ? -1 : j >= i && j <= i + 3 ? 1 : 0)),
      made("graded down", n, (i, j) => 10 ** ((-8 * Math.max(i, j)) / n) * Math.cos(3 * i + 7 * j)),
      made("graded up", n, (i, j) => 10 ** ((8 * Math.min(i, j)) / n - 8) * Math.sin(1 + 5 * i + 3 * j)),
      made("graded rows", n, (i, j) => 10 ** ((-8 * i) / n) * Math.sin(2 + i + 4 * j)),
      made("badly scaled", n, (i, j) => 10 ** ((16 * (i - j)) / n) * Math.cos(1 + 2 * i + 5 * j)),
      made("skew", n, (i, j) => Math.sign(i - j) * Math.cos(Math.min(i, j) + 2 * Math.max(i, j))),
      made("rank one", n, (i, j) => Math.cos(1 + i) * Math.sin(2 + j)),
      made("upper triangular", n, (i, j) => (j < i ? 0 : Math.sin(1 + i + 3 * j))),
      made("lower triangular", n, (i, j) => (j > i ? 0 : Math.sin(1 + i + 3 * j))),
      made("block triangular", n, blockTriangular(n)),
      made("zeros", n, () => 0),
      made("ones", n, () => 1),
      made("Hankel", n, (i, j) => 1 / (i + j + 1)),
    );
    if (n > 2 && n % 2 === 0) found.push(day(n, 1e-3), day(n, 1e-7), made("twice", n, twice(n)));
  }
  for (const h of [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12]) found.push(dayFour(h));
  if (!large) return found;
  found.push(
    made("random", 200, uniform(200)),
    made("Grcar", 200, (i, j) => (i === j + 1 ? -1 : j >= i && j <= i + 3 ? 1 : 0)),
    made("graded down", 120, (i, j) => 10 ** ((-8 * Math.max(i, j)) / 120) * Math.cos(3 * i + 7 * j * j)),
  );
  return found;
}

/** The characteristic polynomial with zeros 1/n, 2/n, …, 1. */
const companionOfWilkinson: Entry = (i, j, n) => {
  if (i > 0) return i === j + 1 ? 1 : 0;
  let coefficients = [1];
  for (let k = 1; k <= n; k++) {
    const longer = [...coefficients, 0];
    for (let p = 0; p < coefficients.length; p++) longer[p + 1] -= (k / n) * coefficients[p];
    coefficients = longer;
  }
  return -coefficients[j + 1];
};

/** Pairs and single eigenvalues, some of them repeated, below and above each other. */
function blockTriangular(n: number): Entry {
  const next = generator(7 * n);
  return (i, j) => {
    const block = (k: number): number => Math.floor((2 * k) / 3);
    if (block(i) > block(j)) return 0;
    if (block(i) < block(j)) return 2 * next() - 1;
    return i === j ? 1e-3 * (block(i) % 3) : (i < j ? 1 : -1) * 1e-3 * (1 + (block(i) % 2));
  };
}

/** [A E; 0 A] */
function twice(n: number): Entry {
  const [a, e] = [1, 2].map((seed) => uniform(seed * n));
  const [diagonal, corner] = [a, e].map((entry) => made("", n / 2, entry).entries);
  return (i, j) => {
    const h = n / 2;
    if (i >= h && j < h) return 0;
    return (i < h && j >= h ? corner : diagonal)[(i % h) * h + (j % h)];
  };
}
