/** √(x² + y²): as `Math.hypot`, and much quicker where squares neither overflow nor lose anything. */
export function lengthOf(x: number, y: number): number {
  const squares = x * x + y * y;
  return squares > 1e-280 && squares < 1e300 ? Math.sqrt(squares) : Math.hypot(x, y);
}

/** Rotations of columns first and first + 1, then first + 1 and first + 2, and so on: (x, y) ← (c x + s y, c y − s x). */
export interface Turns {
  readonly first: number;
  readonly c: Float64Array;
  readonly s: Float64Array;
}

// Chains are applied this many at a time, so that a row stays in the cache for all of them.
const TOGETHER = 32;

/**
 * Collects chains of rotations for the columns of a matrix, and applies them to four rows at a time: what a rotation leaves for
 * the next one stays in a register, and the rows need not wait for each other.
 */
export class Chains {
  readonly #rows: number;
  readonly #x: Float64Array;
  readonly #ld: number;
  #waiting: Turns[] = [];

  constructor(rows: number, x: Float64Array, ld: number) {
    this.#rows = rows;
    this.#x = x;
    this.#ld = ld;
  }

  add(turns: Turns): void {
    this.#waiting.push(turns);
    if (this.#waiting.length === TOGETHER) this.apply();
  }

  /** Applies the chains that have been added. */
  apply(): void {
    const [x, ld, whole] = [this.#x, this.#ld, this.#rows & ~3];
    for (let i = 0; i < whole; i += 4) for (const turns of this.#waiting) turnFour(x, i * ld, ld, turns);
    for (let i = whole; i < this.#rows; i++) for (const turns of this.#waiting) turnOne(x, i * ld, turns);
    this.#waiting = [];
  }
}

function turnFour(x: Float64Array, row: number, ld: number, { first, c, s }: Turns): void {
  let at0 = row + first;
  let at1 = at0 + ld;
  let at2 = at1 + ld;
  let at3 = at2 + ld;
  let p0 = x[at0];
  let p1 = x[at1];
  let p2 = x[at2];
  let p3 = x[at3];
  for (let k = 0; k < c.length; k++) {
    const ck = c[k];
    const sk = s[k];
    const q0 = x[at0 + 1];
    const q1 = x[at1 + 1];
    const q2 = x[at2 + 1];
    const q3 = x[at3 + 1];
    x[at0++] = ck * p0 + sk * q0;
    x[at1++] = ck * p1 + sk * q1;
    x[at2++] = ck * p2 + sk * q2;
    x[at3++] = ck * p3 + sk * q3;
    p0 = ck * q0 - sk * p0;
    p1 = ck * q1 - sk * p1;
    p2 = ck * q2 - sk * p2;
    p3 = ck * q3 - sk * p3;
  }
  x[at0] = p0;
  x[at1] = p1;
  x[at2] = p2;
  x[at3] = p3;
}

function turnOne(x: Float64Array, row: number, { first, c, s }: Turns): void {
  let p = x[row + first];
  for (let k = 0, at = row + first; k < c.length; k++, at++) {
    const q = x[at + 1];
    x[at] = c[k] * p + s[k] * q;
    p = c[k] * q - s[k] * p;
  }
  x[row + first + c.length] = p;
}
