/*
 * The arithmetic that covariances spend their time in, as loops of their own: a JavaScript engine inlines an operator,
 * and not a function that it is handed.
 */

/** out ← f(x, y), where x and y have the length of out, or one of them has length 1. */
export type BinaryLoop = (x: Float64Array, y: Float64Array, out: Float64Array) => void;

/** out ← f(x) */
export type UnaryLoop = (x: Float64Array, out: Float64Array) => void;

export const addLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) for (let i = 0, s = y[0]; i < n; i++) out[i] = x[i] + s;
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s + y[i];
  else for (let i = 0; i < n; i++) out[i] = x[i] + y[i];
};

export const subLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) for (let i = 0, s = y[0]; i < n; i++) out[i] = x[i] - s;
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s - y[i];
  else for (let i = 0; i < n; i++) out[i] = x[i] - y[i];
};

export const mulLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) for (let i = 0, s = y[0]; i < n; i++) out[i] = x[i] * s;
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s * y[i];
  else for (let i = 0; i < n; i++) out[i] = x[i] * y[i];
};

export const divLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) for (let i = 0, s = y[0]; i < n; i++) out[i] = x[i] / s;
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s / y[i];
  else for (let i = 0; i < n; i++) out[i] = x[i] / y[i];
};

/** The product in which an exact 0 in x wins over ∞ and NaN in y. */
export const zeroSafeLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) for (let i = 0, s = y[0]; i < n; i++) out[i] = x[i] === 0 ? 0 : x[i] * s;
  else if (x.length !== 1) for (let i = 0; i < n; i++) out[i] = x[i] === 0 ? 0 : x[i] * y[i];
  else if (x[0] !== 0) for (let i = 0, s = x[0]; i < n; i++) out[i] = s * y[i];
};

/** The product in which an exact 0 in either wins. */
export const zeroSafeBothLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) for (let i = 0, s = y[0]; i < n; i++) out[i] = s === 0 || x[i] === 0 ? 0 : x[i] * s;
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s === 0 || y[i] === 0 ? 0 : s * y[i];
  else for (let i = 0; i < n; i++) out[i] = x[i] === 0 || y[i] === 0 ? 0 : x[i] * y[i];
};

export const negLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = -x[i];
};

export const squareLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = x[i] * x[i];
};
