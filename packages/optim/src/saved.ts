import { ArgumentError, isTensor } from "@wengert/array";
import { fromData, kindOf } from "@wengert/array/author";
import type { Account, Point } from "./problem.ts";

/** All that a run needs to go on. */
export interface Saved extends Account {
  readonly here: Point;
  readonly iterations: number;
  /** Of the method. */
  readonly state: unknown;
}

/**
 * A minimization between two iterations, to be saved as JSON and resumed by `minimize(f, start, { resume })`, to the same
 * end bit for bit. What it holds is the method's affair.
 */
export interface MinimizeState {
  readonly version: 1;
  readonly method: string;
  /** Numbers in the vectors of this run. */
  readonly size: number;
  readonly run: unknown;
}

/** @param method - its name, compared when it is resumed */
export function save(method: string, run: Saved): MinimizeState {
  return { version: 1, method, size: run.here.x.length, run: encode(run) };
}

/** @throws {ArgumentError} for a state of another method, another start, or another kind */
export function load(saved: MinimizeState, method: string, size: number): Saved {
  const refuse = (what: string): ArgumentError =>
    new ArgumentError(`minimize: resume is ${what}.`, "minimize", "resume");
  if (typeof saved !== "object" || saved === null || saved.version !== 1) {
    throw refuse(`${kindOf(saved)}, not a state from minimizeSteps of this version`);
  }
  if (saved.method !== method) throw refuse(`a state of the method "${saved.method}", not of "${method}"`);
  if (saved.size !== size) throw refuse(`of ${saved.size} numbers, and the start has ${size}`);
  const run = decode(saved.run) as Saved | null | undefined;
  if (!(run?.here?.x instanceof Float64Array) || run.here.x.length !== size || typeof run.iterations !== "number") {
    throw refuse("a state that has been changed, or cut");
  }
  return run;
}

/**
 * As JSON has it: vectors and Tensors become records of their numbers, and so does a number that JSON does not know
 * (NaN, ±Infinity, -0) or `undefined`.
 */
export function encode(value: unknown): unknown {
  if (typeof value === "number") return isPortable(value) ? value : { number: spelled(value) };
  if (value instanceof Float64Array) return { vector: numbers(value) };
  if (isTensor(value)) return { tensor: numbers(value.data), shape: value.shape };
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  return { record: Object.fromEntries(entries.map(([key, child]) => [key, encode(child)])) };
}

/** The other way round. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const { number, vector, tensor, shape, record } = value as Encoded;
  if (number !== undefined) return Number(number);
  if (vector !== undefined) return Float64Array.from(vector, Number);
  if (tensor !== undefined) return fromData(Float64Array.from(tensor, Number), shape as number[]);
  return Object.fromEntries(Object.entries(record ?? {}).map(([key, child]) => [key, decode(child)]));
}

interface Encoded {
  readonly number?: string;
  readonly vector?: readonly (number | string)[];
  readonly tensor?: readonly (number | string)[];
  readonly shape?: readonly number[];
  readonly record?: Record<string, unknown>;
}

function numbers(vector: Float64Array): (number | string)[] {
  return Array.from(vector, (x) => (isPortable(x) ? x : spelled(x)));
}

function isPortable(x: number): boolean {
  return Number.isFinite(x) && !Object.is(x, -0);
}

function spelled(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}
