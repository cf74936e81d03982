import { isTensor, type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { resolve, type Value } from "@wengert/rule";
import { map } from "@wengert/tree";
import { comparison, largestOf, leavesOrError, stacked } from "./comparison.ts";

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
  // Reverse mode around these batches: what the elements share has the sum of their cotangents, in its own shape.
  const reversed = (f: Op, at: readonly Tensor[], bar: unknown): unknown =>
    vjp(f as never, ...(at as never[]))[1](bar as never);
  const each = xs.map(() => true);
  const first = leavesOrError(() => pull(bars[0], ...xs));
  const beside = typeof first === "string" ? 0 : largestOf(first);
  compare(
    () => reversed((...z) => many(push, [null, 0], z, allDirections), xs, allBars),
    (b) => reversed((...z) => push(z, directions[b]), xs, bars[b]),
    each,
    { beside },
  );
  compare(
    () => reversed((...z) => many(pull, [0, ...shared], allBars, ...z), xs, allDirections),
    (b) => reversed((...z) => pull(bars[b], ...z), xs, directions[b].slice()),
    each,
    // Of equal eigenvalues there is no frame for several directions.
    { beside, refusal: "RepeatedValuesError" },
  );
  compare(
    () => reversed((...z) => many(bend, [null, null, 0], bars[0], z, allDirections), xs, allDirections),
    (b) => reversed((...z) => bend(bars[0], z, directions[b]), xs, directions[b].slice()),
    each,
    { beside },
  );
  // What they share may be the direction, too.
  const manyPoints = xs.map((_, i) => stacked(points.map((point) => point[i])));
  compare(
    () => reversed((...dz) => many(push, [0, null], manyPoints, dz), directions[0], allBars),
    (b) => reversed((...dz) => push(points[b], dz), directions[0], bars[b]),
    each,
    { beside },
  );
}
