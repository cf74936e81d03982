/* Random nestings of transformations, around custom rules of every kind that all compute the same function. */
import { vmap } from "@wengert/batch";
import {
  add,
  adjoint,
  checkpoint,
  cos,
  grad,
  mul,
  nonDifferentiable,
  pushforward,
  rule,
  sin,
  square,
  stack,
  stopGradient,
  sum,
  surrogate,
  type Tensor,
  tensor,
  type Value,
} from "@wengert/core";
import { forwardDiff, hessian, hvp, jacfwd, jvp } from "@wengert/forward";
import { compile, forLoop, scan } from "@wengert/graph";
import { param } from "@wengert/params";
import { linear } from "@wengert/rule";
import { numbers } from "../trace/randomprograms.ts";

/** A function of x and of w, which is shared where x is mapped. */
export type Two = (x: Value, w: Value) => Tensor;

/** sin(x·w) + x²/2, its derivatives by x and by w. */
export const composed: Two = (x, w) => add(sin(mul(x, w)), mul(0.5, square(x)));
const byX = (x: Value, w: Value): Tensor => add(mul(w, cos(mul(x, w))), x);
const byW = (x: Value, w: Value): Tensor => mul(x, cos(mul(x, w)));
const vjp = (ybar: Tensor, [x, w]: readonly Tensor[]) => [mul(ybar, byX(x, w)), mul(ybar, byW(x, w))] as const;
const jvpOf = ([dx, dw]: readonly (Tensor | undefined)[], [x, w]: readonly Tensor[]): Tensor =>
  add(dx ? mul(dx, byX(x, w)) : 0, dw ? mul(dw, byW(x, w)) : 0);
const numeric = (x: Tensor, w: Tensor): Tensor =>
  tensor(
    x.data.map((v, i) => Math.sin(v * w.data[i % w.size]) + 0.5 * v * v),
    x.shape,
  );

const halved = linear({ name: "halved", impl: (x) => mul(0.5, x), transpose: (ybar) => mul(0.5, ybar) });
const scaled = rule({
  name: "scaled",
  impl: (x: Tensor, { by }: { by: number }) => mul(by, x),
  vjp: (ybar, _xs, _y, { by }) => [mul(by, ybar)],
});
const parts = rule({
  name: "parts",
  impl: (x: Tensor, w: Tensor) => ({ wave: sin(mul(x, w)), half: mul(0.5, square(x)) }),
  jvp: ([dx, dw], [x, w]) => ({
    wave: mul(cos(mul(x, w)), add(dx ? mul(dx, w) : 0, dw ? mul(dw, x) : 0)),
    half: dx && mul(dx, x),
  }),
});
const partsBack = rule({
  name: "partsBack",
  impl: (x: Tensor, w: Tensor) => ({ wave: sin(mul(x, w)), half: mul(0.5, square(x)) }),
  vjp: ({ wave, half }, [x, w]) => [
    () => add(wave ? mul(wave, mul(w, cos(mul(x, w)))) : 0, half ? mul(half, x) : 0),
    wave ? () => mul(wave, byW(x, w)) : null,
  ],
});

