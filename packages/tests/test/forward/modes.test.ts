/* Which mode is taken, how often functions and rules run, and what a transformation makes of several leaves and outputs. */
import { type Tensor, tensor } from "@wengert/array";
import { AnomalyError, adjoint, detectAnomaly, grad } from "@wengert/core";
import { diagHessian, forwardDiff, jacfwd, jacobian, jvp, linearize, sparsityOf } from "@wengert/forward";
import { add, div, mul, pad, slice, sqrt, square, sum } from "@wengert/ops";
import { param } from "@wengert/params";
import { rule, type Value } from "@wengert/rule";
import { directionOf } from "@wengert/rule/library";
import { describe, expect, test } from "vitest";

/** 3x, which counts in which mode it is differentiated. */
function counted(): { f: (x: Value) => Tensor; counts: { jvp: number; vjp: number } } {
  const counts = { jvp: 0, vjp: 0 };
  const f = rule({
    name: "thrice",
    impl: (x: Tensor) => mul(3, x),
    jvp: ([dx]) => {
      counts.jvp++;
      return dx && mul(3, dx);
    },
    vjp: (ybar) => {
      counts.vjp++;
      return [mul(3, ybar)];
    },
    batch: "broadcast",
  });
  return { f, counts };
}

/** The sum and the first element, by a rule with either half. */
const parts = {
  jvp: rule({
    name: "parts",
    impl: (x: Tensor) => ({ sum: sum(x), first: slice(x, [0], [1]) }),
    jvp: ([dx]) => ({ sum: sum(dx as Tensor), first: slice(dx as Tensor, [0], [1]) }),
  }),
  vjp: rule({
    name: "parts",
    impl: (x: Tensor) => ({ sum: sum(x), first: slice(x, [0], [1]) }),
    vjp: ({ sum: s, first }, [x]) => [
      add(mul(s ?? 0, add(1, mul(0, x))), pad(first ?? tensor([0]), [[0, x.size - 1]])),
    ],
  }),
};

describe("several outputs of one operation", () => {
  const [x, dx] = [tensor([2, 3, 4]), tensor([1, 10, 100])];
  test.each(Object.entries(parts))("by its %s", (_, split) => {
    const [, dy] = jvp((x: Tensor) => split(x), [x], [dx]);
    expect([dy.sum.item(), dy.first.toArray()]).toEqual([111, [1]]);
    const [, push] = linearize((x: Tensor) => mul(2, split(x).first), x);
    expect(push(dx).toArray()).toEqual([2]);
    expect(linearize((x: Tensor) => mul(2, split(x).sum), x)[1](dx).item()).toBe(222);
    expect(jacfwd((x: Tensor) => split(x).sum)(x).toArray()).toEqual([1, 1, 1]);
  });
});

describe("rules in the other mode", () => {
  test("compute no cotangent for what has no tangent", () => {
    const runs = [0, 0];
    const product = rule({
      name: "product",
      impl: (x: Tensor, y: Tensor) => mul(x, y),
      vjp: (zbar, [x, y]) => [
        () => {
          runs[0]++;
          return mul(zbar, y);
        },
        () => {
          runs[1]++;
          return mul(zbar, x);
        },
      ],
    });
    expect(jvp((x: Tensor) => product(x, 5), [3], [1])[1].item()).toBe(5);
    expect(runs).toEqual([1, 0]);
    expect(jvp(product, [3, 5], [null, 1])[1].item()).toBe(3);
    expect(runs).toEqual([1, 1]);
  });

  test("may have no cotangent for an argument, or one that does not depend on the output's", () => {
    const scale = rule({
      name: "scale",
      impl: (x: Tensor, y: Tensor) => mul(x, y),
      vjp: (zbar, [, y]) => [mul(zbar, y), null],
    });
    expect(jvp(scale, [3, 5], [1, 1])[1].item()).toBe(5);
    const flat = rule({ name: "flat", impl: (_x: Tensor) => tensor(7), vjp: () => [tensor(0)] });
    expect(jvp((x: Tensor) => add(x, flat(x)), [3], [2])[1].item()).toBe(2);
  });
});

