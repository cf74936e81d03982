import { isTensor, type Tensor, tensor, WengertError } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { compile } from "@wengert/graph";
import { resolve, type Value } from "@wengert/rule";
import { flatten, map } from "@wengert/tree";
import { expect } from "vitest";

type Op = (...xs: readonly Tensor[]) => unknown;

/** Another point of the same shape. Whole numbers may be indices, so they only change places. */
function another(x: Tensor, k: number): Tensor {
  const { data } = x;
  if (data.every(Number.isInteger)) return tensor(k % 2 === 1 ? data.toReversed() : data, x.shape);
  const moved = data.map((v, i) => (1 - 0.05 * k) * v + 0.015 * k * Math.cos(5 * i));
  return tensor(moved, x.shape);
}

/** Some numbers in the shape of x. */
function someLike({ size, shape }: Tensor, phase: number): Tensor {
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.cos(phase + 2 * i)),
    shape,
  );
}

/** What a call returns, every number to the bit; the name of its error in its place. */
export function bitsOf(f: () => unknown): unknown {
  try {
    const { leaves, paths } = flatten(f());
    return leaves.map((leaf, i) => {
      const { shape, data } = resolve(leaf as Value);
      return [paths[i], typeof leaf === "number", shape, Array.from(data, bits)];
    });
  } catch (error) {
    if (error instanceof WengertError) return error.name;
    throw error;
  }
}

/** A number as text that tells −0 from 0, and any two numbers apart. */
function bits(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}

/** Calls a function and its compiled form in turn, often enough for plans to be written down, verified and run. */
export function expectSame(f: (...args: never[]) => unknown, calls: readonly (readonly unknown[])[]): void {
  const compiled = compile(f);
  let failed = false;
  for (const args of [...calls, ...calls]) {
    const eager = bitsOf(() => f(...(args as never[])));
    expect(bitsOf(() => compiled(...(args as never[])))).toEqual(eager);
    failed ||= typeof eager === "string";
  }
  // Plans have been run, so that they were compared.
  const { hits, eager } = compiled.stats();
  if (!failed) expect([hits, eager]).toEqual([2 * calls.length - 2, 0]);
}

/** Compares an operation and its derivatives with their compiled forms, at several points: to the last bit. */
export function checkCompiled(op: Op, args: readonly unknown[], differentiable: boolean): void {
  const xs = args.map((x) => resolve(x as Value));
  const points = [0, 1, 2].map((k) => xs.map((x) => another(x, k)));
  expectSame(op, points);
  const form = bitsOf(() => op(...xs));
  if (!differentiable || typeof form === "string") return;
  const bars = [0, 1, 2].map((b) => map((leaf: unknown) => (isTensor(leaf) ? someLike(leaf, b) : leaf), op(...xs)));
  const directions = [0, 1, 2].map((b) => xs.map((x, i) => someLike(x, 3 + b + i)));
  const pull = (bar: unknown, ...at: readonly Tensor[]): unknown =>
    vjp(op as never, ...(at as never[]))[1](bar as never);
  const push = (at: readonly Tensor[], along: readonly Tensor[]): unknown =>
    jvp(op as never, at as never, along as never);
  const bend = (bar: unknown, at: readonly Tensor[], along: readonly Tensor[]): unknown =>
    jvp((...z: readonly Tensor[]) => pull(bar, ...z), at as never, along as never);
  expectSame(
    pull,
    points.map((at, b) => [bars[b], ...at]),
  );
  expectSame(
    push,
    points.map((at, b) => [at, directions[b]]),
  );
  expectSame(
    bend,
    points.map((at, b) => [bars[b], at, directions[b]]),
  );
  // Directions as a batch, as a Hessian has them.
  const all = xs.map((_, i) =>
    tensor(
      directions.flatMap((dx) => Array.from(dx[i].data)),
      [3, ...xs[i].shape],
    ),
  );
  const columns = (bar: unknown, at: readonly Tensor[]): unknown =>
    vmap(((along: readonly Tensor[]) => bend(bar, at, along)) as never)(all as never);
  expectSame(
    columns,
    points.map((at, b) => [bars[b], at]),
  );
}
