import { type BinaryLoop, step, type UnaryLoop } from "./loops.ts";

/*
 * Comparisons as numbers, not as branches: what random data makes of a branch costs several times as much as the rest.
 */

export const equalLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = Number(x[i & p] === y[i & q]);
};

export const notEqualLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = Number(x[i & p] !== y[i & q]);
};

/** x > y; with the arguments exchanged, x < y. */
export const greaterLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = Number(x[i & p] > y[i & q]);
};

/** x ≥ y; with the arguments exchanged, x ≤ y. */
export const greaterEqualLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = Number(x[i & p] >= y[i & q]);
};

/** 1 where x > y, ½ where they are equal, 0 where x < y, NaN where one is NaN. */
export const greaterShareLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) {
    const [a, b] = [x[i & p], y[i & q]];
    out[i] = Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 0.5 * (Number(a > b) + Number(a >= b));
  }
};

/** 1 where x > 0, else 0; NaN of NaN. */
export const unitStepLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(x[i]) ? Number.NaN : Number(x[i] > 0);
};

/** −1, 1, or x itself where it is ±0 or NaN. */
export const signLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) {
    const s = Number(x[i] > 0) - Number(x[i] < 0);
    out[i] = s === 0 ? x[i] : s;
  }
};

export const finiteLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Number(x[i] - x[i] === 0);
};

export const nanLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Number(Number.isNaN(x[i]));
};
