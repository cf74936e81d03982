import { kernels } from "@wengert/array";

/*
 * The two derivatives of the Cholesky factor of one plain n×n matrix, in place and by halves, as the factor itself is found:
 *
 *     L₁₁ = chol(A₁₁),   L₂₁ = A₂₁ L₁₁⁻ᵀ,   L₂₂ = chol(A₂₂ − L₂₁ L₂₁ᵀ)
 *
 * Differentiated step by step, forwards and backwards, these are products and triangular systems again: about 5/6 n³ flops,
 * where the closed forms (in factortangent.ts) need 4 n³.
 *
 * Source: Murray, "Differentiation of the Cholesky decomposition", arXiv:1602.07527, 2016.
 */

// Up to this order, plain loops are as quick as products of parts (measured).
const BASE = 24;
/** Tiles keep the rows that are read and the rows that are written in the cache. */
const TILE = 32;

/** A square block of a factor, and the block in its place in the matrix that moves with it. */
interface Block {
  readonly l: Float64Array;
  readonly lOffset: number;
  readonly g: Float64Array;
  readonly gOffset: number;
  /** The leading dimension of both. */
  readonly ld: number;
}

function at(block: Block, offset: number): Block {
  return { ...block, lOffset: block.lOffset + offset, gOffset: block.gOffset + offset };
}

function half(n: number): number {
  return ((n >> 1) + 3) & ~3;
}

/**
 * The lower triangle of g, holding dA, becomes dL. What is above the diagonal must be 0, and stays so.
 *
 *     dL₂₁ = (dA₂₁ − L₂₁ dL₁₁ᵀ) L₁₁⁻ᵀ,   dA₂₂ ← dA₂₂ − dL₂₁ L₂₁ᵀ − L₂₁ dL₂₁ᵀ
 */
export function pushFactor(n: number, block: Block): void {
  if (n <= BASE) {
    pushDirectly(n, block);
    return;
  }
  const { l, lOffset, g, gOffset, ld } = block;
  const { gemm, trsm } = kernels();
  const [h, rest] = [half(n), n - half(n)];
  const [l21, g21, g22] = [lOffset + h * ld, gOffset + h * ld, gOffset + h * (ld + 1)];
  pushFactor(h, block);
  gemm(false, true, rest, h, h, -1, l, l21, ld, g, gOffset, ld, 1, g, g21, ld);
  trsm("right", true, true, false, rest, h, 1, l, lOffset, ld, g, g21, ld);
  const across = new Float64Array(rest * rest);
  gemm(false, true, rest, rest, h, 1, g, g21, ld, l, l21, ld, 0, across, 0, rest);
  eachTile(rest, rest, (i, j0, j1) => {
    for (let j = j0; j < Math.min(j1, i + 1); j++) g[g22 + i * ld + j] -= across[i * rest + j] + across[j * rest + i];
  });
  pushFactor(rest, at(block, h * (ld + 1)));
}

/** Row by row: what lᵢⱼ lⱼⱼ = aᵢⱼ − Σ_p lᵢₚ lⱼₚ and lᵢᵢ² = aᵢᵢ − Σ_p lᵢₚ² say of tangents. */
function pushDirectly(n: number, { l, lOffset, g, gOffset, ld }: Block): void {
  for (let i = 0; i < n; i++) {
    const [row, drow] = [lOffset + i * ld, gOffset + i * ld];
    let pivot = g[drow + i];
    for (let j = 0; j < i; j++) {
      const [other, dother] = [lOffset + j * ld, gOffset + j * ld];
      let s = g[drow + j];
      for (let p = 0; p < j; p++) s -= g[drow + p] * l[other + p] + l[row + p] * g[dother + p];
      s = (s - l[row + j] * g[dother + j]) / l[other + j];
      g[drow + j] = s;
      pivot -= 2 * s * l[row + j];
    }
    g[drow + i] = pivot / (2 * l[row + i]);
  }
}

/**
 * The lower triangle of g, holding L̄, becomes Ā, which is symmetric and fills all of g; nothing above the diagonal is read.
 * With S for Ā₂₂ and B for what both copies of A₂₁ get together:
 *
 *     B = (L̄₂₁ − 2 S L₂₁) L₁₁⁻¹,   L̄₁₁ ← L̄₁₁ − Bᵀ L₂₁,   Ā₂₁ = B/2
 */
export function pullFactor(n: number, block: Block): void {
  if (n <= BASE) {
    pullDirectly(n, block);
    return;
  }
  const { l, lOffset, g, gOffset, ld } = block;
  const { gemm, trsm } = kernels();
  const [h, rest] = [half(n), n - half(n)];
  const [l21, g21, g12] = [lOffset + h * ld, gOffset + h * ld, gOffset + h];
  pullFactor(rest, at(block, h * (ld + 1)));
  gemm(false, false, rest, h, rest, -2, g, g21 + h, ld, l, l21, ld, 1, g, g21, ld);
  trsm("right", true, false, false, rest, h, 1, l, lOffset, ld, g, g21, ld);
  gemm(true, false, h, h, rest, -1, g, g21, ld, l, l21, ld, 1, g, gOffset, ld);
  eachTile(rest, h, (i, j0, j1) => {
    for (let j = j0, from = g21 + i * ld + j0, to = g12 + j0 * ld + i; j < j1; j++, from++, to += ld) {
      g[from] *= 0.5;
      g[to] = g[from];
    }
  });
  pullFactor(h, block);
}

/** The loops of the factorization row by row, backwards. */
function pullDirectly(n: number, { l, lOffset, g, gOffset, ld }: Block): void {
  for (let i = n - 1; i >= 0; i--) {
    const [row, bar] = [lOffset + i * ld, gOffset + i * ld];
    const pivot = g[bar + i] / (2 * l[row + i]);
    g[bar + i] = pivot;
    for (let j = 0; j < i; j++) g[bar + j] -= 2 * pivot * l[row + j];
    for (let j = i - 1; j >= 0; j--) {
      const [other, otherBar] = [lOffset + j * ld, gOffset + j * ld];
      const b = g[bar + j] / l[other + j];
      for (let p = 0; p < j; p++) {
        g[bar + p] -= b * l[other + p];
        g[otherBar + p] -= b * l[row + p];
      }
      g[otherBar + j] -= b * l[row + j];
      g[bar + j] = 0.5 * b;
      g[otherBar + i] = 0.5 * b;
    }
  }
}

/** Rows i of a matrix, with their columns from j0 to j1, tile by tile. */
function eachTile(rows: number, columns: number, f: (i: number, j0: number, j1: number) => void): void {
  for (let i0 = 0; i0 < rows; i0 += TILE) {
    for (let j0 = 0; j0 < columns; j0 += TILE) {
      const j1 = Math.min(columns, j0 + TILE);
      for (let i = i0; i < Math.min(rows, i0 + TILE); i++) f(i, j0, j1);
    }
  }
}
