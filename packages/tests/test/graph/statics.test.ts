import { ShapeError, type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { grad } from "@wengert/core";
import { compile, forLoop, scan, whileLoop } from "@wengert/graph";
import { add, greater, less, mul, sum } from "@wengert/ops";
import { TreeMismatchError } from "@wengert/tree";
import { describe, expect, test } from "vitest";

/*
 * What is no number belongs to the form of a carry. A step that changes it would be asked for naught: the loop would go on with what it began
 * with.
 */

interface Carry {
  readonly k: unknown;
  readonly f?: unknown;
}
type Change = (c: Carry) => Carry;
const next = (c: Carry): Tensor => add(c.k as Tensor, 1);

const loops: Record<string, (change: Change, init: Carry) => Carry> = {
  forLoop: (change, init) => forLoop(3, (_i, c) => change(c as Carry), init) as Carry,
  scan: (change, init) => scan((c) => [change(c as Carry), null], init, tensor([1, 2, 3]))[0] as Carry,
  whileLoop: (change, init) =>
    whileLoop(
      (c) => less(c.k as Tensor, 3),
      (c) => change(c as Carry),
      init,
    ) as Carry,
};

describe.each(Object.entries(loops))("%s", (name, loop) => {
  test.each<[string, unknown, Change]>([
    ["a boolean", true, (c) => ({ k: next(c), f: !c.f })],
    ["a string", "", (c) => ({ k: next(c), f: `${c.f}x` })],
    ["a function", next, (c) => ({ k: next(c), f: () => 1 })],
    ["null, from then on", true, (c) => ({ k: next(c), f: null })],
    ["one that was not there", undefined, (c) => ({ k: next(c), f: "new" })],
    ["one that goes", "old", (c) => ({ k: next(c) })],
    ["one deeper", [{ g: true }], (c) => ({ k: next(c), f: [{ g: false }] })],
  ])("refuses a step that changes %s", (_what, f, change) => {
    const run = (): Carry => loop(change, { k: 0, f });
    expect(run).toThrow(TreeMismatchError);
    expect(run).toThrow(new RegExp(`^${name}: the carry began with .* at "f`));
    expect(() => compile(run)()).toThrow(TreeMismatchError);
    expect(() => grad((x) => loop(change, { k: x, f }).k as Tensor)(0)).toThrow(TreeMismatchError);
  });

  test("hands on what stays, and takes undefined for absent", () => {
    const f = { name: "a", flag: true, none: null, make: next };
    const kept = loop((c) => ({ k: next(c), f: c.f }), { k: 0, f });
    expect(kept.f).toEqual(f);
    expect((kept.k as Tensor).item()).toBe(3);
    expect((loop((c) => ({ k: next(c), f: undefined }), { k: 0 }).k as Tensor).item()).toBe(3);
  });

  test("names an asynchronous step", () => {
    expect(() => loop((async (c: Carry) => c) as never, { k: 0 })).toThrow(`${name}: the function returned a Promise`);
  });
});

test("a condition that is no single number is refused by name", () => {
  const by = (condition: (c: Tensor) => unknown) => () =>
    whileLoop(condition as (c: Tensor) => Tensor, (c) => mul(c, 0.5), tensor([1, 2]));
  expect(by((c) => greater(c, 1))).toThrow(ShapeError);
  expect(by((c) => greater(c, 1))).toThrow("whileLoop: the condition returned shape [2]");
  expect(by(() => undefined)).toThrow("whileLoop: the condition must return a boolean, a number or a scalar Tensor");
  expect(by((c) => [sum(c), sum(c)])).toThrow("not 2 values");
  const halves = vmap((x: Tensor) =>
    whileLoop(
      (c) => greater(c, 1),
      (c) => mul(c, 0.5),
      x,
    ),
  ); // a scalar in each example
  expect(halves(tensor([1, 3])).toArray()).toEqual([1, 0.75]);
});
