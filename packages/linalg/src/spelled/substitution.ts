import type { Arithmetic, Cell } from "@wengert/rule/library";
import { type Signs, signsOf } from "./signs.ts";

/*
 * Triangular systems in their numbers, in the order in which the library's kernels compute them (`solveOver` of the array package): the
 * same three ways, chosen alike.
 */

/** From so many terms on a system with several right-hand sides is solved in panels, by the reciprocals of the diagonal. */
const FEW_TERMS = 64;
/** Up to this order a single right-hand side is not. */
const SINGLE_ORDER = 48;

/** A matrix among numbers: entry (i, j) is `cells[offset + i·rs + j·cs]`. */
interface View {
  readonly cells: Cell[];
  readonly offset: number;
  readonly rs: number;
  readonly cs: number;
}

/** Which system: see `Kernels.trsm`. */
export interface SpelledSystem {
  readonly side: "left" | "right";
  readonly lower: boolean;
  readonly transpose: boolean;
  readonly unitDiagonal: boolean;
}

/**
 * X of op(T) X = B or X op(T) = B, with B [m, n] and T a triangle of A. Undefined for orders that are halved.
 *
 * @param a - row-major, of the order of the system
 * @param b - row-major
 */
export function spelledSolve(
  { side, lower, transpose, unitDiagonal }: SpelledSystem,
  [m, n]: readonly [number, number],
  a: readonly Cell[],
  b: readonly Cell[],
  arithmetic: Arithmetic,
): readonly Cell[] | undefined {
  const left = side === "left";
  const [order, count] = left ? [m, n] : [n, m];
  if (order > SINGLE_ORDER) return undefined;
  const cells = b.slice();
  // x·op(a) = b is op(a)ᵀ·xᵀ = bᵀ.
  let t = viewOf(a.slice(), order, transpose === left);
  let x = viewOf(cells, n, !left);
  if (lower === (transpose === left)) {
    // Of an upper triangle the unknowns are counted from the last to the first.
    t = { ...t, offset: t.offset + (order - 1) * (t.rs + t.cs), rs: -t.rs, cs: -t.cs };
    x = { ...x, offset: x.offset + (order - 1) * x.rs, rs: -x.rs };
  }
  const signs = signsOf(arithmetic);
  const substitute =
    order * order * count > FEW_TERMS && count > 1
      ? byReciprocals
      : Math.abs(t.cs) <= Math.abs(t.rs)
        ? byRows
        : byColumns;
  for (let j = 0; j < count; j++) substitute(order, unitDiagonal, t, { ...x, offset: x.offset + j * x.cs }, signs);
  return cells;
}

function viewOf(cells: Cell[], columns: number, transposed: boolean): View {
  return transposed ? { cells, offset: 0, rs: 1, cs: columns } : { cells, offset: 0, rs: columns, cs: 1 };
}

/** x_i ← (x_i − Σ_{p<i} t_ip x_p) / t_ii. */
function byRows(n: number, unit: boolean, t: View, x: View, { minus, times, over }: Signs): void {
  for (let i = 0; i < n; i++) {
    const s = withoutKnown(i, t, x, minus, times);
    set(x, i, unit ? s : over(s, entry(t, i, i)));
  }
}

/** The same times 1/t_ii. */
function byReciprocals(n: number, unit: boolean, t: View, x: View, { minus, times, over, constant }: Signs): void {
  for (let i = 0; i < n; i++) {
    const s = withoutKnown(i, t, x, minus, times);
    set(x, i, unit ? s : times(s, over(constant(1), entry(t, i, i))));
  }
}

function withoutKnown(i: number, t: View, x: View, minus: Signs["minus"], times: Signs["times"]): Cell {
  let s = entry(x, i, 0);
  for (let p = 0; p < i; p++) s = minus(s, times(entry(t, i, p), entry(x, p, 0)));
  return s;
}

/** x_i ← x_i − t_ip x_p, as soon as x_p is known. */
function byColumns(n: number, unit: boolean, t: View, x: View, { minus, times, over }: Signs): void {
  for (let p = 0; p < n; p++) {
    if (!unit) set(x, p, over(entry(x, p, 0), entry(t, p, p)));
    for (let i = p + 1; i < n; i++) set(x, i, minus(entry(x, i, 0), times(entry(t, i, p), entry(x, p, 0))));
  }
}

function entry({ cells, offset, rs, cs }: View, i: number, j: number): Cell {
  return cells[offset + i * rs + j * cs];
}

function set({ cells, offset, rs }: View, i: number, cell: Cell): void {
  cells[offset + i * rs] = cell;
}
