import { isTensor, type Tensor, tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import {
  bounded,
  ConstraintError,
  fromJSON,
  orthogonal,
  type Param,
  type ParamsJSON,
  param,
  paramsOf,
  positive,
  simplex,
  toJSON,
} from "@wengert/params";
import { TreeMismatchError } from "@wengert/tree";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orthonormal } from "./values.ts";

const sent = (tree: unknown): ParamsJSON => JSON.parse(JSON.stringify(toJSON(tree)));
const bits = (value: number | Tensor): bigint[] => {
  const data = isTensor(value) ? value.data : Float64Array.of(value);
  return [...new BigUint64Array(data.slice().buffer)];
};

describe("exactness", () => {
  const hard = [0, -0, 0.1, 5e-324, -2.2250738585072011e-308, Number.MAX_VALUE, Number.NaN, -1 / 0, 1 / 0, 1 / 3];

  test("every double comes back, bit for bit", () => {
    const model = { numbers: hard.map((x) => param(x)), tensor: param(tensor(hard, [2, 5])) };
    const other = {
      numbers: hard.map(() => param(1)),
      tensor: param(
        tensor(
          hard.map(() => 1),
          [2, 5],
        ),
      ),
    };
    fromJSON(other, sent(model));
    expect(other.numbers.flatMap((p) => bits(p.value))).toEqual(model.numbers.flatMap((p) => bits(p.value)));
    expect(bits(other.tensor.value)).toEqual(bits(model.tensor.value));
    expect(other.tensor.shape).toEqual([2, 5]);
  });

  test("whatever it is", () => {
    const doubles = fc.double({ noDefaultInfinity: false, noNaN: false });
    fc.assert(
      fc.property(doubles, fc.array(doubles, { maxLength: 5 }), (x, xs) => {
        const tree = { x, xs: fromData(Float64Array.from(xs), [xs.length, 1]) };
        const back = fromJSON(tree, sent(tree));
        expect(bits(back.x)).toEqual(bits(x));
        expect(bits(back.xs)).toEqual(bits(tree.xs));
        expect(back.xs.shape).toEqual([xs.length, 1]);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  test("with constraints both sides come back, wherever the parameter started", () => {
    const make = (q: Tensor) => ({
      a: param(0.3, { constraint: positive() }),
      b: param(tensor([0.1, 0.2, 0.7]), { constraint: simplex() }),
      q: param(q, { constraint: orthogonal() }),
    });
    const model = make(orthonormal(4));
    const set = paramsOf(model);
    set.assign(set.toVector().map((x, i) => x + Math.sin(3 * i)));
    const other = make(
      tensor([
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 1, 0],
      ]),
    );
    fromJSON(other, sent(model));
    expect(bits(fromData(paramsOf(other).toVector(), [set.size]))).toEqual(bits(fromData(set.toVector(), [set.size])));
    for (const key of ["a", "b", "q"] as const) expect(bits(other[key].value)).toEqual(bits(model[key].value));
    // And they go on alike.
    const step = set.toVector().map((x, i) => x + Math.cos(i));
    set.assign(step);
    paramsOf(other).assign(step);
    expect(bits(other.q.value)).toEqual(bits(model.q.value));
  });

  test("a value that has run into its bound comes back, too", () => {
    const model = [param(1, { constraint: positive() }), param(0.5, { constraint: bounded(0, 1) })];
    paramsOf(model).assign(Float64Array.of(-800, 90));
    const other = [param(1, { constraint: positive() }), param(0.5, { constraint: bounded(0, 1) })];
    fromJSON(other, sent(model));
    expect(other.map((p) => p.value)).toEqual([0, 1]);
    expect([...paramsOf(other).toVector()]).toEqual([-800, 90]);
  });
});

describe("what is written", () => {
  test("a format, a version, and each parameter once", () => {
    const shared = param(2, { constraint: positive() });
    const json = toJSON({ a: { b: shared }, c: shared, d: param(tensor([[1, -0]]), { trainable: false }) });
    expect(json).toEqual({
      format: "wengert-params",
      version: 1,
      entries: {
        "a.b": { value: 2, unconstrained: Math.LN2 },
        d: { value: { shape: [1, 2], data: [1, "-0"] } },
      },
    });
  });

  test("sets and single parameters", () => {
    const model = { a: param(1), b: param(2) };
    expect(Object.keys(toJSON(paramsOf(model, (_, path) => path === "b")).entries)).toEqual(["b"]);
    const p = param(7);
    expect(fromJSON(p, sent(param(8)))).toBe(p);
    expect(p.value).toBe(8);
  });

  test("a tree of numbers and Tensors, such as the state of an optimizer", () => {
    const state = { step: 3, mean: { a: tensor([1, 2]), name: "x", none: null }, rest: [0.5, -0] };
    const back = fromJSON({ step: 0, mean: { a: tensor([0, 0]), name: "x", none: null }, rest: [0, 0] }, sent(state));
    expect(back.mean.a.toArray()).toEqual([1, 2]);
    expect([back.step, back.mean.name, back.mean.none, back.rest]).toEqual([3, "x", null, [0.5, -0]]);
  });

  test("a shared parameter is found under whichever of its paths it was written", () => {
    const shared = param(5);
    const json = sent({ a: shared, b: shared });
    const other = param(1);
    fromJSON({ b: { ...json }, a: other, c: [other] }, { ...json, entries: { "c[0]": json.entries["a"] } });
    expect(other.value).toBe(5);
  });

  test("a key that would be dangerous", () => {
    const model = JSON.parse('{"__proto__": 0}') as Record<string, unknown>;
    Object.defineProperty(model, "__proto__", { value: param(3), enumerable: true });
    expect(fromJSON(model, sent(model))).toBe(model);
  });
});

describe("what does not fit", () => {
  const model = (): Record<string, Param> => ({
    a: param(1),
    b: param(tensor([1, 2])),
    c: param(3, { constraint: positive() }),
    d: param(4),
  });
  const refusal = (entries: Record<string, unknown>): Error => {
    const here = model();
    const before = Object.values(here).map((p) => p.value);
    try {
      fromJSON(here, { format: "wengert-params", version: 1, entries } as ParamsJSON);
    } catch (error) {
      expect(Object.values(here).map((p) => p.value)).toEqual(before);
      return error as Error;
    }
    throw new Error("nothing was refused");
  };

  test("is told all at once, by path, before anything changes", () => {
    const error = refusal({
      b: { value: { shape: [3], data: [1, 2, 3] } },
      c: { value: -1 },
      d: { value: { shape: [], data: [4] } },
      e: { value: 5 },
      "f.g": { value: 6 },
    });
    expect(error).toBeInstanceOf(TreeMismatchError);
    for (const part of [
      "a is missing",
      "b is a Tensor of shape [3] in the data, and a Tensor of shape [2] here",
      "c: the value -1 is not greater than 0",
      "d is a Tensor of shape [] in the data, and a number here",
      "e is unknown",
      "f.g is unknown",
    ]) {
      expect(error.message).toContain(part);
    }
    expect((error as TreeMismatchError).path).toBe("a");
  });

  test("values outside of their constraints alone are a ConstraintError", () => {
    const { entries } = toJSON(model());
    const error = refusal({ ...entries, c: { value: "NaN", unconstrained: "NaN" } });
    expect(error).toBeInstanceOf(ConstraintError);
    expect(error.message).toContain("c: the value NaN is not greater than 0");
  });

  test("broken entries", () => {
    const { entries } = toJSON(model());
    for (const value of [
      null,
      "1",
      {},
      { shape: [2] },
      { shape: [3], data: [1, 2] },
      { shape: [2], data: [1, "x"] },
      [],
    ]) {
      expect(refusal({ ...entries, b: { value } }).message).toMatch(/b holds no number/);
    }
    expect(refusal({ ...entries, b: null }).message).toContain("b is missing");
  });

  test("data of another format or version", () => {
    const json = toJSON(model());
    for (const other of [JSON.stringify(json), null, 3, {}, { ...json, format: "x" }, { ...json, version: 2 }]) {
      expect(() => fromJSON(model(), other as never)).toThrow(/fromJSON/);
    }
    expect(() => fromJSON(model(), JSON.stringify(json) as never)).toThrow(/JSON.parse/);
    expect(() => fromJSON(model(), { ...json, version: 2 } as never)).toThrow(/version 2/);
  });
});

test("where value and unconstrained side differ, the value counts", () => {
  const p = param(1, { constraint: positive() });
  const json = toJSON(param(2, { constraint: positive({ transform: "softplus" }) }));
  fromJSON(p, json);
  expect(p.value).toBe(2);
  expect([...paramsOf(p).toVector()]).toEqual([Math.LN2]);
  fromJSON(p, { ...json, entries: { "": { value: 4, unconstrained: { shape: [1], data: [0] } } } });
  expect([p.value, ...paramsOf(p).toVector()]).toEqual([4, Math.log(4)]);
});
