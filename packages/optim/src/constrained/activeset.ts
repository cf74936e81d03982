import { addScaled, inner, type Vector } from "../spaces/vector.ts";

/** A row in the active set. */
interface Member {
  readonly row: number;
  /** -1 for an equality that was taken in from above. */
  readonly sign: number;
  multiplier: number;
}

/**
 * The active rows N of a quadratic program and their factorization: with J the columns of L⁻ᵀ after rotations, JᵀN = [R; 0]. The
 * first columns of J belong to the active rows, and the others span the directions that leave them alone.
 */
export class ActiveSet {
  readonly #columns: Vector[];
  readonly #members: Member[] = [];
  /** The columns of R; entry i of each is row i. */
  readonly #triangle: Vector[] = [];

  /** @param columns - those of L⁻ᵀ, which are rotated in place */
  constructor(columns: Vector[]) {
    this.#columns = columns;
  }

  has(row: number): boolean {
    return this.#members.some((member) => member.row === row);
  }

  /** The multiplier of each of so many rows. */
  multipliers(count: number): Vector {
    const all = new Float64Array(count);
    for (const { row, sign, multiplier } of this.#members) all[row] = sign * multiplier;
    return all;
  }

  /** Jᵀa in its two parts, and the step direction that raises aᵀd and leaves the active rows alone. */
  split(normal: Vector): { readonly inside: Vector; readonly beyond: Vector; readonly direction: Vector } {
    const q = this.#members.length;
    const product = Float64Array.from(this.#columns, (column) => inner(column, normal));
    const direction = new Float64Array(normal.length);
    for (let i = q; i < product.length; i++) addScaled(direction, product[i], this.#columns[i]);
    return { inside: product.slice(0, q), beyond: product.slice(q), direction };
  }

  /** R⁻¹v: how the multipliers of the active rows fall per unit of a new one. */
  solve(v: Vector): Vector {
    const r = v.slice();
    for (let j = r.length - 1; j >= 0; j--) {
      r[j] /= this.#triangle[j][j];
      for (let i = 0; i < j; i++) r[i] -= r[j] * this.#triangle[j][i];
    }
    return r;
  }

  /** The inequality whose multiplier reaches 0 first. */
  firstBlocking(change: Vector, equalities: number): { readonly place: number; readonly step: number } | undefined {
    let first: { place: number; step: number } | undefined;
    for (const [place, { row, multiplier }] of this.#members.entries()) {
      if (row < equalities || !(change[place] > 0)) continue;
      const step = multiplier / change[place];
      if (first === undefined || step < first.step) first = { place, step };
    }
    return first;
  }

  /** Changes the multipliers for a step of a new one. */
  raise(change: Vector, step: number): void {
    for (const [i, member] of this.#members.entries()) {
      member.multiplier -= step * change[i];
    }
  }

  /** Takes a row in. @param inside - with `beyond`, the parts of Jᵀa */
  add(row: number, sign: number, multiplier: number, inside: Vector, beyond: Vector): void {
    const q = this.#members.length;
    const rest = beyond.slice();
    // Rotations that leave only the first entry.
    for (let i = rest.length - 1; i > 0; i--) {
      if (rest[i] === 0) continue;
      const size = Math.hypot(rest[i - 1], rest[i]);
      this.#rotate(q + i - 1, rest[i - 1] / size, rest[i] / size);
      rest[i - 1] = size;
    }
    this.#triangle.push(Float64Array.of(...inside, rest[0]));
    this.#members.push({ row, sign, multiplier });
  }

  /** Lets the row at a place of the set go. */
  remove(place: number): void {
    this.#members.splice(place, 1);
    this.#triangle.splice(place, 1);
    for (let i = place; i < this.#triangle.length; i++) {
      const column = this.#triangle[i];
      const size = Math.hypot(column[i], column[i + 1]);
      const [c, s] = size === 0 ? [1, 0] : [column[i] / size, column[i + 1] / size];
      for (const other of this.#triangle.slice(i)) {
        const [a, b] = [other[i], other[i + 1]];
        other[i] = c * a + s * b;
        other[i + 1] = c * b - s * a;
      }
      this.#rotate(i, c, s);
      this.#triangle[i] = column.slice(0, i + 1);
    }
  }

  /** The shortest change of d, in the metric of B, that closes the gaps of the active rows. */
  moveOnto(d: Vector, gapOf: (row: number) => number): void {
    const y = Float64Array.from(this.#members, ({ row, sign }) => sign * gapOf(row));
    for (let i = 0; i < y.length; i++) {
      for (let j = 0; j < i; j++) y[i] -= this.#triangle[i][j] * y[j];
      y[i] /= this.#triangle[i][i];
    }
    for (const [i, yi] of y.entries()) addScaled(d, yi, this.#columns[i]);
  }

  #rotate(i: number, c: number, s: number): void {
    const [x, y] = [this.#columns[i], this.#columns[i + 1]];
    for (let k = 0; k < x.length; k++) {
      const [a, b] = [x[k], y[k]];
      x[k] = c * a + s * b;
      y[k] = c * b - s * a;
    }
  }
}
