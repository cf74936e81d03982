/*
 * Elementwise arithmetic as loops of their own: a JavaScript engine inlines an operator, but not a function that is
 * an argument. Sums, differences, products and quotients take four elements at a time, all reads before all
 * writes: V8 of Node 20 loads the address of an array again after each write, which doubles the time; later versions do not.
 */

/** out ← f(x, y), where x and y have the length of out, or one of them has length 1. */
export interface BinaryLoop {
  (x: Float64Array, y: Float64Array, out: Float64Array, f: (x: number, y: number) => number): void;
  /** It computes otherwise, with other roundings, where one has length 1. */
  readonly byLength?: true;
}

/** out ← f(x) */
export type UnaryLoop = (x: Float64Array, out: Float64Array, f: (x: number) => number) => void;

/** The function for each element, for what has no loop of its own. */
export const each1: UnaryLoop = (x, out, f) => {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i]);
};

export const each2: BinaryLoop = (x, y, out, f) => {
  const [p, q] = [step(x), step(y)];
  for (let i = 0; i < out.length; i++) out[i] = f(x[i & p], y[i & q]);
};

/** A mask for indices: `x[i & step(x)]` is x[i], or x[0] where x has only one element. */
export function step(x: Float64Array): number {
  return x.length === 1 ? 0 : -1;
}

export const addLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) shift(x, y[0], out);
  else if (x.length === 1) shift(y, x[0], out);
  else {
    let i = 0;
    for (; i < n - 3; i += 4) {
      const a = x[i] + y[i];
      const b = x[i + 1] + y[i + 1];
      const c = x[i + 2] + y[i + 2];
      const d = x[i + 3] + y[i + 3];
      out[i] = a;
      out[i + 1] = b;
      out[i + 2] = c;
      out[i + 3] = d;
    }
    for (; i < n; i++) out[i] = x[i] + y[i];
  }
};

function shift(x: Float64Array, s: number, out: Float64Array): void {
  const n = out.length;
  let i = 0;
  for (; i < n - 3; i += 4) {
    const a = x[i] + s;
    const b = x[i + 1] + s;
    const c = x[i + 2] + s;
    const d = x[i + 3] + s;
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < n; i++) out[i] = x[i] + s;
}

export const subLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) shift(x, -y[0], out);
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s - y[i];
  else {
    let i = 0;
    for (; i < n - 3; i += 4) {
      const a = x[i] - y[i];
      const b = x[i + 1] - y[i + 1];
      const c = x[i + 2] - y[i + 2];
      const d = x[i + 3] - y[i + 3];
      out[i] = a;
      out[i + 1] = b;
      out[i + 2] = c;
      out[i + 3] = d;
    }
    for (; i < n; i++) out[i] = x[i] - y[i];
  }
};

export const mulLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) scale(x, y[0], out);
  else if (x.length === 1) scale(y, x[0], out);
  else {
    let i = 0;
    for (; i < n - 3; i += 4) {
      const a = x[i] * y[i];
      const b = x[i + 1] * y[i + 1];
      const c = x[i + 2] * y[i + 2];
      const d = x[i + 3] * y[i + 3];
      out[i] = a;
      out[i + 1] = b;
      out[i + 2] = c;
      out[i + 3] = d;
    }
    for (; i < n; i++) out[i] = x[i] * y[i];
  }
};

function scale(x: Float64Array, s: number, out: Float64Array): void {
  const n = out.length;
  let i = 0;
  for (; i < n - 3; i += 4) {
    const a = x[i] * s;
    const b = x[i + 1] * s;
    const c = x[i + 2] * s;
    const d = x[i + 3] * s;
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < n; i++) out[i] = x[i] * s;
}

export const divLoop: BinaryLoop = (x, y, out) => {
  const n = out.length;
  if (y.length === 1) for (let i = 0, s = y[0]; i < n; i++) out[i] = x[i] / s;
  else if (x.length === 1) for (let i = 0, s = x[0]; i < n; i++) out[i] = s / y[i];
  else {
    let i = 0;
    for (; i < n - 3; i += 4) {
      const a = x[i] / y[i];
      const b = x[i + 1] / y[i + 1];
      const c = x[i + 2] / y[i + 2];
      const d = x[i + 3] / y[i + 3];
      out[i] = a;
      out[i + 1] = b;
      out[i + 2] = c;
      out[i + 3] = d;
    }
    for (; i < n; i++) out[i] = x[i] / y[i];
  }
};

export const negLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = -x[i];
};

export const absLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]);
};

export const squareLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = x[i] * x[i];
};

export const reciprocalLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = 1 / x[i];
};

/** 1/x from the right at ±0, NaN below. */
export const positiveReciprocalLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = x[i] >= 0 ? 1 / Math.abs(x[i]) : Number.NaN;
};

export const sqrtLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i]);
};

export const floorLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.floor(x[i]);
};

export const ceilLoop: UnaryLoop = (x, out) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.ceil(x[i]);
};
