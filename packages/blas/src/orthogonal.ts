import type { Kernels } from "@wengert/array";
import { at, type Scratch } from "./arrays.ts";
import type { Library } from "./library.ts";
import { leadingOf, toColumns, toRows } from "./transpose.ts";

type Orthogonal = Required<Pick<Kernels, "geqrf" | "orgqr">>;

/**
 * QR decomposition. A = Q·R with the transpose of R·Qᵀ: what LAPACK finds as Aᵀ = L·Q′ (dgelqf, dorglq), column by column, lies
 * in memory as the reflections and the triangle of our QR, signs included, so nothing is turned.
 *
 * Tall matrices are, because there dgelqf, which then goes along long rows, takes nearly twice as long as dgeqrf and the
 * copies (measured: 10000×20 in 2.2 ms against 1.2 ms, 2000×200 in 10.6 against 7.9; square and wide ones are as fast or
 * faster without). At no order was this slower than plain loops by more than half a microsecond.
 */
export function orthogonal(lapack: Library, scratch: Scratch): Orthogonal {
  const { int, query, info } = lapack.cells;
  const size = new Float64Array(1);

  /** Runs a function that asks for a work array on a matrix, or on its copy by columns. */
  const on = (
    turned: boolean,
    m: number,
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    run: (x: Float64Array, ld: number, work: Float64Array, length: number) => void,
  ): void => {
    if (!turned) {
      const x = at(a, aOffset);
      run(x, int(3, lda), size, query);
      run(x, int(3, lda), scratch(size[0]), int(4, size[0]));
      return;
    }
    const ld = leadingOf(m);
    run(a, int(3, ld), size, query);
    const columns = scratch(ld * n + size[0]);
    toColumns(m, n, a, aOffset, lda, columns, ld);
    run(columns, int(3, ld), columns.subarray(ld * n), int(4, size[0]));
    toRows(m, n, columns, ld, a, aOffset, lda);
  };

  return {
    geqrf(m, n, a, aOffset, lda, tau, tauOffset) {
      if (m === 0 || n === 0) return;
      const turned = m > 2 * n;
      const [run, rows, columns] = turned ? [lapack.dgeqrf, m, n] : [lapack.dgelqf, n, m];
      on(turned, m, n, a, aOffset, lda, (x, ld, work, length) => {
        run(int(0, rows), int(1, columns), x, ld, at(tau, tauOffset), work, length, info);
      });
    },

    orgqr(m, k, a, aOffset, lda, tau, tauOffset) {
      if (k === 0) return;
      const turned = m > 2 * k;
      const [run, rows, columns] = turned ? [lapack.dorgqr, m, k] : [lapack.dorglq, k, m];
      on(turned, m, k, a, aOffset, lda, (x, ld, work, length) => {
        run(int(0, rows), int(1, columns), int(2, k), x, ld, at(tau, tauOffset), work, length, info);
      });
    },
  };
}