/** Every kind of custom rule. */
export const kinds: Readonly<Record<string, Two>> = {
  adjoint: adjoint((x, w) => {
    const c = cos(mul(x, w));
    const y = composed(x, w);
    return [y, (ybar) => [mul(ybar, add(mul(w, c), x)), () => mul(ybar, mul(x, c))]];
  }),
  pushforward: pushforward((x, w) => {
    const c = cos(mul(x, w));
    return [composed(x, w), (dx, dw) => add(mul(dx, add(mul(w, c), x)), mul(dw, mul(x, c)))];
  }),
  "adjoint of trees": (
    (f) => (x: Value, w: Value) =>
      f({ x, w }).y as Tensor
  )(
    adjoint(({ x, w }: { x: Value; w: Value }) => [
      { y: composed(x, w), also: x },
      (bar: { y: Tensor; also: Tensor }) => [{ x: add(mul(bar.y, byX(x, w)), bar.also), w: mul(bar.y, byW(x, w)) }],
    ]) as unknown as (p: { x: Value; w: Value }) => { y: Tensor },
  ),
  "with constants": adjoint((x, w) => {
    const sign = nonDifferentiable((x: Tensor) => mul(x, 0))(x);
    const constant = stopGradient(w);
    const y = add(composed(x, w), mul(0, constant));
    return [y, (ybar) => [add(mul(ybar, byX(x, w)), mul(sign, constant)), mul(ybar, byW(x, w))]];
  }),
  "inside out": adjoint((x, w) => {
    // Derivatives in the body, and in the pullback.
    const slope = jvp((x: Tensor) => composed(x, w), [x], [add(1, mul(0, x))])[1] as Tensor;
    return [
      composed(x, w),
      (ybar) => [mul(ybar, slope), mul(ybar, add(0, grad((w: Tensor) => sum(composed(x, w)))(w as never)))],
    ];
  }),
  "one in another": ((inner) => pushforward((x, w) => [inner(x, w), (dx, dw) => jvpOf([dx, dw], [x, w])]))(
    adjoint((x, w) => [composed(x, w), (ybar) => vjp(ybar, [x, w])]),
  ),
  "rule by pullback": rule({ name: "byPullback", impl: composed as (x: Tensor, w: Tensor) => Tensor, vjp }),
  "rule by pushforward": rule({ name: "byPush", impl: composed as (x: Tensor, w: Tensor) => Tensor, jvp: jvpOf }),
  "rule by both": rule({ name: "byBoth", impl: composed as (x: Tensor, w: Tensor) => Tensor, jvp: jvpOf, vjp }),
  "rule that broadcasts": rule({
    name: "broadcasts",
    impl: composed as (x: Tensor, w: Tensor) => Tensor,
    vjp,
    batch: "broadcast",
  }),
  "leading rule": rule({ name: "leading", impl: numeric, jvp: jvpOf, vjp, batch: "leading" }),
  "rule of numbers": rule({ name: "numeric", impl: numeric, vjp }),
  "rule of numbers forward": rule({ name: "numericPush", impl: numeric, jvp: jvpOf }),
  "rule with a function for batches": rule({
    name: "batches",
    impl: numeric,
    vjp,
    batch: ([x, w]) => composed(x, w),
  }),
  "several outputs": (x, w) => add(parts(x, w).wave, parts(x, w).half),
  "several outputs back": (x, w) => {
    const { wave, half } = partsBack(x, w);
    return add(wave, half);
  },
  linear: (x, w) => add(sin(scaled(mul(x, w), { by: 1 })), halved(square(x))),
  checkpoint: checkpoint(composed),
  forwardDiff: forwardDiff(composed),
  "a rule in a region": checkpoint((x: Value, w: Value) => kinds["adjoint"](x, w)),
  "a closed region": (x, w) => forwardDiff(() => checkpoint((x: Value) => kinds["pushforward"](x, w))(x))(),
  "in a loop": (x, w) =>
    forLoop(2, (_i, y) => add(mul(0.5, y), mul(0.5, kinds["adjoint"](x, w))), kinds["pushforward"](x, w)) as Tensor,
  "in a scan": (x, w) =>
    scan(
      (c: Tensor, t: Tensor) => [add(c, mul(t, kinds["rule by pullback"](x, w))), c] as const,
      mul(0, x),
      tensor([0.25, 0.75]),
    )[0] as Tensor,
};

/** Kinds that have one derivative only, and the derivatives that may be asked for. */
const backward = /^grad/;
const forward = /^(derivative|jvp|jacfwd)/;
const opaqueBack = adjoint((x, w) => [
  numeric(x, w),
  (ybar) => vjp(ybar, [x, w]).map((bar) => tensor(bar.data, bar.shape)) as unknown as readonly [Tensor, Tensor],
]);
const opaqueAlong = pushforward((x, w) => [numeric(x, w), (dx, dw) => tensor(jvpOf([dx, dw], [x, w]).data, x.shape)]);
export const once: Readonly<Record<string, { readonly f: Two; readonly by: RegExp }>> = {
  surrogate: {
    f: (x, w) => surrogate(nonDifferentiable((y: Tensor) => y)(composed(x, w)), composed(x, w)),
    by: /^(grad|derivative|jvp|jacfwd)/,
  },
  "opaque adjoint": { f: opaqueBack, by: backward },
  "opaque pushforward": { f: opaqueAlong, by: forward },
  "opaque pushforward in a region": { f: forwardDiff(opaqueAlong), by: /^(grad|derivative|jvp|jacfwd)/ },
  "opaque adjoint computed again": { f: checkpoint(opaqueBack), by: backward },
  "opaque rule": {
    f: rule({
      name: "opaque",
      impl: numeric,
      vjp: (ybar, xs) =>
        vjp(ybar, xs).map((bar) => tensor(bar.data, bar.shape)) as unknown as readonly [Tensor, Tensor],
    }),
    by: backward,
  },
  "opaque rule forward": {
    f: rule({ name: "opaqueForward", impl: numeric, jvp: (dxs, xs) => tensor(jvpOf(dxs, xs).data, xs[0].shape) }),
    by: forward,
  },
};

