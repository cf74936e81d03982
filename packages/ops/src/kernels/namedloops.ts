import type { UnaryLoop } from "./loops.ts";

/*
 * Functions that V8 calls as they are only where they stand in a loop by name: as an argument of a loop they get each number, and return
 * it, as an object, which takes as long as the function.
 */

export const tanLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.tan(x[i]);
};

export const asinLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.asin(x[i]);
};

export const acosLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.acos(x[i]);
};

export const atanLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.atan(x[i]);
};

export const asinhLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.asinh(x[i]);
};

export const atanhLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.atanh(x[i]);
};
