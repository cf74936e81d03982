import { ShapeError, type Tensor, TracedValueError, tensor } from "@wengert/array";
import { grad, IndependentLossError, jacrev } from "@wengert/core";
import { concat, mul, square, sum } from "@wengert/ops";
import {
  combine,
  describe as describeParams,
  jacobianOf,
  param,
  paramsOf,
  partition,
  positive,
  ravel,
  simplex,
  UnknownParamError,
} from "@wengert/params";
import { adjoint, UnknownLeafError, type Value } from "@wengert/rule";
import { registerNode, TreeMismatchError } from "@wengert/tree";
import { describe, expect, test } from "vitest";

class Pair {
  readonly left: unknown;
  readonly right: unknown;
  constructor(left: unknown, right: unknown) {
    this.left = left;
    this.right = right;
  }
}
registerNode(Pair, {
  children: ({ left, right }) => ({ left, right }),
  rebuild: ({ left, right }) => new Pair(left, right),
});

describe("partition and combine", () => {
  const tree = { kernel: { scale: 1, lengths: [2, 3], name: "rbf" }, noise: tensor([4]), none: null };

  test.each<[string, Parameters<typeof partition>[1], unknown]>([
    ["by path", "noise", [4]],
    ["by the path of a branch", "kernel.lengths", [2, 3]],
    ["by predicate", (leaf) => leaf === 1 || leaf === 3, [1, 3]],
    ["by several", ["kernel.scale", (_, path) => path.endsWith("[1]")], [1, 3]],
    ["none", () => false, []],
  ])("%s", (_name, which, wanted) => {
    const [selected, rest] = partition(tree, which);
    expect([...ravel(selected).vector.data]).toEqual(wanted);
    expect(ravel(rest).vector.size).toBe(4 - (wanted as number[]).length);
    expect(selected.kernel.name).toBe("rbf");
    expect(combine(selected, rest)).toEqual(tree);
    expect(combine(rest, selected)).toEqual(tree);
  });

  test("by tag, wherever it stands", () => {
    const p = param(1);
    const [selected, rest] = partition([p, 2, { p }], p);
    expect(selected).toEqual([p, null, { p }]);
    expect(rest).toEqual([null, 2, { p: null }]);
  });

  test("registered classes", () => {
    const pair = new Pair(1, [2, "s"]);
    const [selected, rest] = partition({ pair }, "pair.left");
    expect(selected.pair).toEqual(new Pair(1, [null, "s"]));
    expect(combine(selected, rest)).toEqual({ pair });
    expect((combine(selected, rest) as { pair: unknown }).pair).toBeInstanceOf(Pair);
  });

  test("a null stands for a branch, the first wins, the order of keys does not matter", () => {
    expect(combine({ a: null, b: { c: 1 } }, { b: { c: 2 }, a: { x: [3] } })).toEqual({ a: { x: [3] }, b: { c: 1 } });
    expect(combine(null, null, 3)).toBe(3);
    expect(combine({ a: 1 })).toEqual({ a: 1 });
  });

  test("the gradient by one part", () => {
    const loss = (t: { kernel: { scale: Value }; noise: Value }): Value => sum(mul(square(t.kernel.scale), t.noise));
    const [selected, rest] = partition(tree, "kernel.scale");
    const g = grad((part: unknown) => loss(combine(part, rest) as never))(selected as never);
    expect(g).toEqual({ kernel: { scale: 8, lengths: [null, null], name: null }, noise: null, none: null });
  });

  test("refuse what is not there, and trees that differ", () => {
    expect(() => partition(tree, "kernel.length")).toThrow(UnknownParamError);
    expect(() => partition(tree, param(1))).toThrow(UnknownParamError);
    expect(() => partition({ a: new Float64Array(1) }, "a")).toThrow(UnknownLeafError);
    for (const [a, b, path] of [
      [{ a: 1 }, { a: { b: 1 } }, "a"],
      [{ a: { b: 1 } }, { a: {} }, "a.b"],
      [{ a: {} }, { a: { b: 1 } }, "a.b"],
      [{ a: [1] }, { a: [1, 2] }, "a[1]"],
      [[1], { 0: 1 }, "(root)"],
      [{ a: "x" }, { a: 1 }, "a"],
    ] as const) {
      expect(() => combine(a, b)).toThrow(TreeMismatchError);
      expect(() => combine(a, b)).toThrow(path);
    }
  });
});

describe("ravel", () => {
  const tree = {
    b: tensor([
      [1, 2],
      [3, 4],
    ]),
    a: [5, param(6, { constraint: positive() })],
    s: "x",
    e: tensor([], [0, 2]),
  };

  test("there and back", () => {
    const { vector, unravel } = ravel(tree);
    expect(vector.toArray()).toEqual([1, 2, 3, 4, 5, 6]);
    const back = unravel(mul(2, vector));
    expect(back.b.toArray()).toEqual([
      [2, 4],
      [6, 8],
    ]);
    expect(back.a).toEqual([10, 12]);
    expect(back.s).toBe("x");
    expect(back.e.shape).toEqual([0, 2]);
  });

  test("nothing, a number, a scalar", () => {
    expect(ravel({ s: "x" }).vector.shape).toEqual([0]);
    expect(ravel({ s: "x" }).unravel(tensor([]))).toEqual({ s: "x" });
    expect(ravel(3).unravel(tensor([4]))).toBe(4);
    expect(ravel(tensor(3)).unravel(tensor([4])).shape).toEqual([]);
  });

  test("is differentiable both ways", () => {
    const { vector, unravel } = ravel({ a: 2, b: tensor([3, 4]) });
    const there = jacrev((t: { a: Tensor; b: Tensor }) => ravel(t).vector)({ a: 2, b: tensor([3, 4]) });
    expect(there.a.toArray()).toEqual([1, 0, 0]);
    expect(there.b.toArray()).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
    const f = (v: Tensor): Tensor => {
      const { a, b } = unravel(v);
      return sum(mul(square(a), b));
    };
    expect(grad(f)(vector).toArray()).toEqual([28, 4, 4]);
    expect(jacrev((v: Tensor) => grad(f)(v))(vector).toArray()).toEqual([
      [14, 4, 4],
      [4, 0, 0],
      [4, 0, 0],
    ]);
  });

  test("refuses vectors of another shape", () => {
    const { unravel } = ravel({ a: 2 });
    expect(() => unravel(3)).toThrow(ShapeError);
    expect(() => unravel(tensor([1, 2]))).toThrow(/\[1\].*\[2\]/);
    expect(() => ravel({ a: new Map() })).toThrow(UnknownLeafError);
  });
});

