import { ArgumentError } from "@wengert/tree";
import { expectNoMore, expectNumber } from "@wengert/tree/author";
import { checkedShape } from "./create.ts";
import { roomFor } from "./room.ts";
import { fromData } from "./tensor.ts";
import type { Tensor } from "./tensorbase.ts";

/**
 * Evenly spaced numbers `start, start + step, …` below `stop`; with one argument `0, 1, …, stop − 1`.
 *
 * @throws {ArgumentError} when the step is 0 or something is not finite
 * @example
 * import { arange } from "@wengert/array";
 *
 * arange(3).toArray(); // => [0, 1, 2]
 * arange(1, 2, 0.25).toArray(); // => [1, 1.25, 1.5, 1.75]
 */
export function arange(start: number, stop?: number, step: number = 1): Tensor {
  expectNoMore("arange", arguments[3]);
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  for (const bound of [from, to, step]) expectNumber("arange", "each bound and the step", bound);
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!Number.isFinite(length)) {
    throw new ArgumentError(`arange: no sequence from ${from} to ${to} in steps of ${step}.`, "arange");
  }
  const data = roomFor("arange", length);
  for (let i = 0; i < length; i++) data[i] = from + i * step;
  return fromData(data, [length]);
}

/**
 * `count` evenly spaced numbers from `start` to `stop`, both included.
 *
 * @example
 * import { linspace } from "@wengert/array";
 *
 * linspace(0, 1, 5).toArray(); // => [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace(start: number, stop: number, count: number = 50): Tensor {
  expectNoMore("linspace", arguments[3]);
  for (const bound of [start, stop]) expectNumber("linspace", "each bound", bound);
  const shape = checkedShape("linspace", [count]);
  const data = roomFor("linspace", count);
  for (let i = 0; i < count; i++) data[i] = start + (i * (stop - start)) / Math.max(1, count - 1);
  if (count > 1) data[count - 1] = stop;
  return fromData(data, shape);
}
