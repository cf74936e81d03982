import { ArgumentError, type Tensor, zeros } from "@wengert/array";
import { fromData, kindOf } from "@wengert/array/author";
import { vmap } from "@wengert/batch";
import { type ChunkOptions, chunkFor } from "@wengert/batch/author";
import { vjp } from "@wengert/core";
import { concat, reshape, take } from "@wengert/ops";
import { scatterElements } from "@wengert/ops/author";
import { resolve, type Value } from "@wengert/rule";
import { concrete } from "@wengert/trace";
import { jvp } from "../jvp.ts";
import { colouringOf } from "./colouring.ts";
import { checkPattern, patternOf, type Sparsity, SparsityError, type SparsityMask } from "./pattern.ts";
import { sparsityOf, vector } from "./sparsityof.ts";

/** Which elements of a Jacobian may differ from 0. */
export interface SparsityOptions extends ChunkOptions {
  /**
   * The pattern of the Jacobian: as from `sparsityOf`, a mask by rows (one row for each output), or "find" to find it anew at
   * each point.
   */
  readonly sparsity: Sparsity | SparsityMask | "find";
}

/** A Jacobian by its elements. */
export interface SparseJacobian extends Sparsity {
  /** The elements, in the order of `rows` and `columns`. */
  readonly values: Tensor;
  /** The matrix with all its zeros. */
  toDense(): Tensor;
}

type Vector = (x: Tensor) => Value;

/**
 * The Jacobian by its elements. Columns without a common row are computed together, or rows without a common column, whichever
 * are fewer groups: a banded matrix takes as many passes as it has bands, whatever its size.
 */
export function sparseJacobian(f: Vector, options: SparsityOptions, x: Value): SparseJacobian {
  const { sparsity } = options;
  const at = resolve(x, "jacobian");
  const n = vector("jacobian", "x", at);
  const m = vector("jacobian", "the value", resolve(f(at), "jacobian"));
  expectSparsity(sparsity);
  const given = sparsity === "find" ? sparsityOf(f)(at) : "shape" in sparsity ? sparsity : patternOf(sparsity);
  const { rows, columns } = checkPattern(given, m, n);
  const [byColumns, byRows] = [colouringOf(m, n, [rows, columns]), colouringOf(n, m, [columns, rows])];
  const forward = byColumns.count <= byRows.count;
  const { count, colours } = forward ? byColumns : byRows;
  const [own, others] = forward ? [columns, rows] : [rows, columns];
  const length = forward ? m : n;
  const pass = forward ? pushed(f, at) : pulled(f, at);
  const chunk = chunkFor([at, zeros([m])], options);
  const groups = Array.from({ length: Math.ceil(count / chunk) }, (_, k) =>
    pass(seeds(colours, k * chunk, Math.min(chunk, count - k * chunk))),
  );
  const positions = Float64Array.from(own, (line, k) => colours[line] * length + others[k]);
  const compressed = groups.length === 0 ? zeros([0]) : reshape(concat(groups, 0), [count * length]);
  const values = take(compressed, fromData(positions, [positions.length]), 0);
  expectComplete(f, at, { shape: [m, n], rows, columns }, values);
  const places = fromData(
    Float64Array.from(rows, (row, k) => row * n + columns[k]),
    [rows.length],
  );
  const dense = (): Tensor => scatterElements(values, places, { positionAxes: 1, shape: [m, n] });
  return { shape: [m, n], rows, columns, values, toDense: dense };
}

/** @throws {ArgumentError} for anything else than a pattern, a mask by rows, or "find" */
function expectSparsity(sparsity: unknown): void {
  const pattern = sparsity as Partial<Sparsity> | null;
  if (sparsity === "find" || Array.isArray(sparsity)) return;
  if (typeof pattern === "object" && pattern?.rows instanceof Int32Array && pattern.columns instanceof Int32Array)
    return;
  throw new ArgumentError(
    `jacobian: sparsity is ${typeof sparsity === "string" ? JSON.stringify(sparsity) : kindOf(sparsity)}, but must be "find", a mask by ` +
      "rows, or a pattern: what sparsityOf(f)(x) returns.",
    "jacobian",
  );
}

/** Derivatives along directions [count, n]: [count, m]. */
function pushed(f: Vector, x: Tensor): (directions: Tensor) => Tensor {
  return vmap((dx: Tensor) => jvp(f, [x], [dx])[1]) as (directions: Tensor) => Tensor;
}

/** Cotangents [count, m] pulled back: [count, n]. */
function pulled(f: Vector, x: Tensor): (cotangents: Tensor) => Tensor {
  const [, pullback] = vjp(f, x);
  return vmap((ybar: Tensor) => pullback(ybar as never)[0]) as (cotangents: Tensor) => Tensor;
}

/** For each of some groups the sum of the unit vectors in it. */
function seeds(colours: Int32Array, first: number, count: number): Tensor {
  const data = new Float64Array(count * colours.length);
  for (const [line, colour] of colours.entries()) {
    if (colour >= first && colour < first + count) data[(colour - first) * colours.length + line] = 1;
  }
  return fromData(data, [count, colours.length]);
}

/**
 * Compares the derivative along one direction with what the elements say.
 *
 * @throws {SparsityError} where they differ
 */
function expectComplete(f: Vector, x: Tensor, { shape, rows, columns }: Sparsity, values: Tensor): void {
  const [m, n] = shape;
  // Multiples of an irrational number: no two elements of a row can cancel each other, but by chance.
  const along = Float64Array.from({ length: n }, (_, k) => 1 + ((k * Math.SQRT2) % 1));
  const actual = concrete(jvp(f, [x], [fromData(along, [n])])[1]).data;
  const [sum, size] = [new Float64Array(m), new Float64Array(m)];
  for (const [k, value] of concrete(values).data.entries()) {
    sum[rows[k]] += value * along[columns[k]];
    size[rows[k]] += Math.abs(value * along[columns[k]]);
  }
  const wrong = actual.findIndex((dy, i) => Math.abs(dy - sum[i]) > 1e-8 * (size[i] + Math.abs(dy)));
  if (wrong < 0) return;
  throw new SparsityError(
    `jacobian: output ${wrong} depends on more inputs than its row of the given sparsity names: its derivative along a direction is ` +
      `${actual[wrong]}, by these elements ${sum[wrong]}. Find the pattern with sparsityOf at a point like this one.`,
    "jacobian",
  );
}
