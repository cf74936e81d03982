import { isTensor, type Tensor, tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import { add, mul, sum } from "@wengert/ops";
import type { Outputs } from "@wengert/rule";
import { describe, expect, test } from "vitest";
import { batched, listOf, replayed } from "./interpreters.ts";

type Program = (...xs: readonly Tensor[]) => readonly Tensor[];

/** Rows of the check table: an operation and its arguments. */
export type Rows = readonly (readonly [
  op: (...args: never[]) => Outputs,
  args: readonly unknown[],
  ...rest: unknown[],
])[];

/**
 * An operation and its gradient, recorded at a row's arguments and run again at others, and run in a batch of both: they
 * give what calling them there gives. An operation that looks at numbers past the interpreter gives something else.
 *
 * @param tolerance - relative to the largest element; a batch may compute by another kernel
 */
export function followsValues(table: Readonly<Record<string, Rows>>, tolerance: number): void {
  describe.each(Object.entries(table))("%s", (_name, rows) => {
    for (const [i, [op, args]] of rows.entries()) test(`row ${i}`, () => check(op as never, args, tolerance));
  });
}

function check(op: (...xs: readonly unknown[]) => Outputs, args: readonly unknown[], tolerance: number): void {
  const isValue = args.map((x) => typeof x === "number" || isTensor(x));
  const at = args.filter((_, k) => isValue[k]).map((x) => (isTensor(x) ? x : tensor(x as number)));
  const value: Program = (...xs) => {
    const rest = xs[Symbol.iterator]();
    return listOf(op(...args.map((x, k) => (isValue[k] ? rest.next().value : x))));
  };
  const others = at.map(backwards);
  for (const program of [value, gradientOf(value)]) {
    const [here, there] = [at, others].map((xs) => outcome(() => program(...xs)));
    if (typeof here === "string" || typeof there === "string") continue;
    close(replayed(program, at, others), there, tolerance);
    const [first, second] = batched(program, [at, others]);
    close(first, here, tolerance);
    close(second, there, tolerance);
  }
}

/** Another point where the operation is defined: all elements backwards keeps domains, and positive definite matrices. */
function backwards(x: Tensor): Tensor {
  return tensor(x.size === 1 ? Float64Array.of(0.9 * x.data[0]) : x.data.slice().reverse(), x.shape);
}

/** What a program gives, or the name of its error. */
function outcome(f: () => readonly Tensor[]): readonly Tensor[] | string {
  try {
    return f();
  } catch (error) {
    return (error as Error).name;
  }
}

function close(got: readonly Tensor[], wanted: readonly Tensor[], tolerance: number): void {
  expect(got.map(({ shape }) => shape)).toEqual(wanted.map(({ shape }) => shape));
  for (const [i, { data }] of got.entries()) {
    const other = wanted[i].data;
    const size = other.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);
    for (const [k, x] of data.entries())
      if (!Object.is(x + 0, other[k] + 0)) expect(Math.abs(x - other[k])).toBeLessThanOrEqual(tolerance * size);
  }
}

/** Numbers without pattern, so that no derivative cancels. */
function weights(y: Tensor): Tensor {
  return tensor(
    Float64Array.from({ length: y.size }, (_, i) => Math.sin(7 * i + 1)),
    y.shape,
  );
}

function gradientOf(f: Program): Program {
  const loss = (xs: readonly Tensor[]): Tensor =>
    f(...xs)
      .map((y) => sum(mul(weights(y), y)))
      .reduce((total, term) => add(total, term), tensor(0));
  const gradient = grad(loss as never) as unknown as Program;
  return (...xs) => gradient(xs as never);
}
