import { full, type Tensor } from "@wengert/array";
import { expectOptions, fromData, sizeOf } from "@wengert/array/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { rule, ruleWithAttributes } from "@wengert/rule/library";
import { axisOf, type ReduceOptions, reducedAxes } from "../axes.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { zeroSafeMul } from "../elementwise/zerosafe.ts";
import { flip, sliceAxis } from "../indexing/slice.ts";
import { foldAxes } from "../kernels/reduce.ts";
import { concat } from "../shape/concat.ts";
import { reshape } from "../shape/reshape.ts";
import { dropAxes, reducedLast } from "./reducedaxes.ts";
import { sum } from "./statistics.ts";

interface Along {
  readonly axis: number;
}

/** y_k = step(y_{k−1}, k), along an axis of a shape; `step` gets the position in the data, and 0 or 1 for y_{−1}. */
function scan(shape: readonly number[], axis: number, first: number, step: (y: number, at: number) => number): Tensor {
  const out = new Float64Array(sizeOf(shape));
  const after = sizeOf(shape.slice(axis + 1));
  const run = shape[axis] * after;
  for (let at = 0; at < out.length; at++) out[at] = step(at % run < after ? first : out[at - after], at);
  return fromData(out, shape);
}

/** x one place later along an axis, and `first` in front. */
function delayed(x: Tensor, axis: number, first: number): Tensor {
  const length = x.shape[axis];
  if (length === 0) return x;
  return concat([full(x.shape.with(axis, 1), first), sliceAxis(x, axis, 0, length - 1)], axis);
}

/**
 * The linear recurrence y_k = a_k·y_{k−1} + b_k, which is closed under differentiation:
 *
 *     jvp   dy is the recurrence of a and db_k + da_k·y_{k−1}
 *     vjp   b̄ is the transposed recurrence of ȳ, ā_k = b̄_k·y_{k−1}
 */
const recurrence: (a: Value, b: Value, o: Along) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "recurrence",
  impl: (a: Tensor, b: Tensor, { axis }: Along): Tensor => {
    const [scale, shift] = [a.data, b.data];
    return scan(b.shape, axis, 0, (y, k) => scale[k] * y + shift[k]);
  },
  jvp: ([da, db], [a], y, { axis }) => {
    const moved = da === undefined ? [] : [zeroSafeMul(da, delayed(y, axis, 0))];
    return recurrence(a, addTangents(db === undefined ? moved : [db, ...moved]), { axis });
  },
  vjp: (ybar, [a], y, o) => {
    const bbar = transposedRecurrence(a, ybar, o);
    return [() => zeroSafeMul(bbar, delayed(y, o.axis, 0)), bbar];
  },
});

/** λ_k = ȳ_k + a_{k+1}·λ_{k+1}: the same recurrence, run backwards. */
function transposedRecurrence(a: Tensor, ybar: Tensor, { axis }: Along): Tensor {
  return flip(recurrence(delayed(flip(a, axis), axis, 0), flip(ybar, axis), { axis }), axis);
}

/**
 *     jvp   dy is the recurrence of x and y_{k−1}·dx_k
 *     vjp   x̄_k = y_{k−1}·λ_k, λ the transposed recurrence of ȳ
 *
 * Nothing is divided by x, so zeros do no harm.
 */
const cumprodRule: (x: Value, o: Along) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "cumprod",
  impl: (x: Tensor, { axis }: Along): Tensor => {
    const { data } = x;
    return scan(x.shape, axis, 1, (y, k) => y * data[k]);
  },
  jvp: ([dx], [x], y, o) => (dx === undefined ? undefined : recurrence(x, zeroSafeMul(dx, delayed(y, o.axis, 1)), o)),
  vjp: (ybar, [x], y, o) => [zeroSafeMul(transposedRecurrence(x, ybar, o), delayed(y, o.axis, 1))],
});

const cumsumRule: (x: Value, o: Along) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "cumsum",
  impl: (x: Tensor, { axis }: Along): Tensor => {
    const { data } = x;
    return scan(x.shape, axis, 0, (y, k) => y + data[k]);
  },
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : cumsumRule(dx, o)),
  vjp: (ybar, _xs, _y, o) => [flip(cumsumRule(flip(ybar, o.axis), o), o.axis)],
});

/** Along which axis to accumulate. */
export interface CumulativeOptions {
  /** The axis to go along; by default all elements in row-major order, as one axis. */
  readonly axis?: number;
}

/**
 * Partial sums along an axis: y_k = x_0 + … + x_k.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * cumsum(tensor([1, 2, 3])).toArray(); // => [1, 3, 6]
 */
export function cumsum(x: Value, options: CumulativeOptions = {}): Tensor {
  return cumulative("cumsum", cumsumRule, x, options);
}

/**
 * Partial products along an axis: y_k = x_0·…·x_k. The derivative is exact at zeros too.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * cumprod(tensor([1, 2, 3])).toArray(); // => [1, 2, 6]
 */
export function cumprod(x: Value, options: CumulativeOptions = {}): Tensor {
  return cumulative("cumprod", cumprodRule, x, options);
}

function cumulative(op: string, rule: (x: Value, o: Along) => Tensor, x: Value, options: CumulativeOptions): Tensor {
  expectOptions(op, options);
  const { axis } = options;
  const given = resolve(x, op);
  return axis === undefined
    ? rule(reshape(given, [given.size]), { axis: 0 })
    : rule(given, { axis: axisOf(op, given, axis) });
}

/** For each element of the last axis the product of the others. */
function others(x: Tensor): Tensor {
  const last = x.ndim - 1;
  const before = delayed(cumprodRule(x, { axis: last }), last, 1);
  const after = flip(delayed(cumprodRule(flip(x, last), { axis: last }), last, 1), last);
  return mul(before, after);
}

/**
 * Over the last axis, with o the products of the others:
 *
 *     jvp   dy = Σ o ⊙ dx
 *     vjp   x̄ = o ⊙ ȳ
 */
const prodRule: (x: Value) => Tensor = /* @__PURE__ */ rule({
  name: "prod",
  impl: (x: Tensor): Tensor => foldAxes(x, [x.ndim - 1], (product, value) => product * value, 1),
  jvp: ([dx], [x]) => (dx === undefined ? undefined : sum(zeroSafeMul(dx, others(x)), { axis: -1, keepDims: true })),
  vjp: (ybar, [x]) => [zeroSafeMul(ybar, others(x))],
});

/**
 * Π x over axes; 1 for no elements. The derivative is exact with any number of zeros among the factors.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * prod(tensor([[1, 2], [3, 4]]), { axis: 1 }).toArray(); // => [2, 12]
 * grad((x: Tensor) => prod(x))(tensor([2, 0, 3])).toArray(); // => [0, 6, 0]
 */
export function prod(x: Value, options: ReduceOptions = {}): Tensor {
  const given = resolve(x, "prod");
  const axes = reducedAxes("prod", given, options);
  const product = prodRule(reducedLast(given, axes));
  const kept = given.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return dropAxes(reshape(product, kept), axes, options);
}
