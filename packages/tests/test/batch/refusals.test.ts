/* Axes that are not there or do not agree, and rules that lose the axis of a batch: refused by name, with the place in the tree. */
import { ShapeError, type Tensor, tensor, zeros } from "@wengert/array";
import { BatchAxisError, vmap } from "@wengert/batch";
import { add, mul, sum } from "@wengert/ops";
import { rule } from "@wengert/rule";
import { describe, expect, test } from "vitest";

const rows = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
type Loose = (...args: unknown[]) => Tensor;
const loose = (f: unknown, options: object): Loose => vmap(f as never, options as never) as Loose;
const product = (x: Tensor, y: Tensor): Tensor => mul(x, y);
const tree = ({ a, b }: { a: Tensor; b: { c: Tensor; name: string } }): unknown => ({ p: mul(a, b.c), q: [sum(a)] });
const leaves = { a: rows, b: { c: tensor([10, 20]), name: "x" } };

describe("inAxes", () => {
  test.each<[string, object, readonly unknown[], string]>([
    ["an axis that is not there", { inAxes: 2 }, [rows], "argument 1 has the axes -2 to 1"],
    ["one before the first", { inAxes: -3 }, [rows], "mapped along axis -3"],
    ["an axis of a number", { inAxes: 0 }, [3], "argument 1 is a single number, which has no axis"],
    ["a fraction", { inAxes: 0.5 }, [rows], "inAxes, argument 1 is 0.5; an axis is an integer, or null"],
    ["a text", { inAxes: "0" }, [rows], "inAxes, argument 1 is a string; an axis"],
    ["nothing that is mapped", { inAxes: null }, [rows], "no argument is mapped"],
    ["a size that is none", { axisSize: -1 }, [rows], "axisSize is -1, but must be an integer from 0 on"],
    ["a size between two", { axisSize: 1.5 }, [rows], "axisSize is 1.5"],
    ["another size", { axisSize: 3 }, [rows], "has 2 examples along axis 0, and axisSize says 3"],
  ])("%s", (_, options, args, message) => {
    const f = loose((x: Tensor) => mul(2, x), options);
    expect(() => f(...args)).toThrow(BatchAxisError);
    expect(() => f(...args)).toThrow(message);
  });

  test("for another number of arguments", () => {
    expect(() => loose(product, { inAxes: [0] })(rows, rows)).toThrow("inAxes has 1 entries for 2 arguments");
    expect(() => loose(product, { inAxes: [0, 0, null] })(rows, rows)).toThrow("inAxes has 3 entries for 2 arguments");
    expect(loose(product, { inAxes: [0, null] })(rows, 2).toArray()).toEqual(mul(rows, 2).toArray());
  });

  test("arguments of other lengths", () => {
    expect(() => loose(product, {})(rows, zeros([3]))).toThrow(
      "argument 2 of shape [3] has 3 examples along axis 0, and argument 1 says 2",
    );
    expect(() => loose(product, { inAxes: [1, 0] })(rows, zeros([2]))).toThrow("argument 1 says 3");
  });

  test("in a tree of another form than the argument's", () => {
    const by = (axes: unknown) => () => loose(tree, { inAxes: [axes] })(leaves);
    expect(by({ a: 0 })).toThrow('inAxes, argument 1 says nothing of "b"');
    expect(by({ a: 0, b: {} })).toThrow('inAxes, argument 1 at "b" says nothing of "c"');
    expect(by({ a: 0, b: 0, d: 0 })).toThrow('inAxes, argument 1 has "d", and the tree has not');
    expect(by({ a: [0], b: 0 })).toThrow('inAxes, argument 1 at "a" is a bare Array; an axis');
    expect(by({ a: 0, b: { c: 1 } })).toThrow('argument 1, "b.c" has the axes -1 to 0');
    // What is no value needs no axis.
    for (const axes of [0, { a: 0, b: 0 }, { a: 0, b: { c: 0 } }, { a: -2, b: { c: -1, name: null } }])
      expect(by(axes)()).toEqual({
        p: tensor([
          [10, 20, 30],
          [80, 100, 120],
        ]),
        q: [tensor([6, 15])],
      });
  });
});

describe("outAxes", () => {
  test("an axis that is not there", () => {
    expect(() => loose(sum, { outAxes: 1 })(rows)).toThrow(
      "outAxes names axis 1, which is not there: axes run from -1 to 0",
    );
    expect(() => loose(tree, { outAxes: { p: 1, q: [1] } })(leaves)).toThrow('outAxes names axis 1 of "q[0]"');
    expect(loose((x: Tensor) => x, { outAxes: -1 })(rows).toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  test("none for a value that differs between the examples", () => {
    expect(() => loose(sum, { outAxes: null })(rows)).toThrow("outAxes is null, but this value differs");
    expect(() => loose(tree, { outAxes: { p: null, q: 0 } })(leaves)).toThrow('outAxes is null for "p", but');
    expect(loose(() => tensor(7), { outAxes: null })(rows).item()).toBe(7);
    expect(loose(() => tensor(7), {})(rows).toArray()).toEqual([7, 7]);
  });
});

test("a rule that loses the axis of the batch", () => {
  for (const batch of [([x]: readonly Tensor[]) => sum(x), ([x]: readonly Tensor[]) => add(x, zeros([5, 2, 3]))]) {
    const wrong = rule({ name: "wrong", impl: (x: Tensor) => x, vjp: (ybar) => [ybar], batch });
    expect(() => vmap(wrong)(rows)).toThrow(ShapeError);
    expect(() => vmap(wrong)(rows)).toThrow(/wrong: for a batch of 2 the rule returned a value of shape/);
  }
});
