import type { Vector } from "../spaces/vector.ts";

/** v divided by sizes; 0/0 is 0. */
export function relative(v: Vector, sizes: Vector): Vector {
  return v.map((x, i) => (x === 0 ? 0 : x / sizes[i]));
}
