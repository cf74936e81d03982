import { isTensor, type Tensor, tensor, WengertError } from "@wengert/array";
import { vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { type Outputs, resolve, type Value } from "@wengert/rule";
import { type Line, Recording, within } from "@wengert/trace";
import { expect } from "vitest";

class Recorder extends Recording {
  get calls(): readonly Line[] {
    return this.lines;
  }
}

type Op = (...xs: readonly Tensor[]) => Outputs;

/** Calls an op, with its derivatives or without; `follow` makes a value one that is recorded. */
type Way = (op: Op, xs: readonly Tensor[], follow: (x: Tensor) => Tensor) => unknown;

const ways: readonly Way[] = [
  (op, xs) => op(...xs),
  (op, xs, follow) => {
    const [y, pullback] = vjp(op as never, ...(xs as never as [Tensor]));
    return pullback(each(y as unknown as Outputs, (part) => follow(someLike(part, 1))) as never);
  },
  (op, xs, follow) => jvp(op as never, xs as never, xs.map((x, k) => follow(someLike(x, k))) as never),
];

/** The parts of an output, mapped. */
function each(y: Outputs, f: (part: Tensor) => Tensor): Outputs {
  return isTensor(y) ? f(y) : Object.fromEntries(Object.entries(y).map(([key, part]) => [key, f(part)]));
}

/** The parts of outputs, or of their tangents, in order. */
function partsOf(y: unknown): readonly unknown[] {
  return isTensor(y) || typeof y !== "object" || y === null ? [y] : Object.values(y);
}

/** The calls of rules that an op makes at these arguments. */
function callsOf(op: Op, xs: readonly Tensor[], way: Way): readonly Line[] {
  return within(new Recorder(), (recorder) => {
    const follow = (x: Tensor): Tensor => recorder.leaf(x);
    way(op, xs.map(follow), follow);
    return recorder.calls;
  });
}

/** Another point of the same shape. Whole numbers may be indices, so they only change places. */
function another(x: Tensor): Tensor {
  const { data } = x;
  const moved = data.every(Number.isInteger) ? data.toReversed() : data.map((v, i) => 0.9 * v + 0.03 * Math.cos(5 * i));
  return tensor(moved, x.shape);
}

/** Some numbers in the shape of x. */
function someLike({ size, shape }: Tensor, phase: number): Tensor {
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.cos(phase + 2 * i)),
    shape,
  );
}

/** Two tensors of equal shape along a new first axis. With more axes asked for, these come behind it. */
function stacked(x: Tensor, y: Tensor, ndim: number = x.ndim): Tensor {
  expect(y.shape).toEqual(x.shape);
  const added = new Array<number>(ndim - x.ndim).fill(1);
  return tensor(Float64Array.of(...x.data, ...y.data), [2, ...added, ...x.shape]);
}

function expectClose(actual: Tensor, expected: Tensor): void {
  expect(actual.size).toBe(expected.size);
  const largest = expected.data.reduce((most, b) => (Number.isFinite(b) ? Math.max(most, Math.abs(b)) : most), 1);
  const differs = actual.data.findIndex((a, i) => {
    const b = expected.data[i];
    return !(Object.is(a, b) || Math.abs(a - b) <= 1e-13 * largest);
  });
  if (differs >= 0) expect(actual.data).toEqual(expected.data);
}

type Entry = Value | null | undefined | (() => Value);

/** What an entry of a derivative is, or the name of the error that says that there is none. */
function computed(entry: Entry | string): Tensor | string | undefined {
  if (typeof entry === "string") return entry;
  return orError(() => {
    const value = typeof entry === "function" ? entry() : entry;
    if (value === null || value === undefined) return undefined;
    const tensor = resolve(value);
    // A derivative that does not exist may throw when it is read.
    return tensor.data.length === tensor.size ? tensor : undefined;
  });
}

function orError<T>(f: () => T): T | string {
  try {
    return f();
  } catch (error) {
    if (error instanceof WengertError) return error.name;
    throw error;
  }
}

/** The parts of a derivative in order; as many errors where it has none. */
function derivativeParts(f: () => unknown, count: number): readonly (Entry | string)[] {
  const derivative = orError(f);
  if (typeof derivative === "string") return new Array<string>(count).fill(derivative);
  return (Array.isArray(derivative) ? derivative : partsOf(derivative)) as readonly Entry[];
}

