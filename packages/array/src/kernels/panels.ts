import type { Panels } from "@wengert/wasm";

/**
 * The panel kernels in plain TypeScript, for where WebAssembly is not to be had. The strips of 4 are shared with the SIMD
 * kernels; the register tile is 2×4, because with all 16 accumulators of a 4×4 tile V8 runs out of registers.
 */
export function plainPanels(rows = 64, columns = 256, depth = 256): Panels {
  const left = new Float64Array(rows * depth);
  const right = new Float64Array(depth * columns);
  const out = new Float64Array(rows * columns);
  return {
    name: "plain",
    rows,
    columns,
    depth,
    left,
    right,
    out,
    multiply: (m, n, k) => multiply(left, right, out, m, n, k),
    solve: (n, r) => solve(left, right, n, r),
  };
}

/** One 2×4 tile of out after the other, as a sum of outer products. */
function multiply(left: Float64Array, right: Float64Array, out: Float64Array, m: number, n: number, k: number): void {
  for (let j = 0; j < n; j += 4) {
    for (let i = 0; i < m; i += 2) {
      let a = (i & ~3) * k + (i & 3);
      let b = j * k;
      const end = b + 4 * k;
      let c00 = 0;
      let c01 = 0;
      let c02 = 0;
      let c03 = 0;
      let c10 = 0;
      let c11 = 0;
      let c12 = 0;
      let c13 = 0;
      for (; b < end; a += 4, b += 4) {
        const a0 = left[a];
        const a1 = left[a + 1];
        const b0 = right[b];
        const b1 = right[b + 1];
        const b2 = right[b + 2];
        const b3 = right[b + 3];
        c00 += a0 * b0;
        c01 += a0 * b1;
        c02 += a0 * b2;
        c03 += a0 * b3;
        c10 += a1 * b0;
        c11 += a1 * b1;
        c12 += a1 * b2;
        c13 += a1 * b3;
      }
      let c = i * n + j;
      out[c] = c00;
      out[c + 1] = c01;
      out[c + 2] = c02;
      out[c + 3] = c03;
      c += n;
      out[c] = c10;
      out[c + 1] = c11;
      out[c + 2] = c12;
      out[c + 3] = c13;
    }
  }
}

/** Forward substitution, row after row, for four right-hand sides at a time. */
function solve(left: Float64Array, right: Float64Array, n: number, r: number): void {
  for (let j = 0; j < r; j += 4) {
    const strip = j * n;
    for (let i = 0; i < n; i++) {
      let a = (i & ~3) * n + (i & 3);
      const row = strip + 4 * i;
      let c0 = right[row];
      let c1 = right[row + 1];
      let c2 = right[row + 2];
      let c3 = right[row + 3];
      for (let b = strip; b < row; a += 4, b += 4) {
        const t = left[a];
        c0 -= t * right[b];
        c1 -= t * right[b + 1];
        c2 -= t * right[b + 2];
        c3 -= t * right[b + 3];
      }
      const pivot = left[a];
      right[row] = c0 / pivot;
      right[row + 1] = c1 / pivot;
      right[row + 2] = c2 / pivot;
      right[row + 3] = c3 / pivot;
    }
  }
}
