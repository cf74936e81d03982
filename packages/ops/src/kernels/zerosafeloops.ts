import type { BinaryLoop } from "./loops.ts";

/**
 * The product in which an exact 0 in x wins over ∞ and NaN in y, and is never −0. Where the plain
 * product is a number it is that, so only groups with a NaN are computed element by element.
 */
export const zeroSafeLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) zeroSafeScale(x, y[0], out);
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s === 0 ? 0 : s * y[i] + 0;
  else {
    let i = 0;
    for (; i < n - 3; i += 4) {
      const a = x[i] * y[i] + 0;
      const b = x[i + 1] * y[i + 1] + 0;
      const c = x[i + 2] * y[i + 2] + 0;
      const d = x[i + 3] * y[i + 3] + 0;
      if (Number.isNaN(a + b + (c + d))) {
        for (let k = i; k < i + 4; k++) out[k] = x[k] === 0 ? 0 : x[k] * y[k] + 0;
        continue;
      }
      out[i] = a;
      out[i + 1] = b;
      out[i + 2] = c;
      out[i + 3] = d;
    }
    for (; i < n; i++) out[i] = x[i] === 0 ? 0 : x[i] * y[i] + 0;
  }
};

function zeroSafeScale(x: Float64Array, s: number, out: Float64Array): void {
  const n = out.length;
  let i = 0;
  if (Number.isFinite(s)) {
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
  }
  for (; i < n; i++) out[i] = x[i] === 0 ? 0 : x[i] * s + 0;
}

/** The product in which an exact 0 in either wins. */
export const zeroSafeBothLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) for (let i = 0, s = y[0]; i < n; i++) out[i] = s === 0 || x[i] === 0 ? 0 : x[i] * s;
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s === 0 || y[i] === 0 ? 0 : s * y[i];
  else for (let i = 0; i < n; i++) out[i] = x[i] === 0 || y[i] === 0 ? 0 : x[i] * y[i];
};
