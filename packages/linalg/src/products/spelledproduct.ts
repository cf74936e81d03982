import type { Arithmetic, Cell, Elements } from "@wengert/rule/library";
import type { Transposed } from "./multiply.ts";

// Larger products add their terms up in order, unless they have only one row or column.
const FEW_TERMS = 64;

/** A matrix among numbers: where it has its entry (i, j). */
interface Places {
  readonly cells: readonly Cell[];
  readonly rs: number;
  readonly cs: number;
}

/**
 * The numbers of op(A) op(B), added up in the order in which the library's kernels do so for small products
 * (`directProduct` and `smallProducts` of the array package): along a row or column of the memory of the factor that is read most
 * often. Undefined for
 * batches, and where some elements do not depend.
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
): { readonly cells: readonly Cell[]; readonly presence: undefined } | undefined {
  if (shapeA.length !== 2 || shapeB.length !== 2 || a.presence !== undefined || b.presence !== undefined)
    return undefined;
  const [m, k] = transposeA ? [shapeA[1], shapeA[0]] : shapeA;
  const n = shapeB[transposeB ? 0 : 1];
  if (k === 0) return undefined;
  const left = placesOf(a, shapeA[1], transposeA);
  const right = placesOf(b, shapeB[1], transposeB);
  const inOrder = (m > 1 && n > 1 && m * n * k > FEW_TERMS) || (n < m ? left.cs < left.rs : right.rs < right.cs);
  const sumOf = inOrder ? sumInOrder : sumByFours;
  const cells: Cell[] = [];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const terms: Cell[] = [];
      for (let p = 0; p < k; p++) {
        const [x, y] = [left.cells[i * left.rs + p * left.cs], right.cells[p * right.rs + j * right.cs]];
        terms.push(arithmetic.operator("*", x, y));
      }
      cells.push(sumOf(terms, arithmetic));
    }
  }
  return { cells, presence: undefined };
}

function placesOf({ cells }: Elements, columns: number, transposed: boolean): Places {
  return transposed ? { cells, rs: 1, cs: columns } : { cells, rs: columns, cs: 1 };
}

/** 0 + t₀ + t₁ + … */
function sumInOrder(terms: readonly Cell[], arithmetic: Arithmetic): Cell {
  return terms.reduce((sum, term) => arithmetic.operator("+", sum, term), arithmetic.constant(0));
}

/** 0 + ((t₀ + t₁) + (t₂ + t₃)) + …, and what is left one by one. */
function sumByFours(terms: readonly Cell[], arithmetic: Arithmetic): Cell {
  const add = (x: Cell, y: Cell): Cell => arithmetic.operator("+", x, y);
  const whole = terms.length - (terms.length % 4);
  let sum = arithmetic.constant(0);
  for (let p = 0; p < whole; p += 4) sum = add(sum, add(add(terms[p], terms[p + 1]), add(terms[p + 2], terms[p + 3])));
  return terms.slice(whole).reduce(add, sum);
}
