import { add, mul, square } from "@wengert/ops";
import {
  freeze,
  gradient,
  jacobianOf,
  type Param,
  param,
  paramsOf,
  positive,
  thaw,
  UnknownParamError,
} from "@wengert/params";
import { describe, expect, test } from "vitest";

const make = () => {
  const shared = param(3);
  return {
    kernel: { scale: param(1, { constraint: positive() }), lengths: [param(2), shared], lengthsToo: param(4) },
    again: { shared },
    table: new Map([["a b", param(5)]]),
  };
};
const frozen = (model: unknown): string[] => {
  const all = ["kernel.scale", "kernel.lengths[0]", "kernel.lengths[1]", "kernel.lengthsToo", 'table["a b"]'];
  let left: readonly string[] = [];
  try {
    left = paramsOf(model).paths;
  } catch (error) {
    if (!(error instanceof UnknownParamError)) throw error;
  }
  return all.filter((path) => !left.includes(path));
};

describe("freeze", () => {
  test.each<[string, (model: ReturnType<typeof make>) => Param[], string[]]>([
    ["by tag", (m) => freeze(m, m.kernel.scale), ["kernel.scale"]],
    ["by path", (m) => freeze(m, "kernel.lengths[0]"), ["kernel.lengths[0]"]],
    ["by the path of a branch", (m) => freeze(m, "kernel.lengths"), ["kernel.lengths[0]", "kernel.lengths[1]"]],
    ["by a second path", (m) => freeze(m, "again"), ["kernel.lengths[1]"]],
    ["by a path in a Map", (m) => freeze(m, 'table["a b"]'), ['table["a b"]']],
    ["by predicate", (m) => freeze(m, (p, path) => path.endsWith("Too") && p.value === 4), ["kernel.lengthsToo"]],
    ["by constraint", (m) => freeze(m, (p) => p.constraint !== undefined), ["kernel.scale"]],
    ["by several", (m) => freeze(m, [m.kernel.scale, "table"]), ["kernel.scale", 'table["a b"]']],
    ["a part of the model", (m) => freeze(m.kernel.lengths), ["kernel.lengths[0]", "kernel.lengths[1]"]],
    ["in a set", (m) => freeze(paramsOf(m), "kernel.scale"), ["kernel.scale"]],
    ["all", (m) => freeze(m), frozen({})],
  ])("%s", (_name, run, wanted) => {
    const model = make();
    const held = run(model);
    expect(frozen(model)).toEqual(wanted);
    expect(held).toHaveLength(wanted.length);
    expect(thaw(held)).toHaveLength(wanted.length);
    expect(frozen(model)).toEqual([]);
  });

  test("returns what it changed, so that what was frozen before stays so", () => {
    const model = make();
    freeze(model, "kernel.scale");
    const held = freeze(model, "kernel");
    expect(held).toHaveLength(3);
    thaw(held);
    expect(frozen(model)).toEqual(["kernel.scale"]);
    expect(thaw(model)).toEqual([model.kernel.scale]);
  });

  test("refuses what is not there, and names what is", () => {
    const model = make();
    const lengths = (): Param[] => freeze(model, "kernel.length");
    expect(lengths).toThrow(UnknownParamError);
    expect(lengths).toThrow(/"kernel.length".*kernel.lengths\[0\]/);
    expect(() => freeze(model, "kernel.scale.value")).toThrow(UnknownParamError);
    expect(() => freeze(model, param(1, { name: "other" }))).toThrow(/other/);
    expect(() => thaw(model, 3 as never)).toThrow(/path/);
    expect(frozen(model)).toEqual([]);
  });
});

describe("a set with a frozen member", () => {
  test("keeps its layout; no gradient follows that one, and nothing writes it", () => {
    const model = { a: param(2), b: param(3, { constraint: positive() }), c: param(5) };
    const set = paramsOf(model);
    const loss = () => add(square(model.a), add(square(model.b), square(model.c)));
    freeze(model, "b");
    expect(set.paths).toEqual(["a", "b", "c"]);
    const grads = gradient(loss, set);
    expect([...grads.entries()].map(([path, , g]) => [path, g])).toEqual([
      ["a", 4],
      ["c", 10],
    ]);
    expect(() => grads.get(model.b)).toThrow(/frozen/);
    expect(jacobianOf(loss, set).toMatrix().toArray()).toEqual([[4, 10]]);
    set.assign(Float64Array.of(1, 1, 1));
    expect([model.a.value, model.b.value, model.c.value]).toEqual([1, 3, 1]);
    thaw(model, "b");
    expect(gradient(loss, set).get(model.b)).toBeCloseTo(18, 12);
    set.assign(Float64Array.of(0, 0, 0));
    expect([model.a.value, model.b.value, model.c.value]).toEqual([0, 1, 0]);
    freeze(model);
    expect(() => gradient(loss, set)).toThrow(/all parameters.*frozen \(a, b, c\)/);
  });

  test("a frozen parameter is a constant inside of outer derivatives, too", () => {
    const [a, b] = [param(2), param(3)];
    const set = paramsOf([a, b]);
    freeze(b);
    const inner = () => gradient(() => mul(square(a), square(b)), set).get(a);
    expect([...gradient(inner as never, set).toVector()]).toEqual([18]);
  });
});
