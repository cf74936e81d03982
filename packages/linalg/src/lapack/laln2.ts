/** A complex number. */
export type Complex = readonly [re: number, im: number];

/** x/y, by Smith's method: scaled so that nothing overflows on the way. */
export function quotient([a, b]: Complex, [c, d]: Complex): Complex {
  if (d === 0) return [a / c, b / c];
  if (Math.abs(c) >= Math.abs(d)) {
    const [r, t] = [d / c, c + d * (d / c)];
    return [(a + b * r) / t, (b - a * r) / t];
  }
  const [r, t] = [c / d, c * (c / d) + d];
  return [(a * r + b) / t, (b * r - a) / t];
}

/** x − yz */
function minusProduct(x: Complex, [a, b]: Complex, [c, d]: Complex): Complex {
  return [x[0] - (a * c - b * d), x[1] - (a * d + b * c)];
}

function sizeOf([a, b]: Complex): number {
  return Math.abs(a) + Math.abs(b);
}

/**
 * Solves two complex equations, by elimination with complete pivoting. Pivots smaller than `least` are taken to be that.
 *
 * Source: LAPACK's dlaln2.
 *
 * @param c - the matrix, row by row
 */
export function solveTwo(
  c: readonly Complex[],
  b: readonly [Complex, Complex],
  least: number,
): readonly [Complex, Complex] {
  let best = 0;
  for (let i = 1; i < 4; i++) if (sizeOf(c[i]) > sizeOf(c[best])) best = i;
  if (sizeOf(c[best]) < least) return [quotient(b[0], [least, 0]), quotient(b[1], [least, 0])];
  const [row, column] = [best >> 1, best & 1];
  const entry = (i: number, j: number): Complex => c[2 * (i === 0 ? row : 1 - row) + (j === 0 ? column : 1 - column)];
  const [down, across] = [quotient(entry(1, 0), entry(0, 0)), quotient(entry(0, 1), entry(0, 0))];
  const rest = minusProduct(entry(1, 1), down, entry(0, 1));
  const last = quotient(minusProduct(b[1 - row], down, b[row]), sizeOf(rest) < least ? [least, 0] : rest);
  const first = minusProduct(quotient(b[row], entry(0, 0)), across, last);
  return column === 0 ? [first, last] : [last, first];
}
