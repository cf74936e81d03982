// Products with many reflections, in this module's memory. Addresses are in bytes, lengths in doubles.

import { addMultiple } from "./passes";
import { packColumns, packRows, subtractProduct } from "./subtraction";

/** So many reflections are applied together, as matrix products. */
const BLOCK: i32 = 32;
const BLOCK_BYTES: usize = (<usize>BLOCK) << 3;

/**
 * X ← X Qᵀ for rows of X, with Q = H(0)·H(1)·…, reflections I − tau·v·vᵀ whose vectors stand in rows of `v`, zeros and all. Some of
 * them together are I − Vᵀ T V with T upper triangular, built up by
 *
 *     T ← [T  −tau T V v; 0  tau]
 *
 * Source: Schreiber and Van Loan, "A storage-efficient WY representation for products of Householder transformations", SIAM J. Sci.
 * Stat. Comput. 10, 1989.
 *
 * Rows of X and of v are `ld` bytes apart, whole fours filled up with zeros, and behind them are as many rows of zeros as make their
 * number one.
 *
 * @param work - for (rows + 3)·32 and 2·32·ld/8 and 2·32² numbers
 */
export function reflectRows(rows: i32, x: usize, ld: usize, count: i32, v: usize, tau: usize, work: usize): void {
  const along = work;
  const packed = along + (<usize>((rows + 3) & ~3)) * BLOCK_BYTES;
  const products = packed + (<usize>BLOCK) * ld;
  const gram = products + (<usize>BLOCK) * ld;
  const t = gram + (<usize>BLOCK) * BLOCK_BYTES;
  for (let first: i32 = (count - 1) & ~(BLOCK - 1); first >= 0; first -= BLOCK) {
    const some = min(BLOCK, count - first);
    const padded: i32 = (some + 3) & ~3;
    const block = v + (<usize>first) * ld;
    const low = firstUsed(some, block, ld);
    const length: i32 = (lastUsed(some, block, ld) - low) as i32;
    if (length <= 0) continue;
    const from = (<usize>low) << 3;
    // −V Vᵀ and −X Vᵀ
    packColumns(block + from, ld, padded, length, packed);
    memory.fill(gram, 0, (<usize>BLOCK) * BLOCK_BYTES);
    subtractProduct(some, padded, length, block + from, ld, packed, gram, BLOCK_BYTES);
    memory.fill(along, 0, (<usize>((rows + 3) & ~3)) * BLOCK_BYTES);
    subtractProduct(rows, padded, length, x + from, ld, packed, along, BLOCK_BYTES);
    memory.fill(t, 0, (<usize>BLOCK) * BLOCK_BYTES);
    growTriangle(some, tau + ((<usize>first) << 3), gram, t);
    // −Tᵀ V, and with it X + (−X Vᵀ) Tᵀ V
    packRows(block + from, ld, padded, length, packed);
    memory.fill(products, 0, (<usize>BLOCK) * ld);
    subtractProduct(some, length, padded, t, BLOCK_BYTES, packed, products, ld);
    packRows(products, ld, padded, length, packed);
    subtractProduct(rows, length, padded, along, BLOCK_BYTES, packed, x + from, ld);
  }
}

/** Tᵀ from −V Vᵀ, row after row. */
function growTriangle(count: i32, tau: usize, gram: usize, t: usize): void {
  let row = t;
  for (let j: usize = 0; j < (<usize>count) << 3; j += 8, row += BLOCK_BYTES) {
    const own = load<f64>(tau + j);
    // Row j of Tᵀ is −own·Σₚ (V Vᵀ)ₚⱼ times its row p.
    for (let p: usize = 0, above = t, entry = gram + j; p < j; p += 8, above += BLOCK_BYTES, entry += BLOCK_BYTES)
      addMultiple((p + 16) & ~15, own * load<f64>(entry), above, row);
    store<f64>(row + j, own);
  }
}

/** The first column in which rows have anything, rounded down to whole fours. */
function firstUsed(rows: i32, a: usize, ld: usize): i32 {
  let used = ld;
  for (let i: i32 = 0; i < rows; i++, a += ld)
    for (let at: usize = 0; at < used; at += 8) if (load<f64>(a + at) !== 0) used = at;
  return (<i32>(used >> 3)) & ~3;
}

/** The end of the last one, rounded up. */
function lastUsed(rows: i32, a: usize, ld: usize): i32 {
  let used: usize = 0;
  for (let i: i32 = 0; i < rows; i++, a += ld)
    for (let at = ld; at > used; at -= 8) if (load<f64>(a + at - 8) !== 0) used = at;
  return ((<i32>(used >> 3)) + 3) & ~3;
}
