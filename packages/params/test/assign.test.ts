import { ArgumentError, ShapeError, tensor } from "@wengert/array";
import { TreeMismatchError } from "@wengert/core";
import { sum } from "@wengert/ops";
import {
  assign,
  bounded,
  ConstraintError,
  freeze,
  gradient,
  type Param,
  param,
  paramsOf,
  positive,
} from "@wengert/params";
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

  test("by a nested tree gives the same, and what it leaves out is kept", () => {
    const m = make();
    assign(m, { deep: [{ b: tensor([3, 4]) }], c: 0.25 });
    expect([m.a.value, m.deep[0].b.value.toArray(), m.c.value]).toEqual([2, [3, 4], 0.25]);
    assign(paramsOf(m), { a: 7, deep: [null], c: undefined });
    assign(m, { "deep[0]": { b: tensor([5, 6]) } });
    expect([m.a.value, m.deep[0].b.value.toArray(), m.c.value]).toEqual([7, [5, 6], 0.25]);
    const before = paramsOf(m).toVector();
    const loop: Record<string, unknown> = { a: 1 };
    loop["deep"] = loop;
    for (const [values, kind, message] of [
      [{ a: 1, deep: [{ b: tensor([1, 2, 3]) }] }, TreeMismatchError, '"deep[0].b" is a plain Tensor of shape [2]'],
      [{ a: 1, deep: [{ b: [1, 2] }] }, TreeMismatchError, 'no parameter at "deep[0].b[0]"'],
      [{ a: 1, deep: [{ b: Float64Array.of(1, 2) }] }, ArgumentError, '"deep[0].b" must be a number or a Tensor'],
      [{ a: 1, deep: [{ x: 1 }] }, TreeMismatchError, 'no parameter at "deep[0].x"; there are "a", "deep[0].b", "c".'],
      [{ a: 1, c: 7 }, ConstraintError, "between 0 and 1"],
      [{ deep: [{ b: tensor([1, 1]) }], "deep[0].b": tensor([1, 2]) }, TreeMismatchError, "given two values"],
      [loop, TreeMismatchError, 'lead back to themselves at "deep"'],
      ["a", ArgumentError, "in a tree or a record by path"],
      [null, ArgumentError, "in a tree or a record by path"],
    ] as const) {
      expect(() => assign(m, values as never)).toThrow(kind);
      expect(() => assign(m, values as never)).toThrow(message);
      expect(paramsOf(m).toVector()).toEqual(before);
    }
  });

  test("copies a model, its numbers and texts beside the parameters included", () => {
    class Kernel {
      readonly nu = 2.5;
      readonly name = "matern";
      readonly parts = new Map([["x.y", param(1)]]);
      readonly length: Param<number>;
      constructor(length: number) {
        this.length = param(length, positive());
      }
    }
    const [m, other] = [new Kernel(1), new Kernel(3)];
    assign(other, { parts: new Map([["x.y", 7]]) });
    assign(m, other);
    expect([m.length.value, m.parts.get("x.y")?.value]).toEqual([3, 7]);
    expect(() => assign(m, { length: 9, nu: 1.5 })).toThrow('at "nu" stands 2.5 and no parameter');
    expect(m.length.value).toBe(3);
  });

  test("of a parameter in two places, either or both give the value", () => {
    const shared = param(1);
    const m = { a: shared, b: { c: shared } };
    assign(m, { b: { c: 2 } });
    expect(shared.value).toBe(2);
    assign(m, { a: 3, b: { c: 3 } });
    expect(shared.value).toBe(3);
    expect(() => assign(m, { a: 3, b: { c: 4 } })).toThrow('"a" and "b.c" are one parameter');
    expect(() => assign(paramsOf(m), { b: { c: 4 } })).toThrow('no parameter at "b.c"; there are "a"');
  });

  test("a single parameter takes a value, and keys with dots are keys where they are no paths", () => {
    const p = param(1);
    assign(p, 4);
    expect(p.value).toBe(4);
    const dotted = { "a.b": param(1), a: { b: param(2) } };
    assign(dotted, { "a.b": 5 });
    expect([dotted["a.b"].value, dotted.a.b.value]).toEqual([1, 5]);
    assign({ "x.y": p }, { "x.y": 6 });
    expect(p.value).toBe(6);
  });

  test("an assignment to the value is refused, and the message says what to write", () => {
    const p = param(1);
    expect(() => Object.assign(p, { value: 5 })).toThrow(ArgumentError);
    expect(() => Object.assign(p, { value: 5 })).toThrow("write assign(p, value)");
    expect(p.value).toBe(1);
    assign(p, 5);
    expect(p.value).toBe(5);
  });

  test("by vector gives unconstrained values, and leaves what is frozen", () => {
    const m = make();
    const set = paramsOf(m);
    freeze(m.a);
    assign(set, Float64Array.of(9, 5, 6, 0));
    expect([m.a.value, m.deep[0].b.value.toArray(), m.c.value]).toEqual([2, [5, 6], 0.5]);
    expect(() => assign(set, Float64Array.of(1))).toThrow(ShapeError);
  });

  test("a constrained value shares its elements with nobody, so its two sides agree", () => {
    const given = tensor([1, 2]);
    const p = param(given, positive());
    given.data[0] = 7;
    p.value.data[1] = 9;
    expect(p.value.toArray()).toEqual([1, 2]);
    const next = tensor([3, 4]);
    assign({ p }, { p: next });
    next.data[0] = -1;
    expect(p.value.toArray()).toEqual([3, 4]);
    const [first, second] = gradient(() => sum(p), paramsOf({ p }))
      .get(p)
      .toArray() as number[];
    expect([first / 3, second / 4]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    expect(String(JSON.stringify(p))).toContain("[3,4]");
  });
});