/** Compares what a rule gives for two calls with what it gives for both at once. */
function expectSame(results: readonly unknown[], both: unknown): void {
  const [a, b, together] = [...results, both].map((entry) => computed(entry as Entry));
  if (!isTensor(a) || !isTensor(b) || !isTensor(together)) {
    // One of the two points may be without derivative; then there is none for both together.
    expect(together).toBe(typeof a === "string" ? a : b);
  } else if (a.ndim > 0 || together.size > 1) expectClose(together, stacked(a, b));
  else expect([a.item(), b.item()]).toEqual([together.item(), together.item()]);
}

/** Whether the call is one of an operation whose arguments broadcast: then they are aligned before axes are added. */
function ranks({ attributes, primals }: Line): readonly number[] {
  const highest = Math.max(...primals.map((x) => x.ndim));
  return primals.map((x) => (attributes === undefined ? highest : x.ndim));
}

function checkCall(a: Line, b: Line): void {
  const { rule, attributes } = a;
  expect(b.rule.name).toBe(rule.name);
  expect(b.attributes).toEqual(attributes);
  if (attributes !== undefined) expect(JSON.parse(JSON.stringify(attributes))).toEqual(attributes);

  const rest = attributes === undefined ? [] : [attributes];
  const ndims = ranks(a);
  const xs = a.primals.map((x, k) => stacked(x, b.primals[k], ndims[k]));
  const y = rule.composite ? rule.impl(xs, ...rest) : rule.impl(...xs, ...rest);
  const [parts, ...singles] = [y, a.y, b.y].map((outputs) => partsOf(outputs) as readonly Tensor[]);
  for (const [k, part] of parts.entries()) {
    expect(part.shape).toEqual([2, ...singles[0][k].shape]);
    expectClose(part, stacked(singles[0][k], singles[1][k]));
  }

  const { held } = rule;
  if (held === "all") return;
  const calls = [a, b].map((line, phase) => ({
    line,
    dxs: line.primals.map((x, k) => (held?.includes(k) ? undefined : someLike(x, phase + k))),
    ybar: each(line.y, (part) => someLike(part, phase)),
  }));
  const dxs = calls[0].dxs.map((dx, k) =>
    dx === undefined ? undefined : stacked(dx, calls[1].dxs[k] as Tensor, ndims[k]),
  );
  if (rule.jvp !== undefined) {
    const jvp = rule.jvp.bind(rule);
    const count = parts.length;
    const [first, second] = calls.map(({ line, dxs }) =>
      derivativeParts(() => jvp(dxs, line.primals, line.y, attributes), count),
    );
    for (const [k, part] of derivativeParts(() => jvp(dxs, xs, y, attributes), count).entries())
      expectSame([first[k], second[k]], part);
  }
  if (rule.vjp !== undefined) {
    const vjp = rule.vjp.bind(rule);
    const count = xs.length;
    const [first, second] = calls.map(({ line, ybar }) =>
      derivativeParts(() => vjp(ybar, line.primals, line.y, attributes), count),
    );
    const [left, right] = calls.map(({ ybar }) => partsOf(ybar) as readonly Tensor[]);
    const bars = left.map((bar, k) => stacked(bar, right[k]));
    const ybar = isTensor(y) ? bars[0] : Object.fromEntries(Object.keys(y).map((key, k) => [key, bars[k]]));
    for (const [k, entry] of derivativeParts(() => vjp(ybar, xs, y, attributes), count).entries())
      expectSame([first[k], second[k]], entry);
  }
}

/**
 * Attributes mean the same when the arguments of a rule get further leading axes. All rules that an op binds, and that its
 * derivatives bind, are found by recording them, so that none can be forgotten: each call is made at two points, and the
 * rule must then do with both stacked what it did with each, in its value and in its derivatives.
 *
 * @returns the names of the rules with attributes
 */
export function checkLeadingAxes(op: unknown, args: readonly unknown[], differentiable: boolean): readonly string[] {
  const xs = args.map((x) => resolve(x as Value));
  const structural: string[] = [];
  for (const way of differentiable ? ways : ways.slice(0, 1)) {
    const [first, second] = [xs, xs.map(another)].map((point) => callsOf(op as Op, point, way));
    expect(second.length).toBe(first.length);
    for (const [k, line] of first.entries()) {
      if (line.attributes !== undefined) structural.push(line.rule.name);
      checkCall(line, second[k]);
    }
  }
  return structural;
}
