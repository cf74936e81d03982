/* What is followed is followed wherever it is used, and nothing is dropped without a word. */
import { tensor } from "@wengert/array";
import {
  ArgumentError,
  checkpoint,
  grad,
  IndependentLossError,
  jacrev,
  registerNode,
  stopGradient,
  TracedValueError,
  valueAndGrad,
  vjp,
} from "@wengert/core";
import { derivative, diagHessian, forwardDiff, hessian, hvp, jacfwd, jacobian, jvp, linearize } from "@wengert/forward";
import { add, exp, greater, mul, square, sum } from "@wengert/ops";
import {
  describe as describeParams,
  freeze,
  gradient,
  hessianOf,
  hvpOf,
  jacobianOf,
  type Param,
  param,
  paramsOf,
  positive,
  toJSON,
  withGradient,
} from "@wengert/params";
import { describe, expect, test } from "vitest";

const m = { a: param(2), b: param(tensor([1, 2])) };
const covar = () => mul(m.a, 3);
// f = 3 a Σ b²
const mixed = (p: typeof m) => mul(covar(), sum(square(p.b)));
const closed = () => mul(covar(), sum(square(m.b)));

describe("a tag that is passed and closed over", () => {
  test("is followed in gradients", () => {
    for (const f of [mixed, closed, checkpoint(mixed), forwardDiff(mixed), forwardDiff(closed)] as (typeof mixed)[]) {
      const { a, b } = grad(f as never)(m as never) as unknown as { a: number; b: { toArray(): unknown } };
      expect(a).toBe(15);
      expect(b.toArray()).toEqual([12, 24]);
      expect(valueAndGrad(f as never)(m as never)[0]).toBe(30);
    }
  });

  test("is followed in the other transformations", () => {
    for (const f of [mixed, closed] as never[]) {
      expect(
        (vjp as never as (...x: unknown[]) => [unknown, (y: number) => [{ a: { item(): number } }]])(f, m)[1](
          1,
        )[0].a.item(),
      ).toBe(15);
      expect((jvp as never as (...x: unknown[]) => { item(): number }[])(f, [m], [{ a: 1, b: null }])[1].item()).toBe(
        15,
      );
      const [, push] = (linearize as never as (...x: unknown[]) => [unknown, (dx: unknown) => { item(): number }])(
        f,
        m,
      );
      expect(push({ a: 1, b: null }).item()).toBe(15);
      for (const transform of [jacfwd, jacrev, jacobian]) {
        expect((transform(f)(m as never) as unknown as { a: { item(): number } }).a.item()).toBe(15);
      }
    }
    const one = param(2);
    expect(derivative((x) => mul(x, one))(one).item()).toBe(4);
  });

  test("is followed in second derivatives, composed ones too", () => {
    for (const f of [mixed, closed] as never[]) {
      for (const H of [hessian(f)(m as never), jacfwd(grad(f))(m as never), jacrev(grad(f))(m as never)] as unknown as {
        a: { a: { item(): number }; b: { toArray(): number[] } };
        b: { a: { toArray(): number[] }; b: { toArray(): number[][] } };
      }[]) {
        expect(H.a.a.item()).toBe(0);
        expect(H.a.b.toArray()).toEqual([6, 12]);
        expect(H.b.a.toArray()).toEqual([6, 12]);
        expect(H.b.b.toArray()).toEqual([
          [12, 0],
          [0, 12],
        ]);
      }
      const product = hvp(f)(m as never, { a: 1, b: tensor([0, 0]) } as never) as unknown as typeof m;
      expect((product.b as never as { toArray(): number[] }).toArray()).toEqual([6, 12]);
      expect((diagHessian(f)(m as never) as unknown as { b: { toArray(): number[] } }).b.toArray()).toEqual([12, 12]);
    }
  });

  test("with a constraint is followed in its value", () => {
    const p = param(3, { constraint: positive() });
    expect(grad(() => square(p))(p)).toBe(6);
    expect(grad((q) => mul(q, p))(p)).toBe(6);
    expect(hessian(() => square(p))(p).item()).toBe(2);
  });

  test("at two places has two derivatives, so it cannot be closed over as well", () => {
    const p = param(3, { name: "p" });
    expect(grad((q: { a: Param; b: Param }) => mul(q.a, square(q.b)))({ a: p, b: p })).toEqual({ a: 9, b: 18 });
    expect(() => grad((q: { a: Param; b: Param }) => mul(q.a, mul(p, q.b)))({ a: p, b: p })).toThrow(ArgumentError);
    expect(() => vjp((_x, _y) => square(p), p, p)).toThrow(/vjp: the parameter "p" is passed at several places/);
  });

  test("is followed through a set that is used inside", () => {
    expect(grad(() => withGradient(closed, paramsOf(m))[0])(m)).toEqual(grad(closed)(m));
    const p = param(3, { constraint: positive() });
    // The gradient by log p is 2 p², whose derivative by p is 4 p.
    expect(grad(() => gradient(() => square(p), paramsOf(p)).get(p))(p)).toBeCloseTo(12, 12);
  });
});

