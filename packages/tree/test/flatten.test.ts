import { describe, expect, it } from "vitest";
import { CyclicTreeError, childPath, flatten, map, registerNode, TreeMismatchError, unflatten } from "../src/index.ts";

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
}

describe("flatten and unflatten", () => {
  it("lists leaves with their paths, depth first", () => {
    const leaf = new Point(1);
    const tree = { kernel: { lengths: [{ scale: 0.5 }, 2], "a b": leaf, name: "rbf" }, $n: 3 };
    const { leaves, paths } = flatten(tree);
    expect(leaves).toEqual([0.5, 2, leaf, 3]);
    expect(paths).toEqual(["kernel.lengths[0].scale", "kernel.lengths[1]", 'kernel["a b"]', "$n"]);
  });

  it("spells keys that are no identifiers", () => {
    expect(flatten({ "": 1, "0": 2, "x-y": 3, 'q"': 4, λ: 5, _z: 6 }).paths).toEqual([
      '["0"]',
      '[""]',
      '["x-y"]',
      '["q\\""]',
      "λ",
      "_z",
    ]);
    expect(childPath("", 3)).toBe("[3]");
    expect(childPath("", "a")).toBe("a");
  });

  it("has a root leaf with an empty path, and a root static without leaves", () => {
    expect(flatten(2.5)).toMatchObject({ leaves: [2.5], paths: [""] });
    expect(flatten("rbf").leaves).toEqual([]);
    expect(unflatten(flatten(2.5).structure, [3])).toBe(3);
    expect(unflatten(flatten("rbf").structure, [])).toBe("rbf");
  });

  it("keeps statics in the structure and gives them back, or null", () => {
    const f = () => 1;
    const s = Symbol("s");
    const tree = { a: "x", b: true, c: 7n, d: s, e: null, f, g: undefined, h: 1.5 };
    const { leaves, structure } = flatten(tree);
    expect(leaves).toEqual([1.5]);
    expect(unflatten(structure, [2])).toEqual({ ...tree, h: 2 });
    const gradient = unflatten(structure, [2], { statics: null });
    expect(gradient).toStrictEqual({ a: null, b: null, c: null, d: null, e: null, f: null, g: null, h: 2 });
  });

  it("returns what it was given, for objects without prototype, empty containers and sparse arrays", () => {
    const bare = Object.assign(Object.create(null), { a: 1 });
    const sparse = [1];
    sparse[2] = 3;
    const { structure, leaves } = flatten({ bare, empty: {}, none: [], sparse });
    expect(leaves).toEqual([1, 1, 3]);
    const back = unflatten<{ bare: object; empty: object; none: unknown[]; sparse: unknown[] }>(structure, leaves);
    expect(Object.getPrototypeOf(back.bare)).toBe(null);
    expect(back.empty).toStrictEqual({});
    expect(back.none).toStrictEqual([]);
    expect(back.sparse).toStrictEqual([1, undefined, 3]);
  });

  it("leaves instances, typed arrays, maps, dates and subclassed arrays alone", () => {
    class Row extends Array<number> {}
    const values = [new Point(1), new Float64Array(2), new Map([["a", 1]]), new Date(0), Row.of(1, 2)];
    expect(flatten(values).leaves).toEqual(values);
    expect(flatten(Object.create({ inherited: 1 })).leaves).toHaveLength(1);
  });

  it("walks plain objects and arrays of another realm", async () => {
    const { runInNewContext } = await import("node:vm");
    expect(flatten(runInNewContext("({ a: [1, { b: 2 }], c: 'x' })")).paths).toEqual(["a[0]", "a[1].b"]);
  });

  it("reads a getter once, as a field, and ignores symbol keys and inherited fields", () => {
    let reads = 0;
    const tree = {
      get a() {
        return ++reads;
      },
      [Symbol("hidden")]: 5,
    };
    const { leaves, structure } = flatten(tree);
    expect(leaves).toEqual([1]);
    expect(reads).toBe(1);
    expect(unflatten(structure, [9])).toStrictEqual({ a: 9 });
  });

  it("treats a field named __proto__ as a field", () => {
    const tree = JSON.parse('{"__proto__": {"polluted": 1}, "b": 2}') as object;
    const { leaves, paths, structure } = flatten(tree);
    expect(leaves).toEqual([1, 2]);
    expect(paths).toEqual(["__proto__.polluted", "b"]);
    const back = unflatten<object>(structure, [3, 4]);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(JSON.stringify(back)).toBe('{"__proto__":{"polluted":3},"b":4}');
    expect(JSON.stringify(map((x: number) => -x, tree))).toBe('{"__proto__":{"polluted":-1},"b":-2}');
  });

  it("names the first leaf that is missing", () => {
    const { structure } = flatten({ a: [1, { b: 2, c: 3 }], d: 4 });
    expect(() => unflatten(structure, [1, 2])).toThrowError(/got 2 leaves for a tree of 4.*a\[1\]\.c/);
    expect(() => unflatten(structure, [1, 2, 3, 4, 5])).toThrowError(TreeMismatchError);
    expect(() => unflatten(flatten(1).structure, [])).toThrowError(/\(root\)/);
  });
});

describe("cycles", () => {
  it("throws, naming both ends, for a cycle through objects, arrays and registered nodes", () => {
    const tree: Record<string, unknown> = { a: [1] };
    tree["b"] = { c: [tree["a"], tree] };
    expect(() => flatten(tree)).toThrowError(/b\.c\[1\] is the same object as \(root\)/);
    expect(() => map((x: number) => x, tree)).toThrowError(CyclicTreeError);
    try {
      flatten(tree);
    } catch (error) {
      expect(error).toMatchObject({ name: "CyclicTreeError", op: "flatten", path: "b.c[1]" });
    }
    class Loop {}
    registerNode(Loop, { children: (node) => ({ node }), rebuild: () => new Loop() });
    expect(() => flatten([new Loop()])).toThrowError(CyclicTreeError);
  });

  it("throws for a tree without end", () => {
    const endless = (): object => ({
      get next() {
        return endless();
      },
    });
    expect(() => flatten(endless())).toThrowError(/nested deeper than 100000;/);
  });

  it("lets one object stand in two places", () => {
    const shared = { x: 1 };
    expect(flatten({ a: shared, b: [shared] }).paths).toEqual(["a.x", "b[0].x"]);
  });
});
