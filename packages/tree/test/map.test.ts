import { describe, expect, expectTypeOf, it } from "vitest";
import { map, TreeMismatchError } from "../src/index.ts";

const add = (x: number, y: number): number => x + y;

describe("map", () => {
  it("keeps the shape and takes statics from the first tree", () => {
    const x = { a: 1, b: [2, { c: 3 }], name: "rbf", f: null };
    expect(map((leaf: number) => leaf * 10, x)).toStrictEqual({ a: 10, b: [20, { c: 30 }], name: "rbf", f: null });
    const dx = { a: 0.5, b: [0.25, { c: 0.125 }], name: null, f: () => 1 };
    expect(map(add, x, dx)).toStrictEqual({ a: 1.5, b: [2.25, { c: 3.125 }], name: "rbf", f: null });
    expect(map(add, 1, 2)).toBe(3);
  });

  it("leaves its arguments unchanged", () => {
    const x = Object.freeze({ a: Object.freeze([1, 2]) });
    expect(map((leaf: number) => leaf + 1, x)).toStrictEqual({ a: [2, 3] });
    expect(x).toStrictEqual({ a: [1, 2] });
  });

  it("matches fields by name, in the first tree's order", () => {
    const seen: string[] = [];
    const join = (x: number, y: number, z: number): void => void seen.push(`${x}${y}${z}`);
    map(join, { p: 1, q: { r: 2, s: 3 } }, { q: { s: 6, r: 5 }, p: 4 }, { q: { r: 8, s: 9 }, p: 7 });
    expect(seen).toEqual(["147", "258", "369"]);
  });

  it("does not take an inherited field for a field", () => {
    expect(() => map(add, { toString: 1 }, { b: 1 })).toThrowError(/toString: missing in the second tree/);
  });

  it.each<[string, unknown, unknown, string]>([
    ["a missing field", { k: { a: 1, b: 2 } }, { k: { a: 1 } }, "k.b: missing in the second tree"],
    ["another field", { k: { a: 1 } }, { k: { a: 1, b: 2 } }, "k.b: only in the second tree"],
    ["a renamed field", { a: 1 }, { b: 1 }, "a: missing in the second tree"],
    ["lengths", { a: [1, 2] }, { a: [1, 2, 3] }, "a: array of 2 against array of 3 in the second tree"],
    ["containers", { a: { b: 1 } }, { a: [1] }, "a: an object against an array of 1 in the second tree"],
    ["container and leaf", [{ b: 1 }], [1], "[0]: an object against a leaf (number) in the second tree"],
    ["leaf and container", { a: 1 }, { a: {} }, "a: a leaf (number) against an object in the second tree"],
    ["static and leaf", { a: "x" }, { a: new Float64Array(1) }, "a: a static (string) against a leaf (Float64Array)"],
    ["leaf and static", 1, null, "(root): a leaf (number) against a static (null) in the second tree"],
  ])("says where and how trees differ: %s", (_, first, second, message) => {
    expect(() => map(() => 0, first, second)).toThrowError(message);
    expect(() => map(() => 0, first, second)).toThrowError(TreeMismatchError);
  });

  it("names the tree that differs", () => {
    expect(() => map(() => 0, { a: 1 }, { a: 2 }, { b: 3 })).toThrowError("a: missing in the third tree");
    expect(() => map(() => 0, 1, 1, 1, 1, 1, 1, [])).toThrowError("in the 7th tree");
    const error = (() => {
      try {
        return map(() => 0, { a: { b: [1] } }, { a: { b: [[]] } });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ name: "TreeMismatchError", op: "map", path: "a.b[0]" });
  });

  it("types its result after the first tree", () => {
    const lengths = map((x: number) => [x], { a: 1, b: [2, 3] as const, name: "rbf" as const });
    expectTypeOf(lengths).toEqualTypeOf<{ a: number[]; b: [number[], number[]]; name: "rbf" }>();
    const text = map((x: Date | number) => String(x), { a: new Date(0), n: 1 });
    expectTypeOf(text).toEqualTypeOf<{ a: string; n: string }>();
    expectTypeOf(map((x) => typeof x, { a: 1 }).a).toBeString();
    const sum = map((x: number, y: Date) => x + y.getTime(), { a: 1 }, { a: new Date(5) });
    expect(sum.a).toBe(6);
    // @ts-expect-error one tree for each parameter of the function
    expect(() => map(add, { a: 1 })).not.toThrow();
  });
});
