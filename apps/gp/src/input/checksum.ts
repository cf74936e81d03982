/**
 * A number that differs where any of many numbers differs, almost certainly: FNV-1a with 32 bits over their bytes, twice from
 * different beginnings. It guards against accidents, not against forgery.
 *
 * Source: Fowler, Noll, Vo and Eastlake, The FNV Non-Cryptographic Hash Algorithm (RFC 9923).
 */
export function checksumOf(columns: readonly Float64Array[]): string {
  return [0x811c9dc5, 0x7ee3623a].map((begin) => hash(columns, begin).toString(16).padStart(8, "0")).join("");
}

function hash(columns: readonly Float64Array[], begin: number): number {
  let value = begin;
  const view = new DataView(new ArrayBuffer(8));
  for (const column of columns) {
    for (const number of column) {
      // −0 is 0, and the order of bytes is the same on every machine.
      view.setFloat64(0, number + 0, true);
      for (let i = 0; i < 8; i++) value = Math.imul(value ^ view.getUint8(i), 0x01000193);
    }
  }
  return value >>> 0;
}
