// What the workers of the tests run. Plain JavaScript over the built packages.
import { appendFileSync, existsSync } from "node:fs";
import { fromData } from "@wengert/array/author";
import { add, cos, exp, log1p, mul, neg, square, sub, sum } from "@wengert/ops";
import { noted } from "./part.mjs";

/** Rastrigin's function. */
export function rastrigin(p) {
  const wave = (t) => sub(square(t), mul(10, sub(cos(mul(2 * Math.PI, t)), 1)));
  return add(wave(p.x), wave(p.y));
}

/** The same, each evaluation of which takes its time. */
export function slowRastrigin(p) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
  return rastrigin(p);
}

/** −log of the likelihood of a logistic regression with labels ±1. */
export function logistic(p, { x, y }) {
  return sum(log1p(exp(neg(mul(y, add(p.a, sum(mul(x, p.b), { axis: 1 })))))));
}

export function load({ rows, seed }) {
  const x = Float64Array.from({ length: rows * 2 }, (_, i) => Math.sin(seed + 1.7 * i));
  const y = Float64Array.from({ length: rows }, (_, i) => (x[2 * i] + 0.3 * Math.cos(9 * i + seed) > 0.1 ? 1 : -1));
  return { x: fromData(x, [rows, 2]), y: fromData(y, [rows]) };
}

export const echo = (x) => x;
export const half = (x) => x / 2;
export const total = (x) => sum(x).item();
export function fails(x) {
  if (x === 3) throw new RangeError("three is not allowed");
  return x;
}

/** Notes that it began, in a file, and takes its time. */
export async function slow({ x, file, wait }, { signal, progress }) {
  appendFileSync(file, `${noted(x)}\n`);
  const until = Date.now() + wait;
  while (Date.now() < until && !signal.aborted) {
    progress({ x, left: until - Date.now() });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return signal.aborted ? "stopped" : 2 * x;
}

/** Computes without end, and does not look up. */
export function stuck({ x, file }) {
  appendFileSync(file, `${x}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_600_000);
}

/** Ends the process that runs it. */
export function murders() {
  process.kill(process.pid, "SIGKILL");
}
export const known = (x) => Object.keys(x);

/** Fails where the file is not there. */
export function needs(file) {
  if (!existsSync(file)) throw new RangeError("it is not there");
  return file.length;
}
