import { describe, expect, it, vi } from "vitest";
import { CyclicTreeError, flatten, map, registerNode, TreeMismatchError, unflatten } from "../src/index.ts";

class Kernel {
  readonly lengths: readonly number[];
  readonly name: string;
  constructor(lengths: readonly number[], name: string) {
    this.lengths = lengths;
    this.name = name;
  }
}
registerNode(Kernel, {
  children: ({ lengths }) => ({ lengths }),
  rebuild: ({ lengths }, kernel) => new Kernel(lengths, kernel.name),
});

describe("registerNode", () => {
  it("makes instances containers, rebuilt with what is not a child", () => {
    const tree = { kernel: new Kernel([1, 2], "rbf"), noise: 3 };
    const { leaves, paths, structure } = flatten(tree);
    expect(leaves).toEqual([1, 2, 3]);
    expect(paths).toEqual(["kernel.lengths[0]", "kernel.lengths[1]", "noise"]);
    const back = unflatten<typeof tree>(structure, [4, 5, 6]);
    expect(back.kernel).toBeInstanceOf(Kernel);
    expect(back).toEqual({ kernel: new Kernel([4, 5], "rbf"), noise: 6 });
    expect(map((x: number, y: number) => x * y, tree, back).kernel).toEqual(new Kernel([4, 10], "rbf"));
  });

  it("walks children given by position", () => {
    class Pair {
      readonly first: number;
      readonly second: number;
      constructor(first: number, second: number) {
        this.first = first;
        this.second = second;
      }
    }
    registerNode(Pair, {
      children: (pair): readonly [number, number] => [pair.first, pair.second],
      rebuild: ([first, second]) => new Pair(first, second),
    });
    expect(flatten({ p: new Pair(1, 2) }).paths).toEqual(["p[0]", "p[1]"]);
    expect(map((x: number) => -x, [new Pair(1, 2)])).toEqual([new Pair(-1, -2)]);
  });

  it("is exact: a subclass is a leaf until it is registered itself", () => {
    class Matern extends Kernel {}
    const matern = new Matern([1], "matern");
    expect(flatten(matern).leaves).toEqual([matern]);
  });

  it("replaces an earlier registration", () => {
    class Box {
      a = 1;
      b = 2;
    }
    registerNode(Box, { children: ({ a }) => ({ a }), rebuild: () => new Box() });
    expect(flatten(new Box()).leaves).toEqual([1]);
    registerNode(Box, { children: ({ a, b }) => ({ a, b }), rebuild: () => new Box() });
    expect(flatten(new Box()).leaves).toEqual([1, 2]);
  });

  it("tells a node from other containers", () => {
    const kernel = new Kernel([1], "rbf");
    expect(() => map(() => 0, { k: kernel }, { k: { lengths: [1] } })).toThrowError(
      "k: an instance of Kernel against an object in the second tree",
    );
  });

  it("agrees with another copy of the package, in classes and in errors", async () => {
    vi.resetModules();
    const copy = await import("../src/index.ts");
    expect(copy.flatten).not.toBe(flatten);
    expect(copy.flatten(new Kernel([7], "rbf")).leaves).toEqual([7]);
    const { WengertError: Ours } = await import("../src/errors.ts");
    let error: unknown;
    try {
      map(() => 0, { a: 1 }, {});
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TreeMismatchError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(Ours);
    // Only the base class is shared: subclasses keep the prototype chain.
    expect(error).not.toBeInstanceOf(copy.TreeMismatchError);
    expect(error).not.toBeInstanceOf(CyclicTreeError);
    expect(new Error("other")).not.toBeInstanceOf(Ours);
  });
});
