/* Every parameter of a model has a path of its own, however the model is built, and however large it is. */
import { ArgumentError, tensor } from "@wengert/array";
import { square } from "@wengert/ops";
import { freeze, fromJSON, gradient, type Param, param, paramsOf, thaw, toJSON } from "@wengert/params";
import { describe, expect, test } from "vitest";

const written = (tree: unknown) => JSON.parse(JSON.stringify(toJSON(tree)));

describe("keys of Maps", () => {
  const [o1, o2] = [{}, {}];
  const keys: unknown[] = [
    1,
    "1",
    1n,
    true,
    "true",
    null,
    "null",
    undefined,
    "undefined",
    Number.NaN,
    -1.5,
    "a",
    "a b",
    "",
    Symbol("s"),
    Symbol("s"),
    Symbol.for("s"),
    o1,
    o2,
    () => 1,
    () => 1,
    "[object Object]",
    "#14",
    "Symbol(s)",
  ];
  const make = (start: number) => new Map(keys.map((key, i) => [key, param(start + i)]));

  test("that look alike stay apart", () => {
    const { paths } = paramsOf(make(0));
    expect(new Set(paths).size).toBe(keys.length);
    expect(paths.slice(0, 4)).toEqual(["[1]", '["1"]', "[1n]", "[true]"]);
    expect(paths.slice(11, 16)).toEqual(["a", '["a b"]', '[""]', "[#14]", "[#15]"]);
  });

  test("lose no value on the way through JSON", () => {
    const other = make(100);
    fromJSON(other, written(make(0)));
    expect([...other.values()].map((p) => p.value)).toEqual(keys.map((_, i) => i));
  });

  test("can be named in a selection", () => {
    const map = make(0);
    for (const [i, path] of paramsOf(map).paths.entries()) {
      expect(freeze(map, path)).toEqual([[...map.values()][i]]);
      thaw(map);
    }
  });
});

describe("fields beside elements", () => {
  const mark = Symbol("mark");
  class Bank extends Map<unknown, unknown> {
    scale = param(1);
    [mark] = param(2);
  }
  class Layers extends Array<unknown> {
    rate = { decay: param(3) };
  }
  class Bag extends Set<unknown> {
    weight = param(4);
  }
  const make = () => ({
    bank: new Bank([["a", param(5)]]),
    layers: Layers.from([param(6), 7]) as Layers,
    bag: new Bag([param(8)]),
    list: Object.assign([1, param(9)], { note: param(10) }),
    [mark]: param(11),
  });

  test("are found", () => {
    expect(paramsOf(make()).paths).toEqual([
      "bank.a",
      "bank.scale",
      "bank[@0]",
      "layers[0]",
      "layers.rate.decay",
      "bag[0]",
      "bag.weight",
      "list[1]",
      "list.note",
      "[@0]",
    ]);
  });

  test("are saved, restored and selected", () => {
    const [from, to] = [make(), make()];
    paramsOf(from).assign(Float64Array.from({ length: 10 }, (_, i) => -i));
    fromJSON(to, written(from));
    expect([...paramsOf(to).toVector()]).toEqual([...paramsOf(from).toVector()]);
    expect(freeze(to, "layers.rate").length).toBe(1);
    expect(gradient(() => square(from.bank.scale), paramsOf(from)).get(from.bank.scale)).toBe(-2);
  });

  test("with the name of a key are refused", () => {
    expect(() => paramsOf(new Bank([["scale", param(5)]]))).toThrow(ArgumentError);
    expect(() => toJSON({ bank: new Bank([["scale", param(5)]]) })).toThrow(
      /two parameters stand at bank\.scale.*Rename/,
    );
  });
});

describe("large models", () => {
  test("of many tags are saved and restored", () => {
    const make = () => Array.from({ length: 150_000 }, (_, i) => param(i));
    const [from, to] = [make(), make()];
    paramsOf(from).assign(Float64Array.from({ length: from.length }, (_, i) => 2 * i));
    fromJSON(to, toJSON(from));
    expect(to[149_999].value).toBe(299_998);
    const many = Object.fromEntries(from.slice(0, 10_000).map((p, i) => [`key ${i}`, p]));
    const shared = Object.fromEntries(from.slice(0, 10_000).map((p, i) => [`alias ${i}`, p]));
    // Every path is known, but none is the one at which the tag is found first.
    fromJSON({ shared, many }, toJSON({ many: Object.fromEntries(Object.entries(many)) }));
    expect(many["key 9999"].value).toBe(19_998);
  }, 60_000);

  test("nested deeply are walked, selected, saved and restored", () => {
    interface Link {
      at: Param;
      next?: Link;
    }
    const make = (start: number): Link => {
      let link: Link = { at: param(start) };
      for (let i = 1; i < 5000; i++) link = { at: param(start + i), next: link };
      return link;
    };
    const [from, to] = [make(0), make(-9999)];
    const { paths } = paramsOf(from);
    expect(paths.length).toBe(5000);
    fromJSON(to, toJSON(from));
    const [a, b] = [from, to].map((model) => paramsOf(model).toVector());
    expect([...a]).toEqual([...b]);
    let link = to;
    while (link.next !== undefined) link = link.next;
    expect(freeze(to, paths[4999])[0]).toBe(link.at);
  }, 60_000);

  test("of shared and cyclic parts are walked once", () => {
    const model: { p: Param; self?: unknown; again?: unknown } = { p: param(tensor([1, 2])) };
    model.self = model;
    model.again = [model, model.p];
    expect(paramsOf(model).paths).toEqual(["p"]);
    const restored = { p: param(tensor([0, 0])) };
    fromJSON(restored, written(model));
    expect(restored.p.value.toArray()).toEqual([1, 2]);
  });
});
