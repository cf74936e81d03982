import type { BinaryLoop } from "./loops.ts";

/** The product, but never −0: adding +0 makes +0 of it, and changes nothing else. Four at a time, as the plain loops. */
export const timesLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) return scale(x, y[0], out);
  if (x.length === 1) return scale(y, x[0], out);
  let i = 0;
  for (; i < n - 3; i += 4) {
    const a = x[i] * y[i] + 0;
    const b = x[i + 1] * y[i + 1] + 0;
    const c = x[i + 2] * y[i + 2] + 0;
    const d = x[i + 3] * y[i + 3] + 0;
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < n; i++) out[i] = x[i] * y[i] + 0;
};

function scale(x: Float64Array, s: number, out: Float64Array): void {
  const n = out.length;
  let i = 0;
  for (; i < n - 3; i += 4) {
    const a = x[i] * s + 0;
    const b = x[i + 1] * s + 0;
    const c = x[i + 2] * s + 0;
    const d = x[i + 3] * s + 0;
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < n; i++) out[i] = x[i] * s + 0;
}
