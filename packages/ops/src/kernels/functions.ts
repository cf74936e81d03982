import type { Kernels } from "@wengert/array";
import {
  choices,
  exponentials,
  hyperbolics,
  kernelsOf,
  logarithms,
  type MapFamily,
  powers,
  tangents,
  trigonometrics,
} from "@wengert/array/author";
import { type BinaryLoop, each1, each2, squareLoop, step, type UnaryLoop } from "./loops.ts";

/*
 * Loops that leave long arrays to the kernels in use, where these have the function. Short arrays, and elements that the
 * kernel leaves as NaN, go to the scalar function. The two may differ by 2 units in the last place.
 */

type Maps = NonNullable<Kernels["map"]>;

/** On shorter arrays the scalar function is as fast: measured, they break even between 8 and 18 elements. */
export const SHORTEST = 16;

function mapsFor<Names extends keyof Maps>(
  out: Float64Array,
  family: MapFamily<Names>,
): Partial<Pick<Maps, Names>> | undefined {
  return out.length < SHORTEST ? undefined : kernelsOf(family);
}

function through(map: Maps["exp"], x: Float64Array, out: Float64Array, f: (x: number) => number): void {
  if (map === undefined) each1(x, out, f);
  else if (map(x, out)) {
    for (let i = 0; i < out.length; i++) if (Number.isNaN(out[i])) out[i] = f(x[i]);
  }
}

export const expLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, exponentials)?.exp, x, out, f);
export const exp2Loop: UnaryLoop = (x, out, f) => through(mapsFor(out, exponentials)?.exp2, x, out, f);
export const expm1Loop: UnaryLoop = (x, out, f) => through(mapsFor(out, hyperbolics)?.expm1, x, out, f);
export const logLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, logarithms)?.log, x, out, f);
export const log2Loop: UnaryLoop = (x, out, f) => through(mapsFor(out, logarithms)?.log2, x, out, f);
export const log10Loop: UnaryLoop = (x, out, f) => through(mapsFor(out, logarithms)?.log10, x, out, f);
export const log1pLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, logarithms)?.log1p, x, out, f);
export const sinhLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, exponentials)?.sinh, x, out, f);
export const coshLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, exponentials)?.cosh, x, out, f);
export const tanhLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, tangents)?.tanh, x, out, f);
export const sigmoidLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, exponentials)?.sigmoid, x, out, f);
export const softplusLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, logarithms)?.softplus, x, out, f);
export const sinLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, trigonometrics)?.sin, x, out, f);
export const cosLoop: UnaryLoop = (x, out, f) => through(mapsFor(out, trigonometrics)?.cos, x, out, f);

// Choices are exact either way; a kernel makes them without branches.
export const roundLoop: UnaryLoop = (x, out, f) => {
  if (mapsFor(out, choices)?.round?.(x, out) === undefined) each1(x, out, f);
};
export const maximumLoop: BinaryLoop = (x, y, out, f) => {
  if (mapsFor(out, choices)?.maximum?.(x, y, out) === undefined) each2(x, y, out, f);
};
export const minimumLoop: BinaryLoop = (x, y, out, f) => {
  if (mapsFor(out, choices)?.minimum?.(x, y, out) === undefined) each2(x, y, out, f);
};

const zero = /* @__PURE__ */ Float64Array.of(0);

/** max(x, 0) */
export const reluLoop: UnaryLoop = (x, out) => maximumLoop(x, zero, out, Math.max);

/** c·t/(1 + t)² with t = e^(−s·|x|): the derivatives of the logistic function and the hyperbolic tangent. */
export function bell(s: number, c: number): (x: number) => number {
  return (x) => {
    const t = Math.exp(-s * Math.abs(x));
    return (c * t) / ((1 + t) * (1 + t));
  };
}

/** `bell` of an array. */
export function bellLoop(s: number, c: number): UnaryLoop {
  return (x, out) => {
    for (let i = 0; i < out.length; i++) out[i] = -s * Math.abs(x[i]);
    expLoop(out, out, Math.exp);
    for (let i = 0; i < out.length; i++) out[i] = (c * out[i]) / ((1 + out[i]) * (1 + out[i]));
  };
}

/** The exponents 1 and 2 on their own: derivatives of powers abound in them. */
export const powLoop: BinaryLoop = /* @__PURE__ */ Object.assign(powOf, { byLength: true } as const);

function powOf(x: Float64Array, y: Float64Array, out: Float64Array, f: (x: number, y: number) => number): void {
  const exponent = y.length === 1 && x.length === out.length ? y[0] : undefined;
  const map = exponent === 2 || exponent === 1 ? undefined : mapsFor(out, powers)?.pow;
  if (exponent === 2) squareLoop(x, out, (a) => a * a);
  else if (exponent === 1) out.set(x);
  else if (map === undefined) each2(x, y, out, f);
  else if (map(x, y, out)) {
    const [p, q] = [step(x), step(y)];
    for (let i = 0; i < out.length; i++) if (Number.isNaN(out[i])) out[i] = f(x[i & p], y[i & q]);
  }
}
