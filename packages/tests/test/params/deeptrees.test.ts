/* Trees that are deeper than the call stack. */
import { add, grad, isTensor, mul, type Tensor, tensor, type Value, vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { minimize } from "@wengert/optim";
import {
  combine,
  describe as describeParams,
  freeze,
  fromJSON,
  type Param,
  param,
  paramsOf,
  partition,
  ravel,
  thaw,
  toJSON,
  withGradient,
} from "@wengert/params";
import { align, broadcastPrefix, flatten, map, unflatten } from "@wengert/tree";
import { describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

const DEPTH = 10_000;

interface Chain {
  readonly next?: Chain;
  readonly x?: number;
}

/** One number at the end of a chain of objects, of arrays, or of both. */
const trees: { readonly [name: string]: (x: number) => unknown } = {
  objects: (x) => around(x, (inner) => ({ next: inner })),
  arrays: (x) => around(x, (inner) => [inner]),
  both: (x) => around(x, (inner, i) => (i % 2 === 0 ? { next: inner, name: "a" } : [inner, null])),
};

function around(x: unknown, wrap: (inner: unknown, i: number) => unknown): unknown {
  let tree = x;
  for (let i = 0; i < DEPTH; i++) tree = wrap(tree, i);
  return tree;
}

/** What stands at the end of a chain. */
function innermost(tree: unknown): unknown {
  let at = tree;
  for (let i = 0; i < DEPTH; i++) at = Array.isArray(at) ? at[0] : (at as Chain).next;
  return at;
}

const squared = (tree: unknown): Tensor => mul(innermost(tree) as Value, innermost(tree) as Value);

describe.each(Object.entries(trees))("a chain of %s", (_name, make) => {
  test("is taken apart, put together, mapped and aligned", () => {
    const { leaves, structure } = flatten(make(3));
    expect(leaves).toEqual([3]);
    expect(innermost(unflatten(structure, [4]))).toBe(4);
    expect(innermost(map((a: number, b: number) => a + b, make(3), make(4)))).toBe(7);
    expect(align(structure, make(5))).toEqual([5]);
    expect(innermost(broadcastPrefix(6, make(3)))).toBe(6);
    expect(() =>
      map(
        (a: number, b: number) => a + b,
        make(3),
        around({ other: 1 }, (inner) => ({ next: inner })),
      ),
    ).toThrow("map");
  });

  test("is differentiated in both modes", () => {
    expect(innermost(grad(squared as (t: never) => Value)(make(3) as never))).toBe(6);
    expect(jvp(squared as never, [make(3)] as never, [make(2)] as never)[1]).toEqual(tensor(12));
    const [, pullback] = vjp((t: never) => map((x: Tensor) => mul(x, x), t), make(3) as never);
    expect((innermost((pullback as never as (bar: unknown) => unknown[])(make(5))[0]) as Tensor).item()).toBe(30);
  });

  test("holds parameters, which are found, described, saved, read and learned", () => {
    const model = map((x: number) => param(x), make(3)) as unknown;
    const p = innermost(model) as Param<number>;
    const set = paramsOf(model);
    expect(set.params).toEqual([p]);
    expect(String(describeParams(model))).toContain("1 parameters of 1 numbers");
    const json = JSON.parse(JSON.stringify(toJSON(model)));
    json.entries[Object.keys(json.entries)[0]] = { value: 5 };
    fromJSON(model, json);
    expect(p.value).toBe(5);
    fromJSON(model, toJSON(map((x: number) => param(x), make(3))));
    expect(p.value).toBe(3);
    expect(thaw(freeze(model))).toEqual([p]);
    expect(withGradient(() => squared(model), set)[1].get(p)).toBe(6);
    const { vector, unravel } = ravel(make(3));
    expect(vector.toArray()).toEqual([3]);
    expect(innermost(unravel(tensor([8])))).toBe(8);
    const [selected, rest] = partition(make(3), () => true);
    expect([innermost(selected), innermost(rest)]).toEqual([3, null]);
    expect(innermost(combine(rest, selected))).toBe(3);
  });

  test("is minimized", () => {
    const loss = squared as (t: never) => Value;
    expect(innermost(minimize(loss, make(3) as never, { maxIterations: 3 }).params)).toBeCloseTo(0, 12);
  });
});

test("a list whose every link has a value", () => {
  let list: Chain = { x: 1 };
  for (let i = 0; i < DEPTH; i++) list = { x: 0.5, next: list };
  const total = (list: { x?: Value; next?: unknown }): Tensor => {
    let sum: Value = 0;
    for (let at: { x?: Value; next?: unknown } | undefined = list; at !== undefined; at = at.next as typeof at) {
      sum = add(sum, mul(at.x as Value, at.x as Value));
    }
    return isTensor(sum) ? sum : tensor(sum as number);
  };
  const gradient = grad(total as (t: never) => Value)(list as never) as Chain;
  expect([gradient.x, gradient.next?.x, innermost(gradient)]).toEqual([1, 1, { x: 2 }]);
  const [, dy] = jvp(total as never, [list] as never, [list] as never);
  expect(dy).toEqual(tensor(2 * (0.25 * DEPTH + 1)));
});
