import { full, type Tensor } from "@wengert/array";
import {
  broadcastShapes,
  elementsOf,
  expectOptions,
  fromData,
  presenceOf,
  sizeOf,
  withPresence,
} from "@wengert/array/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { linear, ruleWithAttributes } from "@wengert/rule/library";
import { axisOf, axisOptions, lengthOf } from "../axes.ts";
import { times } from "../elementwise/times.ts";
import { flip, sliceAxis } from "../indexing/slice.ts";
import { expand } from "../kernels/broadcast.ts";
import { concat } from "../shape/concat.ts";
import { reshape } from "../shape/reshape.ts";

/** The attributes of what goes along an axis. */
export interface Along {
  /** Counted from the end. */
  readonly axis: number;
}

/** y_0 is `first`, y_k = step(y_{k−1}, k), along an axis of a shape: elements of the data by their positions there. */
export function scan(
  shape: readonly number[],
  axis: number,
  first: ArrayLike<number>,
  step: (y: number, at: number) => number,
): Tensor {
  const out = new Float64Array(sizeOf(shape));
  const after = sizeOf(shape.slice(shape.length + axis + 1));
  const run = shape[shape.length + axis] * after;
  for (let at = 0; at < out.length; at++) out[at] = at % run < after ? first[at] : step(out[at - after], at);
  return fromData(out, shape);
}

/** x one place later along an axis. Nothing stands in front: what is there does not depend. */
const later: (x: Value, o: Along) => Tensor = /* @__PURE__ */ linear({
  name: "later",
  leavesOut: true,
  impl: (x: Tensor, { axis }: Along) => shifted(x, axis, 1),
  transpose: (ybar: Tensor, _x: Tensor, o: Along) => earlier(ybar, o),
});

/** x one place earlier along an axis: the transpose of `later`. */
const earlier: (x: Value, o: Along) => Tensor = /* @__PURE__ */ linear({
  name: "earlier",
  leavesOut: true,
  impl: (x: Tensor, { axis }: Along) => shifted(x, axis, -1),
  transpose: (ybar: Tensor, _x: Tensor, o: Along) => later(ybar, o),
});

function shifted({ data, shape }: Tensor, axis: number, by: 1 | -1): Tensor {
  const out = new Float64Array(data.length);
  const after = sizeOf(shape.slice(shape.length + axis + 1));
  const run = shape[shape.length + axis] * after;
  for (let start = 0; start < out.length; start += run) {
    const [from, to] = by === 1 ? [0, after] : [after, 0];
    for (let k = 0; k < run - after; k++) out[start + to + k] = data[start + from + k];
  }
  return fromData(out, shape);
}

/** x one place later along an axis, and `first` in front. */
export function delayed(x: Tensor, axis: number, first: number): Tensor {
  const length = lengthOf(x, axis);
  if (length === 0) return x;
  return concat([full(x.shape.with(axis, 1), first), sliceAxis(x, axis, 0, length - 1)], axis);
}

/**
 * The linear recurrence y_k = a_k·y_{k−1} + b_k, which is closed under differentiation:
 *
 *     jvp   dy is the recurrence of a and db_k + da_k·y_{k−1}
 *     vjp   b̄ is the transposed recurrence of ȳ, ā_k = b̄_k·y_{k−1}
 */
export const recurrence: (a: Value, b: Value, o: Along) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "recurrence",
  impl: (a: Tensor, b: Tensor, { axis }: Along): Tensor => {
    const shape = broadcastShapes("recurrence", a.shape, b.shape);
    const [scale, shift] = [expand(a, shape).data, expand(b, shape).data];
    const presence = presenceOf(b);
    if (presence === undefined) return scan(shape, axis, shift, (y, k) => scale[k] * y + shift[k]);
    // Nothing that depends comes before: there is nothing to multiply.
    const present = expand(presence, shape).data;
    const reached = scan(shape, axis, present, (before, k) => before + present[k]);
    const y = scan(shape, axis, shift, (y, k) => (reached.data[k] === present[k] ? 0 : scale[k] * y) + shift[k]);
    return withPresence(y, reached);
  },
  jvp: ([da, db], [a], y, { axis }) => {
    const moved = da === undefined ? [] : [later(times(earlier(da, { axis }), y), { axis })];
    return recurrence(a, addTangents(db === undefined ? moved : [db, ...moved]), { axis });
  },
  vjp: (ybar, [a], y, o) => {
    const bbar = transposedRecurrence(a, ybar, o);
    return [() => later(times(earlier(bbar, o), y), o), bbar];
  },
});

/** λ_k = ȳ_k + a_{k+1}·λ_{k+1}: the same recurrence, run backwards. */
export function transposedRecurrence(a: Tensor, ybar: Tensor, { axis }: Along): Tensor {
  return flip(recurrence(delayed(flip(a, axis), axis, 0), flip(ybar, axis), { axis }), axis);
}

/**
 *     jvp   dy is the recurrence of x and y_{k−1}·dx_k
 *     vjp   x̄_k = y_{k−1}·λ_k, λ the transposed recurrence of ȳ
 *
 * Nothing is divided by x, so zeros do no harm.
 */
export const cumprodRule: (x: Value, o: Along) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "cumprod",
  impl: (x: Tensor, { axis }: Along): Tensor => {
    const data = elementsOf(x);
    return scan(x.shape, axis, data, (y, k) => y * data[k]);
  },
  jvp: ([dx], [x], y, o) => (dx === undefined ? undefined : recurrence(x, times(dx, delayed(y, o.axis, 1)), o)),
  vjp: (ybar, [x], y, o) => [times(transposedRecurrence(x, ybar, o), delayed(y, o.axis, 1))],
});

const cumsumRule: (x: Value, o: Along) => Tensor = /* @__PURE__ */ linear({
  name: "cumsum",
  impl: (x: Tensor, { axis }: Along): Tensor => {
    const data = elementsOf(x);
    return scan(x.shape, axis, data, (y, k) => y + data[k]);
  },
  transpose: (ybar, _x, o) => flip(cumsumRule(flip(ybar, o.axis), o), o.axis),
});

/** Along which axis to accumulate. */
export interface CumulativeOptions {
  /** The axis to go along; by default all elements in row-major order, as one axis. */
  readonly axis?: number;
}

/**
 * Partial sums along an axis: y_k = x_0 + … + x_k.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * cumsum(tensor([1, 2, 3])).toArray(); // => [1, 3, 6]
 */
export function cumsum(x: Value, options: number | CumulativeOptions = {}, ...none: readonly never[]): Tensor {
  return cumulative("cumsum", cumsumRule, x, axisOptions<CumulativeOptions>("cumsum", options, none));
}

/**
 * Partial products along an axis: y_k = x_0·…·x_k. The derivative is exact at zeros too.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * cumprod(tensor([1, 2, 3])).toArray(); // => [1, 2, 6]
 */
export function cumprod(x: Value, options: number | CumulativeOptions = {}, ...none: readonly never[]): Tensor {
  return cumulative("cumprod", cumprodRule, x, axisOptions<CumulativeOptions>("cumprod", options, none));
}

/** A rule applied along the axis that options name. */
export function cumulative(
  op: string,
  rule: (x: Value, o: Along) => Tensor,
  x: Value,
  options: CumulativeOptions,
): Tensor {
  expectOptions(op, options, ["axis"]);
  const { axis } = options;
  const given = resolve(x, op);
  return axis === undefined
    ? rule(reshape(given, [given.size]), { axis: -1 })
    : rule(given, { axis: axisOf(op, given, axis) });
}
