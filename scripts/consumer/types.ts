// What the public types infer, and what must not compile. A line under `@ts-expect-error` that compiles is an error.
import { checkGrads, checkRule, finiteDifference } from "@wengert/check";
import { ruleWithAttributes } from "@wengert/rule";
import {
  add,
  adjoint,
  checkpoint,
  type Differential,
  derivative,
  detectAnomaly,
  diagHessian,
  forwardDiff,
  type Gradient,
  type GradientFunction,
  type Grads,
  grad,
  greater,
  hessian,
  hvp,
  jacfwd,
  jacobian,
  jacrev,
  jvp,
  type Lifted,
  linearize,
  mul,
  type Param,
  param,
  paramsOf,
  pushforward,
  rule,
  sum,
  surrogate,
  type Tensor,
  tensor,
  type Value,
  type Values,
  valueAndGrad,
  vjp,
  vmap,
  where,
  withGradient,
} from "wengert";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles when the type of the value is exactly `Wanted`. */
function is<Wanted>(): <Got>(value: Got, same: Equal<Got, Wanted>) => void {
  return () => {};
}

interface Model {
  kernel: { scale: number; lengths: Tensor };
  parts: number[];
  name: string;
  flag?: boolean;
}
const model: Model = { kernel: { scale: 1, lengths: tensor([1, 2]) }, parts: [1], name: "rbf" };
const overLifted = (p: Lifted<Model>): Value => mul(p.kernel.scale, sum(p.kernel.lengths));
const overValues = (p: Values<Model>): Value => mul(p.kernel.scale, sum(p.kernel.lengths));

// The gradient has the shape of the tree, whichever way the function is written.
type ModelGradient = {
  kernel: { scale: number; lengths: Tensor };
  parts: number[];
  name: null;
  flag?: null;
};
const g1: ModelGradient = grad(overLifted)(model);
const g2: ModelGradient = grad(overValues)(model);
const [v3, g3]: [number, ModelGradient] = valueAndGrad(overValues)(model);
const scale: number = g1.kernel.scale;
const lengths: Tensor = g2.kernel.lengths;
const nothing: null = g3.name;

// A function without arguments is differentiated by the tags that it closes over, in a tree of them.
const tags = { a: param(2), b: { c: param(tensor([1, 2])) } };
const overTags = (): Value => mul(tags.a, sum(tags.b.c));
is<{ a: number; b: { c: Tensor } }>()(grad(overTags)(tags), true);
is<[value: number, gradient: { a: number; b: { c: Tensor } }]>()(valueAndGrad(overTags)(tags), true);
is<Tensor>()(hessian(overTags)(tags).b.c.a, true);
is<Tensor>()(jacobian(overTags)(tags).b.c, true);
const hovered: GradientFunction<[p: Lifted<Model>]> = grad(overLifted);
void hovered;

// Numbers give numbers, Tensors give Tensors; unannotated callbacks receive Tensors.
is<number>()(grad((x) => mul(x, x))(3), true);
is<Tensor>()(grad((x) => sum(mul(x, x)))(tensor([1, 2])), true);
grad((x) => {
  is<Tensor>()(x, true);
  return x;
});

// Parameters give what they hold.
const p = param(1);
const t = param(tensor([1, 2]));
is<Param<number>>()(p, true);
is<Param<Tensor>>()(t, true);
const [value, grads] = withGradient(() => mul(p, sum(t)), paramsOf([p, t]));
is<number>()(value, true);
is<Grads>()(grads, true);
is<number>()(grads.get(p), true);
is<Tensor>()(grads.get(t), true);
is<Gradient<{ p: Param<number>; t: Param<Tensor> }>>()({ p: 1, t: tensor(1) }, true);

// The other arguments pass through; aux comes out.
is<number>()(grad((x: Tensor, n: number, name: string) => (name === "" ? x : mul(x, n)))(1, 2, "a"), true);
const [gradient, aux] = grad((x: Tensor) => [mul(x, x), { twice: mul(2, x) }] as const, { hasAux: true })(3);
is<number>()(gradient, true);
const twice: Tensor = aux.twice;

