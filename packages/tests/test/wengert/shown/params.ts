import { linspace, type Tensor, tensor, type Value } from "@wengert/core";
import { mul, reshape, square } from "@wengert/ops";
import * as params from "@wengert/params";
import { param, paramsOf } from "@wengert/params";
import type { Table } from "./cells.ts";

/** A tag whose value is 3, and what is made of it and x. */
const withTag = (f: (q: params.Param<number>, set: params.ParamSet) => unknown): unknown => {
  const q = param(3);
  return f(q, paramsOf(q));
};
const product = (x: Value, q: Value) => () => mul(x, square(q));
const vector = (x: Value): Tensor => mul(x, tensor([0.1, 0.3, -0.2]));
/** Weighs the elements of what a constraint makes, whose sum may be known beforehand. */
const weighed = (y: Tensor): Tensor => mul(y, reshape(linspace(1, 2, y.size), y.shape));
const both = (constraint: params.Constraint, x: Value): unknown => {
  const raw = mul(x, 0.25);
  return [constraint.inverse(constraint.forward(raw)), constraint.logDet(raw)];
};

/** What counts parameters does not depend on their values: a derivative of that alone is refused. */
const unread = /uses nothing|uses none|is read while|no trainable parameter/;

export const paramsRows: Table = {
  Grads: [
    { use: (x) => withTag((q, set) => params.gradient(product(x, q), set).scale(x).get(q)), value: 24, slope: 24 },
    {
      use: (x) => withTag((q, set) => params.gradient(product(x, q), set).toVector()[0]),
      value: 12,
      slope: /cannot be read/,
    },
    { use: (x) => withTag((q, set) => params.gradient(product(x, q), set).norm()), value: 12, slope: /cannot be read/ },
  ],
  ParamHessian: [
    { use: (x) => withTag((q, set) => params.hessianOf(product(x, q), set).get(q)), value: 4, slope: 2 },
    { use: (x) => withTag((q, set) => params.hessianOf(product(x, q), set).toMatrix()), value: 4, slope: 2 },
  ],
  ParamJacobian: [
    { use: (x) => withTag((q, set) => params.jacobianOf(product(x, q), set).get(q)), value: 12, slope: 6 },
  ],
  ParamSet: [
    {
      use: (x) => withTag((_q, set) => set.assign(x as never)),
      value: /must be a Float64Array/,
      slope: /must be a Float64Array/,
    },
  ],
  assign: [
    {
      use: (x) =>
        withTag((q) => {
          params.assign(q, x as number);
          return q.value;
        }),
      value: 2,
      slope: /is a number, not a Tensor|is read while/,
    },
  ],
  bounded: [
    { use: (x) => both(params.bounded(0, 1), x) },
    {
      use: (x) => params.bounded(0, x as number).forward(0),
      value: 1,
      slope: /hi must be a number/,
      tag: /hi must be a number/,
    },
  ],
  combine: [{ use: (x) => params.combine({ a: x, b: null }, { a: null, b: 1 }), value: 3, slope: 1 }],
  describe: [{ use: (x) => params.describe({ x, q: param(3) }).length, value: 1, tag: 2, slope: unread }],
  freeze: [{ use: (x) => params.freeze({ x, q: param(3) }).length, value: 1, tag: 2, frozen: 1, slope: unread }],
  fromJSON: [
    {
      use: (x) => {
        const model = { a: x };
        return [params.fromJSON(model, params.toJSON({ a: 7 })), model];
      },
      value: 9,
      tag: 14,
      slope: /a is a number in the data|is read while/,
    },
  ],
  fromTransferable: [{ use: (x) => params.fromTransferable({ a: x }), value: 2, slope: 1 }],
  gradient: [{ use: (x) => withTag((q, set) => params.gradient(product(x, q), set).get(q)), value: 12, slope: 6 }],
  hessianOf: [{ use: (x) => withTag((q, set) => params.hessianOf(product(x, q), set).get(q)), value: 4, slope: 2 }],
  hvpOf: [
    {
      use: (x) => withTag((q, set) => params.hvpOf(product(x, q), set)(Float64Array.of(1)).get(q)),
      value: 4,
      slope: 2,
    },
  ],
  isParam: [{ use: (x) => Number(params.isParam(x)), value: 0, tag: 1, slope: unread }],
  jacobianOf: [{ use: (x) => withTag((q, set) => params.jacobianOf(product(x, q), set).get(q)), value: 12, slope: 6 }],
  lowerCholesky: [
    { use: (x) => weighed(params.lowerCholesky().forward(vector(x))) },
    { use: (x) => params.lowerCholesky().logDet(vector(x)) },
    { use: (x) => params.lowerCholesky().inverse(params.lowerCholesky().forward(vector(x))) },
  ],
  ordered: [
    { use: (x) => weighed(params.ordered().forward(vector(x))) },
    { use: (x) => params.ordered().logDet(vector(x)) },
    { use: (x) => params.ordered().inverse(params.ordered().forward(vector(x))) },
  ],
  orthogonal: [
    { use: (x) => weighed(params.orthogonal().forward(vector(x))) },
    { use: (x) => params.orthogonal().logDet(vector(x)) },
    { use: (x) => params.orthogonal().inverse(params.orthogonal().forward(vector(x))) },
  ],
  param: [
    {
      use: (x) => param(x as number).value,
      value: 2,
      tag: /not a number or plain Tensor/,
      slope: /not a number or plain Tensor/,
    },
  ],
  paramsOf: [{ use: (x) => paramsOf({ x, q: param(3) }).size, value: 1, tag: 2, frozen: 1, slope: unread }],
  partition: [{ use: (x) => params.partition({ a: x, b: 3 }, ["a"])[0], value: 2, slope: 1 }],
  positive: [{ use: (x) => both(params.positive(), x) }],
  positiveDefinite: [
    { use: (x) => weighed(params.positiveDefinite().forward(vector(x))) },
    { use: (x) => params.positiveDefinite().logDet(vector(x)) },
    { use: (x) => params.positiveDefinite().inverse(params.positiveDefinite().forward(vector(x))) },
  ],
  ravel: [
    { use: (x) => params.ravel({ a: x, b: 3 }).vector, value: 5, slope: 1 },
    { use: (x) => params.ravel({ a: 1 }).unravel(mul(x, params.ravel([1]).vector)), value: 2, slope: 1 },
  ],
  reviver: [{ use: (x) => params.reviver("", x), value: 2, slope: 1 }],
  simplex: [
    { use: (x) => weighed(params.simplex().forward(vector(x))) },
    { use: (x) => params.simplex().logDet(vector(x)) },
    { use: (x) => params.simplex().inverse(params.simplex().forward(vector(x))) },
  ],
  thaw: [{ use: (x) => params.thaw({ x, q: param(3) }).length, value: 0, frozen: 1, slope: unread }],
  toJSON: [{ use: (x) => Object.values(params.toJSON({ a: x })).length, slope: /cannot be written|is read while/ }],
  toTransferable: [
    { use: (x) => Object.keys(params.toTransferable({ a: mul(x, 1) }) as object).length, slope: /cannot be read/ },
  ],
  unconstrained: [{ use: (x) => both(params.unconstrained(), x) }],
  withGradient: [
    {
      use: (x) =>
        withTag((q, set) => {
          const [value, grads] = params.withGradient(product(x, q), set);
          return [value, grads.get(q)];
        }),
      value: 30,
      slope: 15,
    },
  ],
};