describe("what a value knows of its direction", () => {
  test("its tangent, where there is one direction", () => {
    const seen: (number | undefined)[] = [];
    const look = (x: Tensor): Tensor => {
      seen.push(directionOf(x)?.item());
      return mul(x, x);
    };
    look(tensor(2));
    jvp(look, [2], [7]);
    // Two leaves are followed in two directions at once.
    jacfwd((t: { a: Tensor; b: Tensor }) => add(look(t.a), t.b))({ a: 2, b: 3 });
    expect(seen).toEqual([undefined, 7, undefined]);
  });

  test("its rows", () => {
    const f = ([a, b]: Tensor): Tensor => mul(a, square(b));
    expect(jvp(f, [tensor([2, 3])], [tensor([1, 0])])[1].item()).toBe(9);
    expect(jacfwd(f)(tensor([2, 3])).toArray()).toEqual([9, 12]);
  });
});

describe("the cheaper mode", () => {
  test("is that with fewer elements, in all leaves together", () => {
    const { f, counts } = counted();
    jacobian((t: { a: Tensor; b: Tensor }) => slice(f(add(t.a, t.b)), [0], [1]))({
      a: tensor([1, 2]),
      b: tensor([3, 4]),
    });
    expect([counts.jvp > 0, counts.vjp > 0]).toEqual([false, true]);
    Object.assign(counts, { jvp: 0, vjp: 0 });
    jacobian((x: Tensor) => ({ u: f(x), v: mul(2, x) }))(tensor([1, 2]));
    expect([counts.jvp > 0, counts.vjp > 0]).toEqual([true, false]);
  });

  test("of a sparse Jacobian is that with fewer groups; forward mode of equally many", () => {
    const { f, counts } = counted();
    const reverse = (g: (x: Tensor) => Tensor, x: Tensor): boolean => {
      const sparsity = sparsityOf(g)(x);
      Object.assign(counts, { jvp: 0, vjp: 0 });
      const J = jacobian(g, { sparsity })(x);
      expect(J.toDense().toArray()).toEqual(jacfwd(g)(x).toArray());
      expect(J.shape).toEqual(J.toDense().shape);
      return counts.vjp > 0;
    };
    const three = tensor([1, 2, 3]);
    expect(reverse((x) => slice(f(mul(x, sum(x))), [0], [1]), three)).toBe(true);
    expect(reverse((x) => f(x), three)).toBe(false);
    expect(reverse((x) => f(mul(three, x)), tensor([2]))).toBe(false);
  });

  test("an error that has nothing to do with the mode is thrown at once", () => {
    let runs = 0;
    const failing = (x: Tensor): Tensor => {
      if (++runs === 2) throw new RangeError("second run");
      return mul(x, x);
    };
    expect(() => jacobian(failing)(tensor([1, 2]))).toThrow("second run");
    expect(runs).toBe(2);
  });
});

describe("passes", () => {
  test("take the leaves of a tree together", () => {
    let runs = 0;
    const f = (t: readonly Tensor[]): Tensor => {
      runs++;
      return t.reduce((y, x) => add(y, sum(square(x))), tensor(0));
    };
    const at = [1, tensor([2, 3]), 4];
    for (const [chunk, passes] of [
      [1, 4],
      [2, 2],
      [3, 2],
      [4, 1],
      [9, 1],
    ]) {
      runs = 0;
      const J = jacfwd(f, { chunk })(at as readonly Tensor[]) as readonly Tensor[];
      expect(J.map((x) => x.toArray())).toEqual([2, [4, 6], 8]);
      expect(runs).toBe(passes);
    }
  });

  test("of a region: by what does not matter to an output, and by nothing", () => {
    const region = forwardDiff((a: Tensor, b: Tensor) => ({ p: square(a), q: sum(b) }));
    const b = tensor([1, 2, 3]);
    expect(grad((t: { a: Tensor; b: Tensor }) => add(region(t.a, t.b).p, mul(0, sum(t.b))))({ a: 3, b })).toEqual({
      a: 6,
      b: tensor([0, 0, 0]),
    });
    expect(grad((b: Tensor) => region(tensor(2), b).q)(tensor([], [0])).shape).toEqual([0]);
  });

  test("find a pattern in as many as have 2²⁰ elements", () => {
    let runs = 0;
    const band = (x: Tensor): Tensor => {
      runs++;
      return mul(x, slice(pad(x, [[0, 1]]), [1], [x.size + 1]));
    };
    for (const [n, passes] of [
      [1, 1],
      [1024, 1],
      [1500, 3],
    ]) {
      runs = 0;
      const { rows, columns } = sparsityOf(band)(tensor(new Float64Array(n).fill(2)));
      expect(runs).toBe(passes);
      const wanted = Array.from({ length: n }, (_, i) => (i + 1 < n ? [`${i},${i}`, `${i},${i + 1}`] : [`${i},${i}`]));
      expect(Array.from(rows, (row, k) => `${row},${columns[k]}`)).toEqual(wanted.flat());
    }
    expect(sparsityOf(() => tensor([1, 2]))(tensor([], [0])).shape).toEqual([2, 0]);
  });
});

