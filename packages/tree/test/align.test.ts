import { describe, expect, it } from "vitest";
import { align, CyclicTreeError, flatten, TreeMismatchError } from "../src/index.ts";

const { structure } = flatten({ a: 1, b: [2, { c: 3, d: 4 }], e: 5, name: "rbf", f: null });

describe("align", () => {
  it("orders leaves by name", () => {
    expect(align(structure, { name: null, e: 50, b: [20, { d: 40, c: 30 }], f: "x", a: 10 })).toEqual([
      10, 20, 30, 40, 50,
    ]);
    expect(align(flatten(1).structure, 2)).toEqual([2]);
  });

  it("has undefined for leaves and branches that are null", () => {
    expect(align(structure, { a: null, b: [20, null], e: 50, name: "rbf", f: null })).toEqual([
      undefined,
      20,
      undefined,
      undefined,
      50,
    ]);
    expect(align(structure, null)).toEqual(Array(5).fill(undefined));
  });

  it.each<[unknown, string]>([
    [{ a: 1, b: [2, { c: 3 }], e: 5, name: "", f: null }, "b[1].d: missing in the other tree"],
    [{ a: 1, b: [2, { c: 3, d: 4, z: 0 }], e: 5, name: "", f: null }, "b[1].z: only in the other tree"],
    [{ a: 1, b: [2], e: 5, name: "", f: null }, "b: array of 2 against array of 1 in the other tree"],
    [{ a: [1], b: [2, null], e: 5, name: "", f: null }, "a: a leaf against an array of 1 in the other tree"],
    [{ a: "x", b: [2, null], e: 5, name: "", f: null }, "a: a leaf against a static in the other tree"],
    [{ a: 1, b: null, e: 5, name: 3, f: null }, "name: a static against a leaf in the other tree"],
    [undefined, "(root): an object against a static in the other tree"],
  ])("refuses what differs otherwise: %j", (tree, message) => {
    expect(() => align(structure, tree)).toThrowError(message);
    expect(() => align(structure, tree)).toThrowError(TreeMismatchError);
  });

  it("refuses a cycle", () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => align(flatten([[1]]).structure, loop)).toThrowError(CyclicTreeError);
  });
});
