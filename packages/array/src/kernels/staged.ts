import type { Panels } from "@wengert/wasm";
import { copyRows } from "./copyrows.ts";
import type { View } from "./view.ts";

// Less is packed by plain loops: so few numbers, or pieces of memory so short that each is copied by a call of its own (measured).
const FEW = 256;
const SHORT = 64;

/** Packs whole strips, as `pack` does, where its memory allows to copy them as they are first. @returns how many rows are done */
export function packStaged(
  { memory, staging }: Panels,
  at: number,
  rows: number,
  depth: number,
  { data, offset, rs, cs }: View,
  order: number,
): number {
  const strips = rows >> 2;
  if (staging === undefined || 4 * strips * depth < FEW) return 0;
  if (cs === 1 && (rs === depth || depth >= SHORT)) {
    const most = Math.floor(staging.length / (4 * depth));
    for (let s = 0; s < strips; s += most) {
      const some = Math.min(most, strips - s);
      copyRows(memory, staging.at, 4 * some, depth, data, offset + 4 * s * rs, rs);
      staging.packRows(depth, some, depth, at + 4 * s * order, order);
    }
  } else if (rs === 1 && (cs === rows || rows >= SHORT)) {
    const width = cs === rows ? rows : 4 * strips;
    const most = Math.floor(staging.length / width);
    for (let p = 0; p < depth; p += most) {
      const some = Math.min(most, depth - p);
      copyRows(memory, staging.at, some, width, data, offset + p * cs, cs);
      staging.packColumns(width, strips, some, at + 4 * p, order);
    }
  } else return 0;
  if (order > depth)
    for (let s = 0, to = at; s < strips; s++, to += 4 * order) memory.fill(0, to + 4 * depth, to + 4 * order);
  return 4 * strips;
}