// Values and derivatives of vjp, jvp and the rest are Tensors.
const [y, pullback] = vjp((a, b) => mul(a, b), 2, tensor([1]));
is<Tensor>()(y, true);
const [abar, bbar] = pullback(1);
const bars: (Tensor | undefined)[] = [abar, bbar];
const [, dy] = jvp((p: Lifted<Model>) => p.kernel, [model], [{ kernel: { scale: 1 } }]);
is<Tensor>()(dy.scale, true);
is<Tensor>()(jvp((x) => mul(x, x), [1], [1])[1], true);
is<Tensor>()(derivative((x) => mul(x, x))(1), true);
is<Tensor>()(hessian((p: { a: Tensor; b: Tensor }) => mul(p.a, p.b))({ a: 1, b: 2 }).a.b, true);
is<Tensor>()(jacobian((p: { a: Tensor }) => ({ u: p.a }))({ a: 1 }).u.a, true);
is<Tensor>()(hvp((p: { a: Tensor }) => p.a)({ a: 1 }, { a: 1 }).a, true);
const [, push] = linearize((x) => mul(x, x), 2);
is<Tensor>()(push(1), true);
const differential: Differential<Model> = { kernel: { scale: tensor(1), lengths: tensor(1) }, parts: [], name: null };
const region: (p: Values<Model>) => Tensor = forwardDiff((p: Values<Model>) => mul(p.kernel.scale, 2));

// Custom rules: the arguments' number and kind are known, without annotations.
const product = adjoint((a, b) => [mul(a, b), (ybar) => [mul(ybar, b), () => mul(ybar, a)]]);
is<Tensor>()(product(1, tensor([2])), true);
const tangent = pushforward((a) => [mul(a, 2), (da) => mul(da, 2)]);
is<Tensor>()(tangent(p), true);
const overTrees = adjoint((m: { a: Tensor; b: readonly Tensor[] }, y: Tensor) => [
  { value: mul(m.a, y) },
  (ybar: { value: Tensor }) => [{ a: mul(ybar.value, y), b: m.b }, () => mul(ybar.value, m.a)],
]);
is<Tensor>()(overTrees({ a: 1, b: [2, tensor(1)] }, 2).value, true);
const pushedTrees = pushforward((m: { a: Tensor; b: Tensor }) => [
  mul(m.a, m.b),
  (dm: { a: Tensor; b: Tensor }) => mul(dm.a, dm.b),
]);
is<Tensor>()(pushedTrees({ a: 1, b: p }), true);
const several = rule({
  name: "several",
  impl: (a: Tensor) => ({ one: a, two: mul(2, a) }),
  vjp: ({ one, two }, [a]) => [mul(one ?? two ?? a, 1)],
});
is<Tensor>()(several(1).two, true);
// What impl returns may be a number, as in an adjoint; the operation returns a Tensor, and the derivatives see one.
const counted = rule({ name: "counted", impl: (a: Tensor) => a.size, vjp: (ybar, [a], y) => [mul(ybar, mul(a, y))] });
is<Tensor>()(counted(t), true);
const mixed = rule({
  name: "mixed",
  impl: (a: Tensor, { by }: { by: number }) => ({ one: by, two: mul(a, by) }),
  vjp: ({ one, two }, _xs, y, { by }) => [mul(one ?? two ?? y.one, by)],
});
is<Tensor>()(mixed(1, { by: 2 }).one, true);
is<Tensor>()(vmap((x: Tensor) => mul(x, 2))(t), true);
is<Tensor>()(surrogate(1, where(greater(1, 0), 1, 2)), true);

