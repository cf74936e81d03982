// What tests run in threads. Plain JavaScript over the built packages, because Node's threads read no TypeScript.
import { fromData } from "@wengert/array/author";
import { add, cos, div, exp, greater, log, log1p, mul, neg, square, sub, sum } from "@wengert/ops";
import { param, positive } from "@wengert/params";

/** Rastrigin's function. */
export function rastrigin(p) {
  const wave = (t) => sub(square(t), mul(10, sub(cos(mul(2 * Math.PI, t)), 1)));
  return add(wave(p.x), wave(p.y));
}

/** −log of the likelihood of a logistic regression with labels ±1: Σ log(1 + exp(−y (a + b·x))). */
export function logistic(p, { x, y }) {
  const margin = mul(y, add(p.a, sum(mul(x, p.b), { axis: 1 })));
  return sum(log1p(exp(neg(margin))));
}

/** Outside of its domain where b₀ ≥ 1. */
export function narrow(p) {
  if (greater(p, 1).item())
    throw Object.assign(new Error("not positive definite"), { name: "NotPositiveDefiniteError" });
  return sub(square(p), log(sub(1, p)));
}

export const tagged = { scale: param(1, { constraint: positive() }), place: param(0.3) };
export function taggedTerm(shard) {
  return add(square(sub(tagged.scale, shard)), square(sub(square(tagged.place), shard)));
}

let read = 0;
/** Makes a shard from a reference, and counts how often. */
export function load({ rows, seed }) {
  read++;
  const x = Float64Array.from({ length: rows * 2 }, (_, i) => Math.sin(seed + 1.7 * i));
  const y = Float64Array.from({ length: rows }, (_, i) => (x[2 * i] + 0.3 * Math.cos(9 * i + seed) > 0.1 ? 1 : -1));
  return { x: fromData(x, [rows, 2]), y: fromData(y, [rows]) };
}
export const timesRead = () => read;

export const squared = (x) => square(x);
export const inverse = (x) => div(1, x).item();
export function fails(x) {
  if (x === 3) throw new RangeError("three is not allowed");
  return x;
}
export function reports(x, { progress }) {
  for (let i = 1; i <= 3; i++) progress({ x, done: i });
  return new Promise((resolve) => setTimeout(() => resolve(-x), 5));
}
export const echo = (x) => x;
export const stuck = (x) => {
  if (x > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  return x;
};
export function dies() {
  process.exit(7);
}
