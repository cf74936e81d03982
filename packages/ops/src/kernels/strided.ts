/** Where elements of an n-dimensional block lie in row-major data: the first one, and the step along each axis. */
export interface Layout {
  readonly data: Float64Array;
  readonly start: number;
  readonly strides: readonly number[];
}

/** Copies a block of that shape from one layout to another. */
export function copyStrided(shape: readonly number[], from: Layout, to: Layout): void {
  if (shape.includes(0)) return;
  const last = shape.length - 1;
  if (last < 0) {
    to.data[to.start] = from.data[from.start];
    return;
  }
  const length = shape[last];
  const [fromStep, toStep] = [from.strides[last], to.strides[last]];
  const run = (i: number, j: number): void => {
    if (fromStep === 1 && toStep === 1 && length > 16) to.data.set(from.data.subarray(i, i + length), j);
    else if (fromStep === 0 && toStep === 1) to.data.fill(from.data[i], j, j + length);
    else for (let k = 0; k < length; k++, i += fromStep, j += toStep) to.data[j] = from.data[i];
  };
  const walk = (axis: number, i: number, j: number): void => {
    if (axis === last) run(i, j);
    else for (let k = 0; k < shape[axis]; k++) walk(axis + 1, i + k * from.strides[axis], j + k * to.strides[axis]);
  };
  walk(0, from.start, to.start);
}

/** The row-major strides of a shape. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, stride = 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
  return strides;
}