describe("parameters that a function closes over", () => {
  const p = param(3);
  const cube = (): Tensor => mul(p, mul(p, p));
  test("are followed where they are handed in", () => {
    expect(jacfwd(cube)(p).item()).toBe(27);
    expect(diagHessian(cube)(p)).toEqual(tensor(18));
    expect(jvp(cube as () => Tensor, [p] as never, [1] as never)[1].item()).toBe(27);
    expect(linearize(cube as never, p as never)[1](1 as never)).toEqual(tensor(27));
  });
});

describe("patterns", () => {
  const f = (x: Tensor): Tensor => square(x);
  test.each([
    ["of no rows", { shape: [0, 4], rows: [], columns: [] }, "shape [0, 4]; this Jacobian has [4, 4]"],
    [
      "of another number of columns",
      { shape: [4, 5], rows: [], columns: [] },
      "shape [4, 5]; this Jacobian has [4, 4]",
    ],
    ["of another number of rows", { shape: [5, 4], rows: [], columns: [] }, "shape [5, 4]; this Jacobian has [4, 4]"],
    ["whose shape is a text", { shape: "44", rows: [], columns: [] }, "shape a string; this Jacobian has [4, 4]"],
  ])("%s are refused", (_, { shape, rows, columns }, message) => {
    const sparsity = { shape, rows: Int32Array.from(rows), columns: Int32Array.from(columns) } as never;
    expect(() => jacobian(f, { sparsity })(tensor([1, 2, 3, 4]))).toThrow(message);
  });

  test("of nothing", () => {
    for (const sparsity of [[], "find"] as const) {
      const J = jacobian(f, { sparsity })(tensor([], [0]));
      expect([J.shape, J.values.size, J.toDense().shape]).toEqual([[0, 0], 0, [0, 0]]);
    }
  });
});

describe("a NaN in a derivative, in forward mode", () => {
  const blamed = (f: () => unknown): string => {
    try {
      detectAnomaly(f);
    } catch (error) {
      if (error instanceof AnomalyError) return error.op as string;
      throw error;
    }
    return "nobody";
  };

  test("inside of a region is blamed on the operation there", () => {
    const product = (x: Tensor): Tensor => sqrt(mul(sqrt(x), sqrt(x)));
    expect(blamed(() => jvp(forwardDiff(product), [0], [1]))).toBe("mul");
  });

  test("from the transpose of a rule's pullback is blamed on the rule", () => {
    const reciprocal = rule({ name: "mine", impl: (x: Tensor) => x, vjp: (ybar, [x]) => [mul(ybar, div(1, x))] });
    expect(blamed(() => jvp((x: Tensor) => reciprocal(x), [tensor(0)], [tensor(0)]))).toBe("mine");
    const own = adjoint((x: Tensor) => [x, (ybar: Tensor) => [mul(ybar, div(1, x))]]);
    expect(blamed(() => jvp((x: Tensor) => own(x), [tensor(0)], [tensor(0)]))).toBe("adjoint");
  });
});
