import type { Panels } from "@wengert/wasm";
import { copyNumbers, copyRows } from "./copyrows.ts";
import type { Kernels } from "./kernels.ts";

// Products of more terms are quicker over the panels' own loops than over plain ones, and so are many of smaller matrices than this
// (measured).
const FEWEST = 64;
const LARGEST = 64;

/** Terms of one sum: more are added up block by block. */
const DEEPEST = 512;

type GemmMany = NonNullable<Kernels["gemmMany"]>;

/** Products of matrices that are copied as they lie, over the panels' own. */
export interface SmallProducts {
  /** Whether a product is one of those, and whether many of them are. */
  takes(m: number, n: number, k: number): boolean;
  takesMany(m: number, n: number, k: number): boolean;
  /** c ← op(a)·op(b) */
  multiply(
    transA: boolean,
    transB: boolean,
    m: number,
    n: number,
    k: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    b: Float64Array,
    bOffset: number,
    ldb: number,
    c: Float64Array,
    cOffset: number,
    ldc: number,
  ): void;
  /** The same many times; see `Kernels.gemmMany`. */
  readonly multiplyMany: GemmMany;
}

/** Undefined where the panels have no such products. */
export function smallProducts(panels: Panels): SmallProducts | undefined {
  const { memory, left, right, out, multiplyMany, staging } = panels;
  if (multiplyMany === undefined || staging === undefined) return undefined;
  const room = panels.rows * panels.columns;
  // What is packed of the right matrix, and of the left one at a time.
  const fits = (n: number, k: number): boolean => k <= DEEPEST && k * (n + 8) + 16 <= staging.length;
  return {
    takes: (m, n, k) => m > 1 && n > 1 && m * n * k > FEWEST && fits(n, k),
    takesMany: (m, n, k) => k > 0 && Math.max(m, n, k) <= LARGEST,

    multiply(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc) {
      copyRows(memory, right, transB ? n : k, transB ? k : n, b, bOffset, ldb);
      const most = Math.floor(room / Math.max(n, k));
      for (let i = 0; i < m; i += most) {
        const rows = Math.min(most, m - i);
        if (transA) copyRows(memory, left, k, rows, a, aOffset + i, lda);
        else copyRows(memory, left, rows, k, a, aOffset + i * lda, lda);
        multiplyMany(1, transA, transB, rows, n, k, true, true, n);
        copyOut(memory, out, rows, n, c, cOffset + i * ldc, ldc);
      }
    },

    multiplyMany(
      count,
      transA,
      transB,
      m,
      n,
      k,
      a,
      aOffset,
      lda,
      aStep,
      b,
      bOffset,
      ldb,
      bStep,
      c,
      cOffset,
      ldc,
      cStep,
    ) {
      const [aRows, aColumns] = transA ? [k, m] : [m, k];
      const [bRows, bColumns] = transB ? [n, k] : [k, n];
      const [oneA, oneB] = [aStep === 0, bStep === 0];
      const most = Math.floor(room / Math.max(m * n, m * k, k * n));
      for (let i = 0; i < count; i += most) {
        const some = Math.min(most, count - i);
        if (!oneA || i === 0)
          copyManyIn(memory, left, oneA ? 1 : some, aRows, aColumns, a, aOffset + i * aStep, lda, aStep);
        if (!oneB || i === 0)
          copyManyIn(memory, right, oneB ? 1 : some, bRows, bColumns, b, bOffset + i * bStep, ldb, bStep);
        multiplyMany(some, transA, transB, m, n, k, oneA, oneB, n);
        const to = cOffset + i * cStep;
        if (ldc === n && cStep === m * n) copyOut(memory, out, some * m, n, c, to, n);
        else for (let p = 0; p < some; p++) copyOut(memory, out + p * m * n, m, n, c, to + p * cStep, ldc);
      }
    },
  };
}

/** Many products of any size. */
export function manyOver({ takesMany, multiplyMany }: SmallProducts, { gemm }: Pick<Kernels, "gemm">): GemmMany {
  return (...products) => {
    const [count, transA, transB, m, n, k, a, aOffset, lda, aStep, b, bOffset, ldb, bStep, c, cOffset, ldc, cStep] =
      products;
    if (count > 1 && takesMany(m, n, k)) {
      multiplyMany(...products);
      return;
    }
    for (let i = 0, p = aOffset, q = bOffset, r = cOffset; i < count; i++, p += aStep, q += bStep, r += cStep)
      gemm(transA, transB, m, n, k, 1, a, p, lda, b, q, ldb, 0, c, r, ldc);
  };
}

function copyManyIn(
  memory: Float64Array,
  at: number,
  count: number,
  rows: number,
  columns: number,
  a: Float64Array,
  offset: number,
  ld: number,
  step: number,
): void {
  const size = rows * columns;
  if (ld === columns && step === size) copyRows(memory, at, count * rows, columns, a, offset, ld);
  else for (let i = 0; i < count; i++) copyRows(memory, at + i * size, rows, columns, a, offset + i * step, ld);
}

function copyOut(
  memory: Float64Array,
  at: number,
  rows: number,
  columns: number,
  c: Float64Array,
  offset: number,
  ld: number,
): void {
  const [length, times, step] = ld === columns ? [rows * columns, 1, 0] : [columns, rows, ld];
  for (let i = 0, from = at, to = offset; i < times; i++, from += length, to += step)
    copyNumbers(memory, from, c, to, length);
}
