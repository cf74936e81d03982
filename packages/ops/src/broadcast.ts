import { broadcastShapes, fromData, sameShape, scalar, sizeOf, type Tensor } from "@wengert/array";
import type { BinaryLoop, UnaryLoop } from "./loops.ts";
import { copyStrided, stridesOf } from "./strided.ts";

/** y = f(x), element by element, of a plain Tensor. */
export function map1(f: (x: number) => number, x: Tensor, loop?: UnaryLoop): Tensor {
  if (x.ndim === 0) return scalar(f(x.item()));
  const { data } = x;
  const out = new Float64Array(data.length);
  if (loop !== undefined) loop(data, out);
  else for (let i = 0; i < out.length; i++) out[i] = f(data[i]);
  return fromData(out, x.shape);
}

/** z = f(x, y), element by element, of two plain Tensors that broadcast. */
export function map2(
  name: string,
  f: (x: number, y: number) => number,
  x: Tensor,
  y: Tensor,
  loop?: BinaryLoop,
): Tensor {
  if (x.ndim === 0 && y.ndim === 0) return scalar(f(x.item(), y.item()));
  const shape = sameShape(x.shape, y.shape) ? x.shape : broadcastShapes(name, x.shape, y.shape);
  const out = new Float64Array(sizeOf(shape));
  if (out.length === 0) return fromData(out, shape);
  const [a, b] = [x.data, y.data];
  const aligned = (x.size === out.length || x.size === 1) && (y.size === out.length || y.size === 1);
  if (loop !== undefined && aligned) loop(a, b, out);
  else if (aligned) each(f, a, b, out);
  else {
    // Rows of the last axis, each with a step of 0 or 1 in x and in y.
    const last = shape.length - 1;
    const length = shape[last];
    const xOffsets = rowOffsets(x.shape, shape);
    const yOffsets = rowOffsets(y.shape, shape);
    const xStep = x.ndim > 0 && x.shape[x.ndim - 1] !== 1 ? 1 : 0;
    const yStep = y.ndim > 0 && y.shape[y.ndim - 1] !== 1 ? 1 : 0;
    for (let row = 0, k = 0; row < xOffsets.length; row++) {
      let [i, j] = [xOffsets[row], yOffsets[row]];
      for (let c = 0; c < length; c++, i += xStep, j += yStep) out[k++] = f(a[i], b[j]);
    }
  }
  return fromData(out, shape);
}

function each(f: (x: number, y: number) => number, a: Float64Array, b: Float64Array, out: Float64Array): void {
  const xStep = a.length === 1 ? 0 : 1;
  const yStep = b.length === 1 ? 0 : 1;
  for (let k = 0, i = 0, j = 0; k < out.length; k++, i += xStep, j += yStep) out[k] = f(a[i], b[j]);
}

/** Where each row of the broadcast `shape` starts in a tensor of shape `own`; a row is the last axis. */
function rowOffsets(own: readonly number[], shape: readonly number[]): Int32Array {
  const lead = shape.length - own.length;
  let offsets = Int32Array.of(0);
  let stride = sizeOf(own);
  for (let axis = 0; axis < shape.length - 1; axis++) {
    const length = axis < lead ? 1 : own[axis - lead];
    stride /= length;
    const step = length === 1 ? 0 : stride;
    const next = new Int32Array(offsets.length * shape[axis]);
    for (let i = 0, k = 0; i < offsets.length; i++) {
      for (let j = 0; j < shape[axis]; j++) next[k++] = offsets[i] + j * step;
    }
    offsets = next;
  }
  return offsets;
}

/** A plain Tensor repeated along the axes where `shape` is longer. */
export function expand(x: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const out = new Float64Array(sizeOf(shape));
  if (x.size === 1) return fromData(out.fill(x.data[0]), shape);
  const lead = shape.length - x.ndim;
  const own = stridesOf(x.shape);
  const strides = shape.map((_, axis) => (axis < lead || x.shape[axis - lead] === 1 ? 0 : own[axis - lead]));
  copyStrided(shape, { data: x.data, start: 0, strides }, { data: out, start: 0, strides: stridesOf(shape) });
  return fromData(out, shape);
}
