import { ArgumentError, isTensor, ShapeError, type Tensor } from "@wengert/array";
import { kindOf, showShape } from "@wengert/array/author";
import { type Bound, expandDims, slice, squeeze, take } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";

/** What stands between the commas: an index (one value), a range (three), `...`, or `newaxis`. */
export type Place = "at" | "range" | "rest" | "new";

/** x[…] for places of these kinds; their values follow x. */
export function indexed(places: readonly Place[]): (x: unknown, ...values: readonly unknown[]) => unknown {
  return (x, ...values) => {
    if (Array.isArray(x) && places.length === 1 && places[0] === "at") return elementOf(x, integer(values[0]));
    return part(resolve(x as Value, "x[…]"), places, values);
  };
}

function part(x: Tensor, places: readonly Place[], values: readonly unknown[]): Tensor {
  const mentioned = places.filter((place) => place === "at" || place === "range").length;
  if (mentioned > x.ndim) {
    throw new ShapeError(`x[…]: ${mentioned} indices for shape ${showShape(x.shape)}.`, "math");
  }
  const [starts, stops, steps]: [Bound[], Bound[], Bound[]] = [[], [], []];
  const single: number[] = [];
  const added: number[] = [];
  const lists: { readonly axis: number; readonly positions: readonly number[] }[] = [];
  let next = 0;
  for (const place of places) {
    const axis = starts.length;
    const result = axis - single.length + added.length;
    if (place === "new") added.push(result);
    else if (place === "rest") {
      for (let k = mentioned; k < x.ndim; k++) whole(starts, stops, steps);
    } else if (place === "range") {
      const [start, stop, step] = values.slice(next, next + 3).map(bound);
      if (step === 0) throw new ArgumentError("x[…]: the step of a range is not 0.", "math");
      starts.push(start);
      stops.push(stop);
      steps.push(step);
      next += 3;
    } else {
      const value = values[next++];
      if (Array.isArray(value)) {
        lists.push({ axis: axis - single.length, positions: value.map((i) => inside(integer(i), x.shape[axis])) });
        whole(starts, stops, steps);
      } else {
        const i = inside(integer(value), x.shape[axis]);
        starts.push(i);
        stops.push(i === -1 ? null : i + 1);
        steps.push(1);
        single.push(axis);
      }
    }
  }
  // NumPy pairs several lists with each other, and moves their axis to the front where a range stands between.
  if (lists.length > 1 || (lists.length === 1 && single.length > 0)) {
    throw new ArgumentError(
      "x[…]: a list of positions stands alone among ranges. Write two brackets, as in x[0][:, [1, 2]].",
      "math",
    );
  }
  const sliced = slice(x, starts, stops, steps);
  const squeezed = single.length === 0 ? sliced : squeeze(sliced, single);
  const taken = lists.reduce((y, { axis, positions }) => take(y, positions, axis), squeezed);
  return added.reduce((y, axis) => expandDims(y, axis), taken);
}

function whole(...bounds: readonly Bound[][]): void {
  for (const list of bounds) list.push(null);
}

function elementOf(list: readonly unknown[], i: number): unknown {
  return list.at(inside(i, list.length));
}

function inside(i: number, length: number): number {
  if (i >= -length && i < length) return i;
  throw new ShapeError(`x[…]: there is no position ${i} on an axis of length ${length}.`, "math");
}

function bound(value: unknown): Bound {
  return value === undefined ? null : integer(value);
}

function integer(value: unknown): number {
  const number = isTensor(value) && value.ndim === 0 ? value.item() : value;
  if (Number.isInteger(number)) return number as number;
  const remedy = isTensor(value) ? " To take elements by a Tensor of positions write take(x, positions, axis)." : "";
  const found = isTensor(value) ? `a Tensor of shape ${showShape(value.shape)}` : kindOf(value);
  throw new ArgumentError(`x[…]: an index is an integer or a list of integers, not ${found}.${remedy}`, "math");
}
