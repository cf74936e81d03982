import { ShapeError, type Tensor, TracedValueError, tensor, WengertError } from "@wengert/array";
import { grad } from "@wengert/core";
import { add, exp, mul, sum } from "@wengert/ops";
import {
  bounded,
  ConstraintError,
  Grads,
  gradient,
  isParam,
  ordered,
  type Param,
  param,
  paramsOf,
  positive,
  simplex,
  UnknownParamError,
  withGradient,
} from "@wengert/params";
import { UnknownLeafError } from "@wengert/rule";
import { registerNode } from "@wengert/tree";
import { describe, expect, test } from "vitest";

describe("a class with tagged fields is a model", () => {
  class Kernel {
    readonly variance: Param<number> = param(2, { constraint: positive() });
    readonly lengths: readonly Param<number>[] = [param(1), param(3)];
    readonly name: string = "rbf";
    readonly degree: number = 3;
  }
  class Scaled extends Kernel {
    readonly scale: Param = param(tensor([1, 2]));
    readonly table: Map<string, Param> = new Map([["a", param(4)]]);
    readonly chosen: Set<Param> = new Set([param(5)]);
  }

  test("with its subclasses, Maps and Sets", () => {
    const { paths, size } = paramsOf({ kernel: new Scaled() });
    const own = ["variance", "lengths[0]", "lengths[1]", "scale", "table.a", "chosen[0]"];
    expect(paths).toEqual(own.map((path) => `kernel.${path}`));
    expect(size).toBe(7);
  });

  test("registered or not, and in cycles", () => {
    class Node {
      parent: Node | undefined;
      readonly weight: Param<number>;
      constructor(weight: Param<number>) {
        this.weight = weight;
      }
    }
    const [top, bottom] = [new Node(param(1)), new Node(param(2))];
    bottom.parent = top;
    top.parent = bottom;
    registerNode(Node, { children: ({ weight }) => ({ weight }), rebuild: ({ weight }) => new Node(weight) });
    expect(paramsOf(top).params).toHaveLength(2);
    const g = grad((node: { weight: Tensor }) => mul(node.weight, node.weight))(top as never) as { weight: number };
    expect(g.weight).toBe(2);
  });

  test("the loss sees the fields' present values, the gradient comes back by field", () => {
    const model = new Kernel();
    const loss = (): Tensor => mul(model.variance, add(model.lengths[0], model.lengths[1]));
    const [value, grads] = withGradient(loss, paramsOf(model));
    expect(value).toBeCloseTo(8, 12);
    expect(grads.get(model.lengths[0])).toBeCloseTo(2, 12);
    // By the logarithm of the variance.
    expect(grads.get(model.variance)).toBeCloseTo(8, 12);
  });

  test("a single parameter is a tree, at the root", () => {
    const p = param(3);
    expect(paramsOf(p).paths).toEqual([""]);
    expect(isParam(p)).toBe(true);
    expect(isParam({ ...p })).toBe(false);
  });
});

describe("a parameter", () => {
  test("refuses native operators, and says what to write", () => {
    const p = param(3, { name: "noise" });
    for (const misuse of [() => 2 * (p as never), () => `${p as never}`, () => (p as never) > 1]) {
      expect(misuse).toThrow(TracedValueError);
      expect(misuse).toThrow(/"noise".*mul.*\.value/);
    }
  });

  test("that the loss returns is followed", () => {
    const p = param(3, { constraint: positive() });
    const [value, grads] = withGradient(() => p, paramsOf(p));
    expect(value).toBeCloseTo(3, 12);
    expect(grads.get(p)).toBeCloseTo(3, 12);
  });

  test("has a gradient of the shape of its unconstrained side", () => {
    const p = param(tensor([0.2, 0.3, 0.5]), { constraint: simplex() });
    const set = paramsOf(p);
    const weights = tensor([1, 10, 100]);
    const grads = gradient(() => sum(mul(weights, p)), set);
    expect(grads.get(p).shape).toEqual([2]);
    // ∂/∂xᵢ Σ wⱼyⱼ = yᵢ(wᵢ − Σ wⱼyⱼ)
    const mean = 0.2 + 3 + 50;
    expect(grads.toVector()[0]).toBeCloseTo(0.2 * (1 - mean), 12);
    expect(grads.toVector()[1]).toBeCloseTo(0.3 * (10 - mean), 12);
    expect(grads.fromVector(grads.toVector()).get(p).toArray()).toEqual(grads.get(p).toArray());
  });
});

