import { isTensor, tensor, WengertError, zeros } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import { expect, test } from "vitest";
import * as ops from "../src/index.ts";

/** What somebody may hand over by mistake. */
const odd: readonly unknown[] = [
  undefined,
  null,
  true,
  "axis",
  "",
  10n,
  Symbol("x"),
  () => 1,
  {},
  { axis: "last" },
  { axis: [0, "1"] },
  { axis: null, keepDims: 3, ddof: "1", mode: "none", approximate: 7 },
  [],
  [null],
  ["0"],
  [1, 2],
  [[1], [2, 3]],
  [-1, -1],
  [0.5],
  new Map(),
  new Date(0),
  new Float64Array(2),
  Number.NaN,
  -1,
  2,
  1.5,
  tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]),
  zeros([0, 2]),
  scalar(1),
  tensor([1.5, -7]),
];

/** Every choice for up to three arguments behind a first one, thinned out evenly. */
function* calls(): Generator<readonly unknown[]> {
  const firsts = [
    tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    [tensor([1, 2]), 3],
    4,
    ...odd,
  ];
  for (const [i, first] of firsts.entries()) {
    yield [first];
    for (const [j, second] of odd.entries()) {
      yield [first, second];
      for (const [k, third] of odd.entries()) {
        if ((i + j + k) % (i < 2 ? 3 : 25) === 0) yield [first, second, third];
        if ((i + j + k) % 31 === 0) yield [first, second, third, odd[(i + 2 * j + 3 * k) % odd.length]];
      }
    }
  }
}

const rules = ["elementwise", "elementwise2"]; // they take functions

test.each(Object.keys(ops).filter((name) => !rules.includes(name)))("%s gives Tensors or a named error", (name) => {
  const op = (ops as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name];
  for (const args of calls()) {
    let result: unknown;
    try {
      result = op(...args);
    } catch (error) {
      if (error instanceof WengertError) continue;
      const shown = args.map((arg) =>
        isTensor(arg) ? `tensor ${arg.shape}` : typeof arg === "object" ? JSON.stringify(arg) : String(arg),
      );
      throw new Error(`${name}(${shown.join("; ")}) threw ${error}`);
    }
    const parts = isTensor(result) ? [result] : Object.values(result as object);
    expect(parts.every(isTensor)).toBe(true);
  }
});
