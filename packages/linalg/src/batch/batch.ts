import { ShapeError, type Tensor } from "@wengert/array";
import { broadcastShapes, showShape, sizeOf } from "@wengert/array/author";
import { reshape } from "@wengert/ops";

/*
 * A tensor [..., m, n] is a batch of matrices. The leading axes of several arguments broadcast, without copies: kernels
 * are given the place where each matrix starts.
 */

/**
 * Attributes of an operation on matrices whose other arguments have fewer axes: they are not aligned with the matrices, as those
 * of elementwise operations are.
 */
export interface OnMatrices {
  /** How many last axes of the first argument make one matrix. */
  readonly axes: 2;
}

export const onMatrices: OnMatrices = { axes: 2 };

/** @throws {ShapeError} unless the tensor has at least two axes */
export function checkMatrix(op: string, name: string, x: Tensor): void {
  if (x.ndim >= 2) return;
  throw new ShapeError(
    `${op}: ${name} has shape ${showShape(x.shape)}, but a matrix needs two axes. Use reshape or expandDims.`,
    op,
  );
}

/** @throws {ShapeError} unless the tensor has at least one axis */
export function checkVector(op: string, name: string, x: Tensor): void {
  if (x.ndim >= 1) return;
  throw new ShapeError(`${op}: ${name} is a scalar, but a vector needs an axis. Use reshape(${name}, [1]).`, op);
}

/**
 * The order n of square matrices.
 *
 * @throws {ShapeError} unless the last two axes are equally long
 */
export function orderOf(op: string, name: string, x: Tensor): number {
  checkMatrix(op, name, x);
  const [rows, columns] = x.shape.slice(-2);
  if (rows === columns) return rows;
  throw new ShapeError(
    `${op}: ${name} has shape ${showShape(x.shape)}, but must be square: its last two axes equally long. (For least ` +
      "squares, the matrix matmul(mT(a), a) is square.)",
    op,
  );
}

/** The axes in front of the matrices. */
export function batchOf(x: Tensor): readonly number[] {
  return x.shape.slice(0, -2);
}

/** The matrices of several tensors, matched by broadcasting. */
interface Matched {
  readonly batch: readonly number[];
  readonly count: number;
  /** For each tensor where its matrix begins, for every position in the batch. */
  readonly starts: readonly ArrayLike<number>[];
}

const ALONE: ArrayLike<number> = [0];

/** @throws {ShapeError} when the leading axes do not broadcast */
export function match(op: string, ...xs: readonly Tensor[]): Matched {
  if (xs.every((x) => x.ndim === 2)) return { batch: [], count: 1, starts: xs.map(() => ALONE) };
  const batch = sharedBatch(op, xs);
  return { batch, count: sizeOf(batch), starts: xs.map((x) => startsOf(x, batch)) };
}

/**
 * The leading axes that tensors have together.
 *
 * @param batches - their leading axes, where these are not all but the last two
 * @throws {ShapeError} when they do not broadcast
 */
export function sharedBatch(
  op: string,
  xs: readonly Tensor[],
  batches: readonly (readonly number[])[] = xs.map(batchOf),
): readonly number[] {
  try {
    return broadcastShapes(op, ...batches);
  } catch {
    throw new ShapeError(
      `${op}: the leading axes of shapes ${xs.map((x) => showShape(x.shape)).join(" and ")} do not broadcast: aligned from ` +
        "the right, their lengths must be equal or 1. Use reshape or expandDims to line them up.",
      op,
    );
  }
}

function startsOf(x: Tensor, batch: readonly number[]): ArrayLike<number> {
  const strides = batchStrides(x, batch);
  const starts = new Float64Array(sizeOf(batch));
  // Axis by axis, from the last one: what is there so far is repeated along the axis, moved by its stride.
  for (let axis = batch.length - 1, filled = 1; axis >= 0 && starts.length > 0; filled *= batch[axis--]) {
    for (let at = filled, moved = 0; at < filled * batch[axis]; at += filled) {
      moved += strides[axis];
      for (let i = 0; i < filled; i++) starts[at + i] = starts[i] + moved;
    }
  }
  return starts;
}

/** How far the matrices of a tensor stand apart along each axis of a batch: 0 where the same one is meant throughout. */
export function batchStrides(x: Tensor, batch: readonly number[]): number[] {
  const lead = batch.length - (x.ndim - 2);
  const strides = new Array<number>(batch.length).fill(0);
  let stride = x.shape[x.ndim - 2] * x.shape[x.ndim - 1];
  for (let axis = batch.length - 1; axis >= lead; axis--) {
    const length = x.shape[axis - lead];
    if (length !== 1) strides[axis] = stride;
    stride *= length;
  }
  return strides;
}

/**
 * Tensors with equally many axes: in front of the shorter ones stand axes of length 1. Rules with several arguments are called on
 * these, so that further leading axes of all arguments meet.
 */
export function aligned<const X extends readonly Tensor[]>(...xs: X): { [K in keyof X]: Tensor } {
  const ndim = Math.max(...xs.map((x) => x.ndim));
  return xs.map((x) =>
    x.ndim === ndim ? x : reshape(x, [...new Array<number>(ndim - x.ndim).fill(1), ...x.shape]),
  ) as { [K in keyof X]: Tensor };
}

/** The position along the leading axes of the matrix number `i`. */
export function positionOf(i: number, batch: readonly number[]): readonly number[] {
  let rest = i;
  return batch.toReversed().reduce<number[]>((position, length) => {
    position.unshift(rest % length);
    rest = Math.floor(rest / length);
    return position;
  }, []);
}

/** A tensor without one axis of length 1, counted from the end. */
export function dropAxis(x: Tensor, axis: number): Tensor {
  return reshape(x, x.shape.toSpliced(axis, 1));
}

/** A tensor [...] as [..., 1, 1]: one number for each matrix of a batch. A scalar is one for all. */
export function perMatrix(x: Tensor): Tensor {
  return x.ndim === 0 ? x : reshape(x, [...x.shape, 1, 1]);
}
