import type { Condensed } from "./condensed.ts";
import { type Piece, type Workspace, workspace } from "./instance.ts";
import { moduleHex } from "./modules/condense.generated.ts";
import { rowsApart } from "./panels.ts";

interface Exports {
  tridiagonalize(n: number, a: number, ld: number, d: number, e: number, tau: number, work: number): void;
  bidiagonalize(
    m: number,
    n: number,
    a: number,
    ld: number,
    d: number,
    e: number,
    left: number,
    leftTau: number,
    right: number,
    rightTau: number,
    work: number,
  ): void;
  reflectRows(rows: number, x: number, ld: number, count: number, v: number, tau: number, work: number): void;
}

/** How many steps the module takes before it changes the matrix by all of them. */
const panel = 8;
/** How many reflections it applies together. */
const block = 32;

/** With no more memory than this the module stays for the next call, else until the collector takes it. */
const staying = 24 * 2 ** 20;
let kept: { deref(): Workspace<Exports> | undefined } | undefined;
let impossible = false;

function current(): Workspace<Exports> | undefined {
  const there = kept?.deref();
  if (there !== undefined || impossible) return there;
  const made = workspace<Exports>(moduleHex);
  if (made === undefined) impossible = true;
  else kept = { deref: () => made };
  return made;
}

/** The module's functions, and memory for one call of them. */
function roomFor(length: number): Piece & { readonly exports: Exports } {
  const wasm = current() as Workspace<Exports>;
  const piece = wasm.room(length);
  if (piece.data.buffer.byteLength > staying) kept = new WeakRef(wasm);
  return { ...piece, exports: wasm.exports };
}

/**
 * Reductions to few diagonals in WebAssembly SIMD, or `undefined` where it cannot be instantiated, as with `wasmPanels`. The whole
 * matrix is copied to memory of a module, which goes when it is not used any more.
 *
 * @example
 * ```ts
 * import { wasmCondensed } from "@wengert/wasm";
 *
 * const a = Float64Array.of(1, 0, 0, 2, 3, 0, 0, 4, 5); // symmetric, and tridiagonal already
 * const [d, e, tau] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)];
 * wasmCondensed()?.sytrd(3, a, 0, 3, d, e, tau);
 * [...d]; // => [1, 3, 5]
 * [...e]; // => [2, 4, 0]
 * ```
 */
export function wasmCondensed(): Condensed | undefined {
  return current() === undefined ? undefined : condensed;
}

const condensed: Condensed = {
  sytrd(n, a, aOffset, lda, d, e, tau) {
    // Rows begin at whole vectors.
    const ld = (n + 1) & ~1;
    const { at, data, exports } = roomFor(n * ld + 5 * n);
    for (let i = 0; i < n; i++) data.set(a.subarray(aOffset + i * lda, aOffset + i * lda + i + 1), i * ld);
    const vectors = n * ld;
    data.fill(0, vectors, vectors + 5 * n);
    const place = (vector: number): number => at + 8 * (vectors + vector * n);
    exports.tridiagonalize(n, at, 8 * ld, place(0), place(1), place(2), place(3));
    for (let i = 0; i < n; i++) a.set(data.subarray(i * ld, i * ld + i), aOffset + i * lda);
    for (const [k, vector] of [d, e, tau].entries()) vector.set(data.subarray(vectors + k * n, vectors + (k + 1) * n));
  },
  gebrd(m, n, a, d, e, left, leftTau, right, rightTau) {
    const ld = rowsApart(n);
    const height = (m + 3) & ~3;
    const others = height * (2 * panel + 1) + 4 * panel * ld + 2 * panel;
    const lengths = [height * ld, n * m, n * ld, n, n, n, n, others];
    const { at, data, exports } = roomFor(lengths.reduce((sum, length) => sum + length, 0));
    data.fill(0);
    let next = 0;
    const [matrix, q, p, tq, tp, diagonal, above, work] = lengths.map((length) => {
      const begin = next;
      next += length;
      return begin;
    });
    const place = (begin: number): number => at + 8 * begin;
    for (let i = 0; i < m; i++) data.set(a.subarray(i * n, (i + 1) * n), matrix + i * ld);
    exports.bidiagonalize(
      m,
      n,
      place(matrix),
      8 * ld,
      place(diagonal),
      place(above),
      place(q),
      place(tq),
      place(p),
      place(tp),
      place(work),
    );
    left.set(data.subarray(q, q + n * m));
    for (let k = 0; k < n; k++) right.set(data.subarray(p + k * ld, p + k * ld + n), k * n);
    leftTau.set(data.subarray(tq, tq + n));
    rightTau.set(data.subarray(tp, tp + n));
    d.set(data.subarray(diagonal, diagonal + n));
    e.set(data.subarray(above, above + e.length));
  },
  reflectRows(rows, n, x, count, v, tau) {
    const ld = rowsApart(n);
    const [height, most] = [(rows + 3) & ~3, (count + 3) & ~3];
    const vectors = height * ld;
    const factors = vectors + most * ld;
    const work = factors + count;
    const { at, data, exports } = roomFor(work + height * block + 2 * block * (ld + block));
    for (let i = 0; i < height; i++) fillRow(data, i * ld, ld, x, i * n, i < rows ? n : 0);
    for (let k = 0; k < most; k++) fillRow(data, vectors + k * ld, ld, v, k * n, k < count ? n : 0);
    data.set(tau.subarray(0, count), factors);
    const place = (begin: number): number => at + 8 * begin;
    exports.reflectRows(rows, at, 8 * ld, count, place(vectors), place(factors), place(work));
    for (let i = 0; i < rows; i++) x.set(data.subarray(i * ld, i * ld + n), i * n);
  },
};

/** A row of n numbers, and zeros behind it. */
function fillRow(data: Float64Array, at: number, ld: number, from: Float64Array, begin: number, n: number): void {
  data.set(from.subarray(begin, begin + n), at);
  data.fill(0, at + n, at + ld);
}