const along = (f: (x: Value) => Tensor, x: Value): Tensor =>
  jvp(f as never, [x] as never, [add(1, mul(0, x))] as never)[1] as Tensor;
const all = (y: unknown): Tensor => sum(add(0, y as Value));

/** A transformation of such a function into another one, in one number. */
type Nesting = (f: Two) => Two;

const spread = (x: Value): Tensor => stack([mul(x, 0.5), mul(x, 0.9), mul(x, 1.3)]);
const tag = param(0.6);

/** Each costs one derivative more, or none. */
export const nestings: Readonly<Record<string, { readonly of: Nesting; readonly orders: number }>> = {
  "grad by x": { orders: 1, of: (f) => (x, w) => all(grad((x: Tensor) => all(f(x, w)))(x as never)) },
  "grad by w": { orders: 1, of: (f) => (x, w) => all(grad((w: Tensor) => all(f(x, w)))(w as never)) },
  "derivative by x": { orders: 1, of: (f) => (x, w) => all(along((x) => f(x, w), x)) },
  "derivative by w": { orders: 1, of: (f) => (x, w) => all(along((w) => f(x, w), w)) },
  "jvp by both": { orders: 1, of: (f) => (x, w) => all(jvp(f as never, [x, w] as never, [w, x] as never)[1]) },
  "grad by both": {
    orders: 1,
    of: (f) => (x, w) => {
      const [a, b] = grad(((x, w) => all(f(x, w))) as Two, { argnums: [0, 1] })(x, w) as [Value, Value];
      return add(all(a), mul(2, all(b)));
    },
  },
  hessian: { orders: 2, of: (f) => (x, w) => all(hessian((x: Tensor) => all(f(x, w)))(x as never)) },
  hvp: { orders: 2, of: (f) => (x, w) => all(hvp((w: Tensor) => all(f(x, w)))(w as never, x as never)) },
  jacfwd: {
    orders: 1,
    of: (f) => (x, w) => all(jacfwd((x: Tensor) => vmap((z: Tensor) => f(z, w))(spread(x)))(x as never)),
  },
  "vmap of x": { orders: 0, of: (f) => (x, w) => all(vmap((z: Tensor) => f(z, w))(spread(x))) },
  "vmap of w": { orders: 0, of: (f) => (x, w) => all(vmap((z: Tensor) => f(x, z))(spread(w))) },
  "vmap of both": {
    orders: 0,
    of: (f) => (x, w) => all(vmap(f as never)(spread(x), stack([w, mul(w, 0.5), mul(w, 2)]))),
  },
  "vmap by axis": {
    orders: 0,
    of: (f) => (x, w) => all(vmap(f as never, { inAxes: [0, null] })(spread(x), w)),
  },
  squared: { orders: 0, of: (f) => (x, w) => square(f(x, w)) },
  twice: { orders: 0, of: (f) => (x, w) => f(add(mul(0, x), mul(0.3, f(x, w))), w) },
  checkpoint: { orders: 0, of: (f) => checkpoint(f) as Two },
  forwardDiff: { orders: 0, of: (f) => forwardDiff(f) as Two },
  "and a tag": { orders: 0, of: (f) => (x, w) => add(f(x, w), f(mul(tag, add(1, mul(0, x))), w)) },
  "of a tag": { orders: 0, of: (f) => (x, w) => add(f(x, w), all(f(tag, 0.5))) },
  "first of two": {
    orders: 0,
    of: (f) => (x, w) => {
      f(w, x);
      return f(x, w);
    },
  },
  stopped: { orders: 0, of: (f) => (x, w) => add(f(x, w), f(stopGradient(x), w)) },
  loop: {
    orders: 0,
    of: (f) => (x, w) => forLoop(2, (_i, y) => add(mul(0, y), f(mul(0.3, y), w)), x) as Tensor,
  },
  compiled: { orders: 0, of: (f) => compile(f) as Two },
};

/** Some nestings, in at most so many derivatives. */
export function nested(seed: number, most: number): readonly string[] {
  const next = numbers(seed);
  const names = Object.keys(nestings);
  const list: string[] = [];
  let orders = 0;
  let maps = 0;
  for (const length = 1 + Math.floor(next() * 5); list.length < length; ) {
    const name = names[Math.floor(next() * names.length)];
    orders += nestings[name].orders;
    maps += /vmap|jacfwd/.test(name) ? 1 : 0;
    if (orders > most || maps > 2) break;
    list.push(name);
  }
  return list;
}

export function built(list: readonly string[], f: Two): Two {
  return list.reduce((g, name) => nestings[name].of(g), f);
}
