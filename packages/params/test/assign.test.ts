import { ArgumentError, ShapeError, tensor } from "@wengert/array";
import { TreeMismatchError } from "@wengert/core";
import { assign, bounded, ConstraintError, freeze, param, paramsOf } from "@wengert/params";
import { describe, expect, test } from "vitest";

const make = () => ({ a: param(2), deep: [{ b: param(tensor([1, 2])) }], c: param(0.5, bounded(0, 1)) });

describe("assign", () => {
  test("by path gives values within constraints, all or none", () => {
    const m = make();
    assign(m, { "deep[0].b": tensor([3, 4]), c: 0.25 });
    expect([m.a.value, m.deep[0].b.value.toArray(), m.c.value]).toEqual([2, [3, 4], 0.25]);
    const before = paramsOf(m).toVector();
    for (const [values, kind] of [
      [{ a: 1, c: 7 }, ConstraintError],
      [{ a: 1, missing: 7 }, TreeMismatchError],
      [{ a: 1, "deep[0].b": 7 }, TreeMismatchError],
      [{ c: 0.1, a: tensor(1) }, TreeMismatchError],
      [{ c: 0.1, "deep[0].b": tensor([1, 2, 3]) }, TreeMismatchError],
      [7, ArgumentError],
      [tensor([1]), ArgumentError],
    ] as const) {
      expect(() => assign(m, values as never)).toThrow(kind);
      expect(paramsOf(m).toVector()).toEqual(before);
    }
  });

  test("by vector gives unconstrained values, and leaves what is frozen", () => {
    const m = make();
    const set = paramsOf(m);
    freeze(m.a);
    assign(set, Float64Array.of(9, 5, 6, 0));
    expect([m.a.value, m.deep[0].b.value.toArray(), m.c.value]).toEqual([2, [5, 6], 0.5]);
    expect(() => assign(set, Float64Array.of(1))).toThrow(ShapeError);
  });
});
