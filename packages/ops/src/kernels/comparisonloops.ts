import { type BinaryLoop, step } from "./loops.ts";

export const maximumLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i & p], y[i & q]);
};

export const minimumLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = Math.min(x[i & p], y[i & q]);
};

export const equalLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = x[i & p] === y[i & q] ? 1 : 0;
};

/** x > y; with the arguments exchanged, x < y. */
export const greaterLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = x[i & p] > y[i & q] ? 1 : 0;
};

/** x ≥ y; with the arguments exchanged, x ≤ y. */
export const greaterEqualLoop: BinaryLoop = (x, y, out) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = x[i & p] >= y[i & q] ? 1 : 0;
};