// Trees of every kind: what is inferred without an annotation, tuples, lists, parameters as leaves.
const named = { kernel: { scale: 1, lengths: tensor([1, 2]) }, name: "rbf" };
const overNamed = (m: Lifted<typeof named>): Tensor => mul(m.kernel.scale, sum(m.kernel.lengths));
const gn = grad(overNamed)(named);
is<number>()(gn.kernel.scale, true);
is<Tensor>()(gn.kernel.lengths, true);
is<null>()(gn.name, true);
is<Tensor>()(hessian(overNamed)(named).kernel.scale.kernel.lengths, true);
is<Tensor>()(diagHessian(overNamed)(named).kernel.scale, true);
is<Tensor>()(hvp(overNamed)(named, diagHessian(overNamed)(named)).kernel.lengths, true);
is<number>()(grad((pair: readonly [Tensor, Tensor]) => mul(pair[0], pair[1]))([1, tensor(2)])[0], true);
const layers = grad((ws: readonly { w: Tensor }[]) => ws.reduce((all, { w }) => add(all, sum(w)), tensor(0)));
is<number>()(layers([{ w: 1 }, { w: 2 }])[0].w, true);
is<number>()(grad((m: { a: Tensor }) => m.a)({ a: p }).a, true);
is<Tensor>()(grad((m: { a: Tensor }) => sum(m.a))({ a: t }).a, true);

// Regions keep the arguments; Jacobians, checks and the rest.
const again: (x: Tensor, n: number) => Tensor = checkpoint((x: Tensor, n: number) => mul(x, n));
is<Tensor>()(forwardDiff(() => ({ a: tensor(1) }))().a, true);
is<number>()(
  detectAnomaly(() => 3),
  true,
);
is<Tensor>()(jacrev((x) => mul(x, x))(tensor([1])), true);
is<Tensor>()(jacfwd((x) => mul(x, x), { chunk: 2 })(1), true);
is<Tensor>()(finiteDifference((m: { a: Tensor }) => ({ v: m.a }), [{ a: 1 }], [{ a: 1 }]).v, true);
checkRule(mul, [1, tensor([2])], { order: 1 });
const [[loss, beside]] = valueAndGrad((x: Tensor) => [x, { name: "a" }] as const, { hasAux: true })(3);
is<number>()(loss, true);
const besideName: string = beside.name;

// The function receives Tensors, not numbers or the plain model.
// @ts-expect-error
grad((x: number) => x * x)(3);
// @ts-expect-error
grad((p: Model) => p.kernel.scale)(model);
// Arithmetic and comparison of a Tensor with a number.
// @ts-expect-error
grad((p: Lifted<Model>) => p.kernel.scale * 2)(model);
// @ts-expect-error
grad((p: Lifted<Model>) => Math.max(p.kernel.scale, 0))(model);
// @ts-expect-error
grad((x) => x + 1)(3);
// The wrong number of cotangents, and a pushforward's body.
// @ts-expect-error
adjoint((a: Tensor, b: Tensor) => [mul(a, b), (ybar) => [mul(ybar, b)]]);
// @ts-expect-error
adjoint((a: Tensor) => [mul(a, a), (da: Tensor) => mul(da, a)]);
// @ts-expect-error
rule({ name: "short", impl: (a: Tensor, b: Tensor) => mul(a, b), vjp: (ybar, [, b]) => [mul(ybar, b)] });
// @ts-expect-error
adjoint((m: { a: Tensor }, y: Tensor) => [mul(m.a, y), (ybar) => [{ a: ybar }]]);
// The wrong arity, and leaves of the wrong kind.
// @ts-expect-error
product(1);
// @ts-expect-error
product(1, 2, 3);
// @ts-expect-error
mul(1);
// @ts-expect-error
mul("1", 2);
// @ts-expect-error
grad(overLifted)({ kernel: { scale: 1 } });
// @ts-expect-error
grad((_x) => "loss")(1);
// @ts-expect-error
param("1");
// A gradient cannot be mistaken for the model.
// @ts-expect-error
const model2: Model = grad(overLifted)(model);

