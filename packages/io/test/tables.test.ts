import { ArgumentError } from "@wengert/array";
import { FileFormatError, fromArrow, readCsv } from "@wengert/io";
import {
  Bool,
  Field,
  Float16,
  Float64,
  Int16,
  Int64,
  List,
  Table,
  TimestampMillisecond,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Uint64,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("CSV", () => {
  it.each([
    ["a,b\n1,2\n3,4\n", {}],
    ["\ufeffa;b\r\n1;2\r\n3;4", {}],
    ["a\tb\n 1 \t2.0\n+3\t4e0\n\n", {}],
    ["a:b\n1:2\n3:4", { delimiter: ":" }],
  ])("%j", (text, options) => {
    for (const file of [text, new TextEncoder().encode(text)]) {
      const { tensors, texts } = readCsv(file, options);
      expect(tensors["a"].toArray()).toEqual([1, 3]);
      expect(tensors["b"].toArray()).toEqual([2, 4]);
      expect(texts).toEqual({});
    }
  });

  it("tells numbers from texts by every cell", () => {
    const { tensors, texts } = readCsv('x,t,q\n.5,0x10,"a,""b"""\n-inf,1,\nNA,2,c\n');
    expect(tensors["x"].toArray()).toEqual([0.5, Number.NEGATIVE_INFINITY, Number.NaN]);
    expect(texts).toEqual({ t: ["0x10", "1", "2"], q: ['a,"b"', "", "c"] });
    expect(readCsv("1\n2\n", { header: false }).tensors["0"].toArray()).toEqual([1, 2]);
  });

  it.each([
    ["a,b\n1,2\n3\n", /row 3 has 1 cells, and the first has 2/],
    ["a,a\n1,2\n", /two columns have the name "a"/],
    ['a,b\n"1,2\n', /row/],
    ["a\n1\n9007199254740993\n", /row 2 of the numbers is beyond/],
    ["__proto__,b\n1,2\n", /may not name/],
  ])("%j is refused", (text, message) => {
    expect(() => readCsv(text)).toThrow(FileFormatError);
    expect(() => readCsv(text)).toThrow(message);
  });

  it("any text gives columns or the named error", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a1,;\t"\n\r.-e') }), (text) => {
        try {
          readCsv(text);
        } catch (error) {
          if (!(error instanceof FileFormatError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("Arrow", () => {
  it("reads numbers of every width, nulls, booleans, dates and texts, also from a file that Arrow wrote", () => {
    const made = new Table({
      f: vectorFromArray([1.5, null, -0], new Float64()),
      h: vectorFromArray([0.5, 65504, null], new Float16()),
      i: vectorFromArray([-3, 2, 1], new Int16()),
      l: vectorFromArray([-(2n ** 53n) + 1n, null, 5n], new Int64()),
      b: vectorFromArray([true, false, null], new Bool()),
      d: vectorFromArray([0, 1e12, null], new TimestampMillisecond()),
      s: vectorFromArray(["x", null, ""], new Utf8()),
      k: vectorFromArray(["p", "q", "p"]), // a dictionary
    });
    for (const table of [made, tableFromIPC(tableToIPC(made, "file")), tableFromIPC(tableToIPC(made, "stream"))]) {
      const { tensors, texts } = fromArrow(table);
      expect(Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, x.toArray()]))).toEqual({
        f: [1.5, Number.NaN, -0],
        h: [0.5, 65504, Number.NaN],
        i: [-3, 2, 1],
        l: [-(2 ** 53) + 1, Number.NaN, 5],
        b: [1, 0, Number.NaN],
        d: [0, 1e12, Number.NaN],
      });
      expect(texts).toEqual({ s: ["x", "", ""], k: ["p", "q", "p"] });
    }
  });

  it("refuses what is no number by column and row", () => {
    const lists = new Table({ v: vectorFromArray([[1], [2]], new List(new Field("item", new Float64()))) });
    expect(() => fromArrow(lists)).toThrow(/"v": row 0 is .*List/);
    const wide = new Table({ v: vectorFromArray([1n, 2n ** 60n], new Uint64()) });
    expect(() => fromArrow(wide)).toThrow(/"v": row 1 is 1152921504606846976, beyond/);
    expect(() => fromArrow([] as never)).toThrow(ArgumentError);
    expect(fromArrow(tableFromArrays({ x: new Float64Array(0) })).tensors["x"].shape).toEqual([0]);
  });
});
