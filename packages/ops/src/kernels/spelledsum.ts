import { sizeOf } from "@wengert/array/author";
import type { Arithmetic, Cell, Elements } from "@wengert/rule/library";

type Add = (x: Cell, y: Cell) => Cell;

/**
 * `sumAxes` number by number, of few numbers: the same sums in the same order. The axes count from the end, in ascending order.
 *
 * @example
 * import { broadcastTo, expandDims, sum } from "@wengert/ops";
 * import { spelledSum } from "@wengert/ops/author";
 * import { linear } from "@wengert/rule/library";
 * import { tensor } from "@wengert/array";
 *
 * const total = linear({
 *   name: "total",
 *   spelling: ([x], arithmetic) => spelledSum(x, [-1], arithmetic),
 *   impl: (x) => sum(x, -1),
 *   transpose: (ybar, x) => broadcastTo(expandDims(ybar, -1), x.shape),
 * });
 * total(tensor([1, 2, 3])).item(); // => 6
 */
export function spelledSum(
  { shape, cells, presence }: Elements,
  axes: readonly number[],
  a: Arithmetic,
): Omit<Elements, "shape"> | undefined {
  // Longer sums are split, and left to kernels.
  if (cells.length >= 128) return undefined;
  const zero = a.constant(0);
  const any: Add = (x, y) => a.choice(x, a.constant(1), y);
  return {
    cells: reduced(cells, shape, axes, zero, (x, y) => a.operator("+", x, y)),
    presence: presence && reduced(presence, shape, axes, zero, any),
  };
}

function reduced(x: readonly Cell[], whole: readonly number[], axes: readonly number[], zero: Cell, add: Add): Cell[] {
  const shape = whole.slice();
  const ndim = shape.length;
  let [left, joined, length] = [axes.length, 0, 1];
  while (left > 0 && axes[left - 1] === -1 - joined) {
    length *= shape[ndim + axes[--left]];
    joined++;
  }
  let data = x.slice();
  if (joined > 0) data = runs(data, sizeOf(shape.slice(0, ndim - joined)), length, zero, add);
  shape.fill(1, ndim - joined);
  while (left > 0) {
    const axis = ndim + axes[--left];
    const [before, after] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
    data = after === 1 ? runs(data, before, shape[axis], zero, add) : rows(data, before, shape[axis], after, zero, add);
    shape[axis] = 1;
  }
  return data;
}

function runs(x: readonly Cell[], before: number, length: number, zero: Cell, add: Add): Cell[] {
  return Array.from({ length: before }, (_, b) => pairwise(x.slice(b * length, (b + 1) * length), zero, add));
}

/** As `pairwiseSum`. */
function pairwise(x: readonly Cell[], zero: Cell, add: Add): Cell {
  let [a, b, c, d] = [zero, zero, zero, zero];
  let i = 0;
  for (; i < x.length - 3; i += 4) {
    a = add(a, x[i]);
    b = add(b, x[i + 1]);
    c = add(c, x[i + 2]);
    d = add(d, x[i + 3]);
  }
  for (; i < x.length; i++) a = add(a, x[i]);
  return add(add(a, b), add(c, d));
}

/** As `addRows`, of each block. */
function rows(x: readonly Cell[], before: number, length: number, after: number, zero: Cell, add: Add): Cell[] {
  const out: Cell[] = [];
  for (let b = 0; b < before; b++) {
    for (let k = 0; k < after; k++) {
      const at = (row: number): Cell => x[(b * length + row) * after + k];
      let total = zero;
      let row = 0;
      for (; row < length - 3; row += 4)
        total = add(total, add(add(at(row), at(row + 1)), add(at(row + 2), at(row + 3))));
      for (; row < length; row++) total = add(total, at(row));
      out.push(total);
    }
  }
  return out;
}