describe("the value of a tag", () => {
  const p = param(2, { name: "length", constraint: positive() });
  const set = paramsOf(p);
  const read = [
    () => mul(p.value, p.value),
    () => mul(describeParams(p)[0].value, 1),
    () => mul(toJSON(p).entries[""].value as number, 1),
    () => mul(set.toVector()[0], 1),
  ];

  test("is refused where the tag is followed, with the remedy", () => {
    for (const loss of read) {
      for (const use of [
        () => gradient(loss, set),
        () => withGradient(loss, set),
        () => hessianOf(loss, set),
        () => hvpOf(loss, set)(Float64Array.of(1)),
        () => jacobianOf(loss, set),
        () => set.standingFor([3], loss),
      ]) {
        expect(use).toThrow(TracedValueError);
        expect(use).toThrow(/"length".*Use the parameter itself/);
      }
    }
    for (const use of [
      () => grad(read[0])(p),
      () => hessian(read[0])(p),
      () => jvp(read[0] as never, [p], [1]),
      () => vjp(read[0] as never, p),
      () => gradient(forwardDiff(read[0]), set),
      () => gradient(checkpoint(read[0]), set),
    ]) {
      expect(use).toThrow(TracedValueError);
    }
  });

  test("can be read where nobody follows the tag", () => {
    const q = param(5);
    const other = param(1);
    freeze(other);
    const loss = () => mul(square(q), other.value);
    expect(gradient(loss, paramsOf([q, other])).get(q)).toBe(10);
    expect(gradient(forwardDiff(loss), paramsOf(q)).get(q)).toBe(10);
    expect(gradient(checkpoint(loss), paramsOf(q)).get(q)).toBe(10);
    expect(grad((x) => mul(x, p.value))(3)).toBe(2);
    expect(p.value).toBe(2);
  });

  test("is told in another way inside", () => {
    const choose = () => (greater(p, 1).item() === 1 ? square(p) : mul(0, p));
    expect(gradient(choose, set).get(p)).toBeCloseTo(8, 12);
    expect(gradient(() => mul(stopGradient(p), p), set).get(p)).toBeCloseTo(4, 12);
  });
});

describe("a loss that uses none of its parameters", () => {
  const sets = [paramsOf(m), paramsOf(param(2, { constraint: positive() }))];
  const losses = [() => 3, () => mul(2, 3), () => exp(tensor(1)), () => add(param(1), param(2))];

  test.each(sets)("throws, and names them", (set) => {
    for (const loss of losses) {
      for (const [op, use] of Object.entries({
        withGradient: () => withGradient(loss, set),
        hessianOf: () => hessianOf(loss, set),
        hvpOf: () => hvpOf(loss, set)(set.toVector()),
        jacobianOf: () => jacobianOf(loss, set),
      })) {
        expect(use).toThrow(IndependentLossError);
        expect(use).toThrow(`${op}: the function uses none of the parameters (${set.paths[0] || "(root)"}`);
      }
      expect(() => grad(loss)(m)).toThrow(IndependentLossError);
      expect(() => hessian(loss)(m)).toThrow(IndependentLossError);
    }
  });

  test("but is a constant in the mathematical sense has the gradient 0", () => {
    const p = param(2);
    expect(gradient(() => stopGradient(p), paramsOf(p)).get(p)).toBe(0);
    expect(gradient(() => mul(0, p), paramsOf(p)).get(p)).toBe(0);
    expect(
      hessianOf(() => p, paramsOf(p))
        .get(p)
        .item(),
    ).toBe(0);
    expect(gradient(() => p, paramsOf(p)).get(p)).toBe(1);
  });
});

test("children of a registered class are a plain object or an array", () => {
  class Node {
    w = 3;
  }
  for (const children of [
    (node: Node) => node.w,
    (node: Node) => new Map([["w", node.w]]),
    (node: Node) => new Set([node.w]),
    (node: Node) => tensor([node.w]),
    (node: Node) => Float64Array.of(node.w),
    () => "w",
    () => null,
    () => undefined,
    (node: Node) => new (class extends Array {})(node.w),
  ]) {
    registerNode(Node, { children: children as never, rebuild: (_, node) => node });
    expect(() => grad((_n: unknown) => 0)(new Node() as never)).toThrow(ArgumentError);
    expect(() => grad((_n: unknown) => 0)(new Node() as never)).toThrow(/children of Node must return a plain object/);
  }
});
