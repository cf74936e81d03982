import { isTensor, type Tensor, tensor, WengertError } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
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

function stacked(xs: readonly Tensor[]): Tensor {
  const data = new Float64Array(xs.length * xs[0].size);
  for (const [b, x] of xs.entries()) data.set(x.data, b * x.size);
  return tensor(data, [xs.length, ...xs[0].shape]);
}

function total(xs: readonly Tensor[]): Tensor {
  const data = new Float64Array(xs[0].size);
  for (const x of xs) for (const [i, v] of x.data.entries()) data[i] += v;
  return tensor(data, xs[0].shape);
}

/** The leaves of a result, or the name of the error in its place. */
function leavesOrError(f: () => unknown): readonly Tensor[] | string {
  try {
    return flatten(f()).leaves.map((leaf) => resolve(leaf as Value));
  } catch (error) {
    if (error instanceof WengertError) return error.name;
    throw error;
  }
}

function expectClose(actual: Tensor, expected: Tensor, tolerance: number): void {
  expect(actual.shape).toEqual(expected.shape);
  const largest = expected.data.reduce((most, b) => (Number.isFinite(b) ? Math.max(most, Math.abs(b)) : most), 0);
  const differs = actual.data.findIndex((a, i) => {
    const b = expected.data[i];
    return !(a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= tolerance * largest);
  });
  if (differs >= 0) expect(actual.data).toEqual(expected.data);
}

/** The results of a loop, joined: stacked where the result differs between the elements, else added up. */
function joined(runs: readonly (readonly Tensor[])[], add: readonly boolean[]): readonly Tensor[] {
  return runs[0].map((_, k) => (add[k] ? total : stacked)(runs.map((run) => run[k])));
}

/** Every way in which some of n arguments differ between the elements. */
function choices(n: number): readonly (readonly boolean[])[] {
  if (n > 3)
    return [
      new Array<boolean>(n).fill(true),
      ...Array.from({ length: n }, (_, k) => Array.from({ length: n }, (_, i) => i === k)),
    ];
  return Array.from({ length: 2 ** n - 1 }, (_, bits) =>
    Array.from({ length: n }, (_, i) => ((bits + 1) >> i) % 2 === 1),
  );
}

type Compare = (batched: () => unknown, each: (b: number) => unknown, add?: readonly boolean[]) => void;

/** Compares what a batch gives with what a loop gives. */
const comparison =
  (tolerance: number): Compare =>
  (batched, each, add = []) => {
    const runs = [0, 1, 2].map((b) => leavesOrError(() => each(b)));
    const error = runs.find((run) => typeof run === "string");
    const found = leavesOrError(batched);
    if (error !== undefined || typeof found === "string") {
      expect(found).toBe(error);
      return;
    }
    const expected = joined(runs as readonly (readonly Tensor[])[], add);
    expect(found.length).toBe(expected.length);
    for (const [k, leaf] of found.entries()) expectClose(leaf, expected[k], tolerance);
  };

/** A call of `vmap` with types left aside. */
function many(f: unknown, inAxes: unknown, ...args: readonly unknown[]): unknown {
  return vmap(f as never, { inAxes: inAxes as never })(...(args as never[]));
}

/**
 * Compares `vmap` of an operation and of its derivatives with a loop, and the derivatives of `vmap`: for arguments that
 * differ between the elements and such that do not, in every combination; and directions that differ at one point.
 */
export function checkBatching(op: Op, args: readonly unknown[], differentiable: boolean, tolerance: number): void {
  const compare = comparison(tolerance);
  const xs = args.map((x) => resolve(x as Value));
  const points = [0, 1, 2].map((k) => xs.map((x) => another(x, k)));
  const pull = (bar: unknown, ...at: readonly Tensor[]): unknown =>
    vjp(op as never, ...(at as never[]))[1](bar as never);
  const push = (at: readonly Tensor[], along: readonly Tensor[]): unknown =>
    jvp(op as never, at as never, along as never)[1];
  const bend = (bar: unknown, at: readonly Tensor[], along: readonly Tensor[]): unknown =>
    jvp((...z: readonly Tensor[]) => pull(bar, ...z), at as never, along as never)[1];
  const form = leavesOrError(() => op(...xs));
  const bars = [0, 1, 2].map((b) => {
    return map(
      (leaf: unknown) => (isTensor(leaf) ? someLike(leaf, b) : leaf),
      typeof form === "string" ? 0 : op(...xs),
    );
  });
  const allBars = map(
    (...leaves: unknown[]) => (isTensor(leaves[0]) ? stacked(leaves as Tensor[]) : leaves[0]),
    bars[0],
    ...bars.slice(1),
  );
  const directions = [0, 1, 2].map((b) => xs.map((x, i) => someLike(x, 3 + b + i)));
  const allDirections = xs.map((_, i) => stacked(directions.map((dx) => dx[i])));
  const shared = xs.map(() => null);

  for (const mapped of choices(xs.length)) {
    const own = points.map((point) => point.map((x, i) => (mapped[i] ? x : xs[i])));
    const together = xs.map((x, i) => (mapped[i] ? stacked(points.map((point) => point[i])) : x));
    const inAxes = mapped.map((yes) => (yes ? 0 : null));
    const whole = vmap(op as never, { inAxes }) as Op;
    compare(
      () => whole(...together),
      (b) => op(...own[b]),
    );
    if (!differentiable || typeof form === "string") continue;
    const notMapped = mapped.map((yes) => !yes);
    // Reverse mode in a batch, and a batch in reverse mode.
    compare(
      () => many(pull, [0, ...inAxes], allBars, ...together),
      (b) => pull(bars[b], ...own[b]),
    );
    compare(
      () => vjp(whole as never, ...(together as never[]))[1](allBars as never),
      (b) => pull(bars[b], ...own[b]),
      notMapped,
    );
    // Forward mode, likewise.
    const dxs = directions.map((dx) => dx.map((dxi, i) => (mapped[i] ? dxi : directions[0][i])));
    const allDxs = xs.map((_, i) => (mapped[i] ? allDirections[i] : directions[0][i]));
    compare(
      () => many(push, [inAxes, inAxes], together, allDxs),
      (b) => push(own[b], dxs[b]),
    );
    compare(
      () => jvp(whole as never, together as never, allDxs as never)[1],
      (b) => push(own[b], dxs[b]),
    );
    // Second order: forward over reverse, in a batch and around one.
    compare(
      () => many(bend, [0, inAxes, inAxes], allBars, together, allDxs),
      (b) => bend(bars[b], own[b], dxs[b]),
    );
    const pulled = (...z: readonly Tensor[]): unknown => vjp(whole as never, ...(z as never[]))[1](allBars as never);
    compare(
      () => jvp(pulled as never, together as never, allDxs as never)[1],
      (b) => bend(bars[b], own[b], dxs[b]),
      notMapped,
    );
  }
  if (!differentiable || typeof form === "string") return;
  // The rows and columns of a Jacobian, and the columns of a Hessian.
  compare(
    () => many(pull, [0, ...shared], allBars, ...xs),
    (b) => pull(bars[b], ...xs),
  );
  compare(
    () => many(push, [null, 0], xs, allDirections),
    (b) => push(xs, directions[b]),
  );
  compare(
    () => many(bend, [null, null, 0], bars[0], xs, allDirections),
    (b) => bend(bars[0], xs, directions[b]),
  );
  compare(
    () => many(bend, [0, null, null], allBars, xs, directions[0]),
    (b) => bend(bars[b], xs, directions[0]),
  );
}
