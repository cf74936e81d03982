import type { Panels } from "@wengert/wasm";

/**
 * The panel kernels in plain TypeScript, for engines without WebAssembly SIMD. The strips of 4 are shared with the SIMD
 * kernels; the register tile is 2×4, because with all 16 accumulators of a 4×4 tile V8 runs out of registers.
 */
export function plainPanels(rows = 64, columns = 256, depth = 256, order = 256): Panels {
  const left = 0;
  const right = Math.max(rows * depth, order * order);
  const out = right + Math.max(depth, order) * columns;
  const memory = new Float64Array(out + rows * columns);
  return {
    name: "plain",
    rows,
    columns,
    depth,
    order,
    memory,
    left,
    right,
    out,
    multiply: (m, n, k, a, b, strip) => multiply(memory, a, b, out, m, n, k, strip),
    solve: (n, r, t, x, strip) => solve(memory, t, x, n, r, strip),
  };
}

/** One 2×4 tile of out after the other, as a sum of outer products. */
function multiply(
  memory: Float64Array,
  left: number,
  right: number,
  out: number,
  m: number,
  n: number,
  k: number,
  order: number,
): void {
  for (let j = 0; j < n; j += 4) {
    for (let i = 0; i < m; i += 2) {
      let a = left + (i & ~3) * order + (i & 3);
      let b = right + j * order;
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
        const a0 = memory[a];
        const a1 = memory[a + 1];
        const b0 = memory[b];
        const b1 = memory[b + 1];
        const b2 = memory[b + 2];
        const b3 = memory[b + 3];
        c00 += a0 * b0;
        c01 += a0 * b1;
        c02 += a0 * b2;
        c03 += a0 * b3;
        c10 += a1 * b0;
        c11 += a1 * b1;
        c12 += a1 * b2;
        c13 += a1 * b3;
      }
      let c = out + i * n + j;
      memory[c] = c00;
      memory[c + 1] = c01;
      memory[c + 2] = c02;
      memory[c + 3] = c03;
      c += n;
      memory[c] = c10;
      memory[c + 1] = c11;
      memory[c + 2] = c12;
      memory[c + 3] = c13;
    }
  }
}

/** Forward substitution, row after row, for four right-hand sides at a time. */
function solve(memory: Float64Array, left: number, right: number, n: number, r: number, order: number): void {
  for (let j = 0; j < r; j += 4) {
    const strip = right + j * order;
    for (let i = 0; i < n; i++) {
      let a = left + (i & ~3) * order + (i & 3);
      const row = strip + 4 * i;
      let c0 = memory[row];
      let c1 = memory[row + 1];
      let c2 = memory[row + 2];
      let c3 = memory[row + 3];
      for (let b = strip; b < row; a += 4, b += 4) {
        const t = memory[a];
        c0 -= t * memory[b];
        c1 -= t * memory[b + 1];
        c2 -= t * memory[b + 2];
        c3 -= t * memory[b + 3];
      }
      const reciprocal = memory[a];
      memory[row] = c0 * reciprocal;
      memory[row + 1] = c1 * reciprocal;
      memory[row + 2] = c2 * reciprocal;
      memory[row + 3] = c3 * reciprocal;
    }
  }
}
