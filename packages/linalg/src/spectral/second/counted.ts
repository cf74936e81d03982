import type { Counted } from "./refused.ts";

/** 1 for a value that counts; −1 for the smallest beside the largest, since their quotient goes up with one and down with the other. */
export function cotangentsOf(counted: Counted, k: number): Float64Array {
  const c = new Float64Array(k).fill(counted === "all" ? 1 : 0);
  if (k === 0) return c;
  if (counted === "largest" || counted === "both ends") c[0] = 1;
  if (counted === "smallest") c[k - 1] = 1;
  if (counted === "both ends" && k > 1) c[k - 1] = -1;
  return c;
}
