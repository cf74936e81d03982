/* The numbers of a plan: constants are folded exactly as they would be computed, and what cannot change a number is left out. */
import { describe, expect, test } from "vitest";
import { Cells, operators } from "../src/cells/cells.ts";
import { needed } from "../src/wasm/needed.ts";

const zero = [0, -0];
const samples = [
  ...zero,
  1,
  -2.5,
  1e308,
  Number.MIN_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

/** What an instruction of WebAssembly gives, as the program would compute it in JavaScript. */
const meaning: Record<string, (x: number, y: number) => number> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": (x, y) => x / y,
  min: Math.min,
  max: Math.max,
  "=": (x, y) => Number(x === y),
  "<": (x, y) => Number(x < y),
  "≤": (x, y) => Number(x <= y),
  neg: (x) => -x,
  abs: Math.abs,
  "√": Math.sqrt,
};

describe("constants", () => {
  test("there is a meaning for every instruction", () => {
    expect(Object.keys(meaning)).toEqual(Object.keys(operators));
  });

  test.each(Object.keys(meaning))("%s", (sign) => {
    const cells = new Cells();
    const unary = ["neg", "abs", "√"].includes(sign);
    for (const x of samples) {
      for (const y of unary ? [0] : samples) {
        const operands = [cells.constant(x), ...(unary ? [] : [cells.constant(y)])] as [number, number?];
        const { kind, value } = cells.all.at(cells.operator(sign, ...operands));
        expect(kind).toBe("constant");
        expect(value).toBe(meaning[sign](x, y));
      }
    }
  });

  test("a choice between two, and by one", () => {
    const cells = new Cells();
    const [x, y, c] = [cells.input(), cells.input(), cells.input()];
    expect(cells.choice(cells.constant(1), x, y)).toBe(x);
    expect(cells.choice(cells.constant(-0), x, y)).toBe(y);
    // As in a program: NaN is not 0.
    expect(cells.choice(cells.constant(Number.NaN), x, y)).toBe(x);
    expect(cells.choice(c, x, x)).toBe(x);
    const chosen = cells.choice(c, x, y);
    expect(cells.all.at(chosen)).toMatchObject({ kind: "choice", operands: [c, x, y] });
    expect(cells.choice(c, x, y)).toBe(chosen);
  });

  test("what is required is kept, unless it is known to hold", () => {
    const cells = new Cells();
    const x = cells.input();
    for (const cell of [x, cells.constant(2), cells.constant(0)]) cells.require(cell);
    expect(cells.required).toEqual([x, cells.constant(0)]);
  });
});

describe("equal computations", () => {
  test("are one cell, other ones are not", () => {
    const cells = new Cells();
    const [x, y] = [cells.input(), cells.input()];
    expect(cells.operator("+", x, y)).toBe(cells.operator("+", x, y));
    expect(cells.operator("-", x, y)).not.toBe(cells.operator("-", y, x));
    expect(cells.operator("neg", x)).not.toBe(cells.operator("abs", x));
    expect(cells.constant(0)).not.toBe(cells.constant(-0));
    expect(cells.constant(Number.NaN)).toBe(cells.constant(Number.NaN));
  });

  test("of functions: by the function and its operands", () => {
    const cells = new Cells();
    const [x, y] = [cells.input(), cells.input()];
    expect(cells.call(Math.sin, [x])).toBe(cells.call(Math.sin, [x]));
    expect(cells.call(Math.sin, [x])).not.toBe(cells.call(Math.cos, [x]));
    expect(cells.call(Math.atan2, [x, y])).not.toBe(cells.call(Math.atan2, [y, x]));
    expect(cells.all.valueOf(cells.call(Math.atan2, [cells.constant(1), cells.constant(2)]))).toBe(Math.atan2(1, 2));
  });

  test("all of some conditions, each once", () => {
    const cells = new Cells();
    const [a, b] = [cells.input(), cells.input()];
    expect(cells.allOf([], a)).toBe(a);
    expect(cells.allOf([a], a)).toBe(a);
    const both = cells.allOf([b], a);
    expect(cells.all.at(both)).toMatchObject({ kind: "choice", operands: [b, a, cells.constant(0)] });
  });
});

describe("very many", () => {
  const count = 3000;

  test("are told apart, and found again", () => {
    const cells = new Cells();
    const [x, y] = [cells.input(), cells.input()];
    const made = (): readonly number[] => {
      let last = x;
      return Array.from({ length: count }, (_, i) => {
        const other = i % 2 === 0 ? y : x;
        if (i % 5 === 4) last = cells.choice(last, other, cells.constant(i % 7));
        else
          last =
            i % 5 === 3 ? cells.call(Math.atan2, [last, other]) : cells.operator(i % 3 === 0 ? "-" : "/", last, other);
        return last;
      });
    };
    const first = made();
    expect(new Set(first).size).toBe(count);
    const { length } = cells.all;
    expect(made()).toEqual(first);
    expect(cells.all.length).toBe(length);
  });

  test("a choice is not taken for an operator of the same cells, nor a function of one for one of two", () => {
    const cells = new Cells();
    const [x, y] = [cells.input(), cells.input()];
    const found = [
      cells.choice(x, y, x),
      cells.operator("+", x, y),
      cells.operator("+", y, x),
      cells.operator("-", x, y),
      cells.call(Math.sin, [x]),
      cells.call(Math.hypot, [x, x]),
      cells.call(Math.hypot, [x]),
      cells.operator("neg", x),
      cells.kernel({ name: "sin", f: Math.sin, kernels: () => undefined }, [x]),
    ];
    expect(new Set(found).size).toBe(found.length);
  });

  test("those needed come after their operands, without what is ready", () => {
    const cells = new Cells();
    const [x, y] = [cells.input(), cells.input()];
    const a = cells.operator("*", x, y);
    const b = cells.operator("+", a, cells.constant(2));
    const unused = cells.operator("-", a, b);
    const c = cells.operator("*", b, a);
    for (let k = 0; k < 2; k++) {
      expect(needed(cells.all, [c, b], new Set([x, y]))).toEqual([a, b, c]);
      expect(needed(cells.all, [c], new Set([b]))).toEqual([x, y, a, c]);
      expect(needed(cells.all, [unused, a], new Set([a, b]))).toEqual([unused]);
    }
  });
});