// Comparisons, and arithmetic from either side.
// @ts-expect-error
grad((m: Lifted<Model>) => (m.kernel.scale > 0 ? m.kernel.scale : 1))(model);
// @ts-expect-error
grad((x) => (x >= 0 ? x : 1))(1);
// @ts-expect-error
grad((x) => (x === 0 ? x : x))(1);
// @ts-expect-error
grad((x) => 2 / x)(1);
// @ts-expect-error
grad((x) => x ** 2)(1);
// Numbers, in every transformation.
// @ts-expect-error
valueAndGrad((x: number) => x)(3);
// @ts-expect-error
hessian((x: number) => x)(3);
// @ts-expect-error
hvp((x: number) => tensor(x))(3, 1);
// @ts-expect-error
diagHessian((x: number) => tensor(x))(3);
// @ts-expect-error
jacobian((x: number) => x)(3);
// @ts-expect-error
vjp((x: number) => tensor(x), 3);
// @ts-expect-error
jvp((x: number) => tensor(x), [3], [1]);
// @ts-expect-error
linearize((x: number) => tensor(x), 3);
// @ts-expect-error
derivative((x: number) => tensor(x))(3);
// The wrong arity, in every transformation.
// @ts-expect-error
grad((x: Tensor, n: number) => mul(x, n))(1);
// @ts-expect-error
grad((x: Tensor) => x)(1, 2);
// @ts-expect-error
grad((x: Tensor) => x)();
// @ts-expect-error
vjp((a: Tensor, b: Tensor) => mul(a, b), 1);
// @ts-expect-error
jvp((a: Tensor, b: Tensor) => mul(a, b), [1], [1]);
// @ts-expect-error
jvp((a: Tensor, b: Tensor) => mul(a, b), [1, 2], [1]);
// @ts-expect-error
hvp((x) => mul(x, x))(1);
// @ts-expect-error
linearize((a: Tensor, b: Tensor) => mul(a, b), 1, 2)[1](1);
// @ts-expect-error
surrogate(1);
// @ts-expect-error
where(1, 2);
// Too many cotangents or tangents, a value that is no Tensor, attributes that are missing or others.
// @ts-expect-error
adjoint((a: Tensor, b: Tensor) => [mul(a, b), (ybar) => [mul(ybar, b), mul(ybar, a), ybar]]);
// @ts-expect-error
pushforward((a: Tensor) => [mul(a, a), (da: Tensor, db: Tensor) => mul(da, db)]);
// @ts-expect-error
rule({ name: "text", impl: (_a: Tensor) => "3", vjp: (ybar: Tensor) => [ybar] });
// @ts-expect-error
rule({ name: "list", impl: (a: Tensor) => [a], vjp: (_ybar) => [null] });
// What a transformation of an asynchronous function returns is nothing to go on with.
const late = async (x: Tensor): Promise<Tensor> => x;
// @ts-expect-error
mul(vmap(late)(t), 2);
// @ts-expect-error
mul(jvp(late, [t], [t])[0], 2);
// @ts-expect-error
mul(vjp(late, t)[0], 2);
// @ts-expect-error
mul(linearize(late, t)[0], 2);
// @ts-expect-error
mul(jacobian(late)(t), 2);
// @ts-expect-error
mul(jacrev(late)(t), 2);
// @ts-expect-error
mul(jacfwd(late)(t), 2);
// @ts-expect-error
mul(checkpoint(late)(t), 2);
// @ts-expect-error
mul(forwardDiff(late)(t), 2);
const scaled = ruleWithAttributes({
  name: "scaled",
  impl: (a: Tensor, { by }: { by: number }) => mul(a, by),
  vjp: (ybar, _xs, _y, { by }) => [mul(ybar, by)],
});
// @ts-expect-error
scaled(1);
// @ts-expect-error
scaled(1, { times: 2 });
// Options, leaves of another kind, a Promise.
// @ts-expect-error
jacfwd((x) => x, { chunk: "2" });
// @ts-expect-error
checkGrads((x) => x, [1], { modes: ["fwd"] });
// @ts-expect-error
grad((x: Tensor) => x)("1");
// @ts-expect-error
grad(async (x) => x)(1);

export { again, bars, besideName, differential, g1, lengths, model2, nothing, region, scale, twice, v3 };