describe("describe", () => {
  const model = {
    kernel: {
      variance: param(2.5, { constraint: positive() }),
      weights: param(tensor([0.5, 0.5]), { constraint: simplex() }),
    },
    noise: param(tensor([[1, 2]]), { trainable: false }),
  };

  test("has rows", () => {
    const rows = describeParams(model);
    expect([...rows]).toEqual([
      { path: "kernel.variance", shape: [], constraint: "positive", value: 2.5, trainable: true },
      { path: "kernel.weights", shape: [2], constraint: "simplex", value: model.kernel.weights.value, trainable: true },
      { path: "noise", shape: [1, 2], constraint: "unconstrained", value: model.noise.value, trainable: false },
    ]);
  });

  test("prints as a table", () => {
    expect(String(describeParams(model)).split("\n")).toEqual([
      "path             shape   constraint     value       trainable",
      "kernel.variance  []      positive       2.5         yes",
      "kernel.weights   [2]     simplex        [0.5, 0.5]  yes",
      "noise            [1, 2]  unconstrained  [[1, 2]]    no",
      "3 parameters of 5 numbers, 3 of them trainable",
    ]);
    expect(String(describeParams(param(1)))).toContain("(root)");
    expect(String(describeParams({}))).toContain("0 parameters");
    expect(describeParams(paramsOf(model))).toHaveLength(2);
  });
});

describe("jacobianOf", () => {
  const a = param(2);
  const b = param(tensor([3, 4]), { constraint: positive() });
  const set = paramsOf({ a, b });
  const wide = (): Tensor => concat([mul(a, b), square(b), square(b)]);

  test("by columns where there are more outputs than parameters, else by rows: the same", () => {
    const J = jacobianOf(wide, set);
    expect(J.get(a).shape).toEqual([6]);
    expect(J.get(b).shape).toEqual([6, 2]);
    const close = (got: Tensor, wanted: number[]): void => {
      for (const [i, x] of wanted.entries()) expect(got.data[i]).toBeCloseTo(x, 11);
    };
    const matrix = [3, 6, 0, 4, 0, 8, 0, 18, 0, 0, 0, 32, 0, 18, 0, 0, 0, 32];
    expect(J.toMatrix().shape).toEqual([6, 3]);
    close(J.toMatrix(), matrix);
    const rows = jacobianOf(() => mul(a, b), set);
    close(rows.toMatrix(), matrix.slice(0, 6));
    expect([...J.entries()].map(([path]) => path)).toEqual(["a", "b"]);
  });

  test("of scalars, parameters, numbers, and nothing", () => {
    expect(
      jacobianOf(() => mul(a, a), set)
        .get(a)
        .item(),
    ).toBe(4);
    expect(
      jacobianOf(() => a, set)
        .get(a)
        .item(),
    ).toBe(1);
    expect(() => jacobianOf(() => 3, set)).toThrow(IndependentLossError);
    const none = jacobianOf(() => tensor([], [0, 2]), set);
    expect([none.get(b).shape, none.toMatrix().shape]).toEqual([
      [0, 2, 2],
      [0, 3],
    ]);
  });

  test("of opaque code with its own pullback", () => {
    const three = adjoint((x: Tensor) => [
      tensor([x.item(), 2 * x.item(), x.item() ** 2]),
      (g) => [g.data[0] + 2 * g.data[1] + 2 * x.item() * g.data[2]],
    ]);
    expect(
      jacobianOf(() => three(a), paramsOf(a))
        .get(a)
        .toArray(),
    ).toEqual([1, 2, 4]);
  });

  test("inside of an outer derivative", () => {
    const f = (): Tensor => sum(jacobianOf(() => concat([mul(a, mul(a, b)), b]), paramsOf(a)).get(a));
    expect(grad((x: Tensor) => mul(x, f()))(1)).toBeCloseTo(28, 11);
    const J = jacobianOf(f, set).toMatrix();
    expect(J.data[0]).toBeCloseTo(14, 11);
    expect(J.data[1]).toBeCloseTo(12, 11);
    expect(() => jacobianOf(() => f().item(), set)).toThrow(TracedValueError);
  });

  test("refuses what is no value, and parameters that it does not know", () => {
    expect(() => jacobianOf(() => ({ a: 1 }) as never, set)).toThrow(UnknownLeafError);
    expect(() => jacobianOf(() => Promise.resolve(1) as never, set)).toThrow(/Promise/);
    expect(() => jacobianOf(() => a, [a] as never)).toThrow(/paramsOf/);
    expect(() => jacobianOf(() => a, set).get(param(1))).toThrow(UnknownParamError);
  });
});