describe("a set as a vector", () => {
  const make = () => ({
    a: param(2, { constraint: positive() }),
    b: param(tensor([0.2, 0.3, 0.5]), { constraint: simplex() }),
    c: param(tensor([[1, 2]]), {}),
    d: param(tensor(0.5), { constraint: bounded(0, 1) }),
  });

  test("has the unconstrained sides in order", () => {
    const model = make();
    const set = paramsOf(model);
    expect(set.size).toBe(6);
    expect(set.layout.shapes).toEqual([undefined, [2], [1, 2], []]);
    expect([...set.toVector()]).toEqual([
      Math.LN2,
      Math.log(0.2) - Math.log(0.5),
      Math.log(0.3) - Math.log(0.5),
      1,
      2,
      0,
    ]);
  });

  test("is written as one: values of the same kinds and shapes, within their constraints", () => {
    const model = make();
    const set = paramsOf(model);
    set.assign(Float64Array.of(0, 0, 0, 5, 6, 100));
    expect(model.a.value).toBe(1);
    expect(model.b.value.shape).toEqual([3]);
    for (const weight of model.b.value.data) expect(weight).toBeCloseTo(1 / 3, 15);
    expect(model.c.value.toArray()).toEqual([[5, 6]]);
    expect(model.d.value.item()).toBe(1);
    expect([...set.toVector()]).toEqual([0, 0, 0, 5, 6, 100]);
  });

  test("refuses what its constraints cannot hold, by path, and then changes nothing", () => {
    const model = { deep: [make()] };
    const set = paramsOf(model);
    const before = set.toVector();
    const cases = [
      [0, Number.NaN, "deep[0].a"],
      [2, Number.NaN, "deep[0].b"],
      [5, Number.NaN, "deep[0].d"],
    ] as const;
    for (const [at, x, path] of cases) {
      const vector = before.with(at, x).fill(7, 3, 5);
      const assign = (): void => set.assign(vector);
      expect(assign).toThrow(ConstraintError);
      expect(assign).toThrow(path);
      expect(set.toVector()).toEqual(before);
    }
    set.assign(before.with(3, Number.NaN));
    expect(model.deep[0].c.value.data[0]).toBeNaN();
  });

  test("may run into its bounds", () => {
    const model = make();
    paramsOf(model).assign(Float64Array.of(800, -800, 800, 0, 0, -800));
    expect(model.a.value).toBe(Number.POSITIVE_INFINITY);
    expect(model.b.value.toArray()).toEqual([0, 1, 0]);
    expect(model.d.value.item()).toBe(0);
  });

  test("refuses vectors of another length or kind", () => {
    const set = paramsOf(make());
    expect(() => set.assign(new Float64Array(3))).toThrow(ShapeError);
    expect(() => set.assign([1, 2] as never)).toThrow(/Float64Array/);
  });
});

describe("Grads", () => {
  const model = { a: param(2), deep: { b: param(tensor([1, 2, 3])) } };
  const set = paramsOf(model);
  const loss = (): Tensor => add(mul(model.a, model.a), sum(exp(model.deep.b)));
  const grads = gradient(loss, set);
  const flat = [4, ...[1, 2, 3].map(Math.exp)];

  test("are a vector", () => {
    expect([...grads.toVector()]).toEqual(flat);
    expect([...grads.add(grads).toVector()]).toEqual(flat.map((x) => 2 * x));
    expect([...grads.sub(grads).toVector()]).toEqual([0, 0, 0, 0]);
    expect([...grads.scale(-0.5).toVector()]).toEqual(flat.map((x) => -0.5 * x));
    expect(grads.norm()).toBeCloseTo(Math.hypot(...flat), 12);
    expect(grads.scale(1e200).norm() / 1e200).toBeCloseTo(Math.hypot(...flat), 12);
    expect(grads.scale(1e-200).norm() * 1e200).toBeCloseTo(Math.hypot(...flat), 12);
    expect(grads.scale(0).norm()).toBe(0);
    expect(grads.scale(Number.NaN).norm()).toBeNaN();
    expect([...grads.fromVector(Float64Array.of(1, 2, 3, 4)).toVector()]).toEqual([1, 2, 3, 4]);
  });

  test("keep the kinds of their parts", () => {
    const scaled = grads.scale(2).map((part, p) => (p === model.a ? part : mul(part, 0)));
    expect(scaled.get(model.a)).toBe(8);
    expect(scaled.get(model.deep.b).toArray()).toEqual([0, 0, 0]);
    expect([...scaled.entries()].map(([path]) => path)).toEqual(["a", "deep.b"]);
    const from = grads.fromVector(grads.toVector());
    expect(from.get(model.a)).toBe(4);
  });

  test("of the same parameters in another order add up by parameter", () => {
    const other = gradient(loss, paramsOf([model.deep.b, model.a]));
    expect([...grads.add(other).toVector()]).toEqual(flat.map((x) => 2 * x));
  });

  test("of other parameters are refused, with what differs", () => {
    const more = param(1);
    const other = gradient(() => mul(model.a, more), paramsOf({ a: model.a, more }));
    expect(() => grads.add(other)).toThrow(UnknownParamError);
    expect(() => grads.add(other)).toThrow("deep.b only here, more only in the other");
    expect(() => grads.sub(gradient(() => model.a, paramsOf(model.a)))).toThrow("deep.b only here");
    expect(() => grads.add(3 as never)).toThrow(WengertError);
  });

  test("refuse parts that do not fit", () => {
    expect(() => grads.map((part) => sum(part))).toThrow(ShapeError);
    expect(() => grads.map((part) => sum(part))).toThrow("deep.b");
    expect(() => grads.scale(tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => grads.map(() => "x" as never)).toThrow(UnknownLeafError);
    expect(() => grads.fromVector(new Float64Array(9))).toThrow(ShapeError);
  });

  test("may be differentiated, but not read while they are", () => {
    const twice = gradient(() => gradient(loss, set).scale(3).get(model.a) as never, set);
    expect([...twice.toVector()]).toEqual([6, 0, 0, 0]);
    expect(() => gradient(() => gradient(loss, set).norm(), set)).toThrow(TracedValueError);
  });

  test("made by hand", () => {
    expect(new Grads(set, [1, tensor([1, 1, 1])]).norm()).toBe(2);
  });
});

test("shared parameters are one, also under a constraint", () => {
  const shared = param(tensor([1, 2]), { constraint: ordered() });
  const model = { a: shared, b: { c: shared } };
  const set = paramsOf(model);
  expect(set.paths).toEqual(["a"]);
  const apart = gradient(() => sum(model.a), set).toVector();
  const together = gradient(() => add(sum(model.a), sum(model.b.c)), set).toVector();
  expect([...together]).toEqual([...apart].map((x) => 2 * x));
});
