import type { Arithmetic, Cell, Elements, Spelled } from "@wengert/rule/library";
import type { Transposed } from "./multiply.ts";
import { isInOrder, stridesOf, totalOf } from "./order.ts";

/**
 * The numbers of op(A) op(B), added up in the order in which the library's kernels do so for small products. Undefined for batches.
 *
 * Terms that do not depend are 0, and an element depends where one of its terms does. @see withDependence
 *
 * @param shapeA - [m, k] or transposed
 * @param shapeB - [k, n] or transposed
 */
export function spelledProduct(
  a: Elements,
  b: Elements,
  [shapeA, shapeB]: readonly [readonly number[], readonly number[]],
  { transposeA = false, transposeB = false }: Transposed,
  arithmetic: Arithmetic,
): Spelled | undefined {
  if (shapeA.length !== 2 || shapeB.length !== 2) return undefined;
  const [m, k] = transposeA ? [shapeA[1], shapeA[0]] : shapeA;
  const n = shapeB[transposeB ? 0 : 1];
  if (k === 0) return undefined;
  const left = stridesOf(shapeA[1], transposeA);
  const right = stridesOf(shapeB[1], transposeB);
  const inOrder = isInOrder(m, n, k, left, right);
  const zero = arithmetic.constant(0);
  const add = (x: Cell, y: Cell): Cell => arithmetic.operator("+", x, y);
  const [cells, marks]: [Cell[], Cell[]] = [[], []];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const { terms, mark } = spelledTerms(k, a, i * left.rs, left.cs, b, j * right.cs, right.rs, arithmetic);
      cells.push(totalOf(terms, inOrder, zero, add));
      marks.push(mark);
    }
  }
  return marked(cells, marks, arithmetic);
}

/** Elements of which is known which of them depend. */
export function marked(cells: readonly Cell[], marks: readonly Cell[], arithmetic: Arithmetic): Spelled {
  const one = arithmetic.constant(1);
  return { cells, presence: marks.every((mark) => mark === one) ? undefined : marks };
}

/**
 * The products of k elements of a and b, from places i and j on, and whether one of them depends.
 *
 * @param di - how far it is to the next element
 */
export function spelledTerms(
  k: number,
  a: Elements,
  i: number,
  di: number,
  b: Elements,
  j: number,
  dj: number,
  arithmetic: Arithmetic,
): { readonly terms: readonly Cell[]; readonly mark: Cell } {
  const [zero, one] = [arithmetic.constant(0), arithmetic.constant(1)];
  const terms: Cell[] = [];
  if (a.presence === undefined && b.presence === undefined) {
    for (let p = 0; p < k; p++) terms.push(arithmetic.operator("*", a.cells[i + p * di], b.cells[j + p * dj]));
    return { terms, mark: k === 0 ? zero : one };
  }
  let mark = zero;
  for (let p = 0; p < k; p++) {
    const [from, to] = [i + p * di, j + p * dj];
    const own = arithmetic.choice(a.presence?.[from] ?? one, b.presence?.[to] ?? one, zero);
    terms.push(arithmetic.choice(own, arithmetic.operator("*", a.cells[from], b.cells[to]), zero));
    mark = arithmetic.choice(own, one, mark);
  }
  return { terms, mark };
}
