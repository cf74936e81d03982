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
    const { tensors, texts } = readCsv('x,t,q\n.5,0x10,"a,""b"""\n-inf,1,\nNA,2,c\n', { texts: ["t"] });
    expect(tensors["x"].toArray()).toEqual([0.5, Number.NEGATIVE_INFINITY, Number.NaN]);
    expect(texts).toEqual({ t: ["0x10", "1", "2"], q: ['a,"b"', "", "c"] });
    expect(readCsv("1\n2\n", { header: false }).tensors["0"].toArray()).toEqual([1, 2]);
  });

  it.each([
    ["a,b\n1,2\n3\n", /row 3 has 1 cells, and the first has 2/],
    ["a,a\n1,2\n", /two columns have the name "a"/],
    ['a,b\n"1,2\n', /row/],
    ["a\n1\n9007199254740993\n", /row 2 of the numbers is beyond/],
    ["a,b\n1,2\n3,n.d.\n", /column "b": row 2 is "n\.d\.", among numbers such as "2" in row 1; say missing/],
    [
      "a,b\n1,12a\n3,12\n",
      /column "b": row 1 is "12a", among numbers such as "12" in row 2; .* name the column in texts/,
    ],
    ["a;b\n3,5;x\n", /column "a": row 1 is "3,5"; say decimal: ","/],
    ["a;b\n1;x\n3,5;x\n", /column "a": row 2 is "3,5", among numbers such as "1" in row 1; say decimal: ","/],
    ['a,b\nx,"1,234"\n', /column "b": row 1 is "1,234"; say decimal: "," if that is a number, or write thousands/],
    ["a;b\nx;1.234,5\n", /column "b": row 1 is "1\.234,5"; write thousands without a mark/],
    ["a;b\nx;1 234 567\n", /row 1 is "1 234 567"; write thousands/],
    ["__proto__,b\n1,2\n", /may not name/],
  ])("%j is refused", (text, message) => {
    expect(() => readCsv(text)).toThrow(FileFormatError);
    expect(() => readCsv(text)).toThrow(message);
  });

  it.each(["n/a", "N/A", "#N/A", "NA", "na", "<NA>", "NaN", "-nan", "NULL", "None", "", "  "])(
    "%j is missing",
    (cell) => {
      expect(readCsv(`x,y\n1,${cell}\n2,3\n`).tensors["y"].toArray()).toEqual([Number.NaN, 3]);
      expect(readCsv(`x,y\n1,${cell}\n`).tensors["y"].toArray()).toEqual([Number.NaN]);
    },
  );

  it("reads decimal commas and other words for what is missing where that is said", () => {
    const options = { decimal: ",", missing: ["-", "Ausfall"] } as const;
    const { tensors, texts } = readCsv("x;y;z\n3,5;-;a\n-,25e2;1;3,5b\n,5;AUSFALL;c", options);
    expect(tensors["x"].toArray()).toEqual([3.5, -25, 0.5]);
    expect(tensors["y"].toArray()).toEqual([Number.NaN, 1, Number.NaN]);
    expect(texts).toEqual({ z: ["a", "3,5b", "c"] });
    // No comma is taken for what stands between cells.
    const both = readCsv("3,5;2,1\n4,5;2,2\n", { header: false, decimal: "," });
    expect(both.tensors["1"].toArray()).toEqual([2.1, 2.2]);
    expect(() => readCsv("x;y\n3.5;1\n", { decimal: "," })).toThrow(/row 1 is "3\.5"; say decimal: "\."/);
    expect(() => readCsv("3,5;2,1\n4,5;2,2\n", { header: false })).toThrow(/"5;2"; say with delimiter/);
  });

  it("leaves texts alone that only resemble numbers", () => {
    const cells = ["2020-01-05", "05.01.2020", "12:30", "+49 30 12", "1.2.3", "12 %", "a1", "1;2;x"];
    expect(readCsv(`t\n${cells.join("\n")}\n`, { delimiter: "," }).texts["t"]).toEqual(cells);
    expect(readCsv("id,x\n007,1\nA7,2\n", { texts: ["id"] }).texts["id"]).toEqual(["007", "A7"]);
  });

  it.each([
    [{ decimal: "." as const, delimiter: "." }, /cannot be both/],
    [{ decimal: "comma" as never }, /decimal must be/],
    [{ missing: "-" as never }, /missing must be an array/],
    [{ texts: ["b"] }, /texts names "b", and the columns are "a"/],
    [{ thousands: "," } as never, /no option "thousands"/],
  ])("the options %j are refused", (options, message) => {
    expect(() => readCsv("a\n1\n", options)).toThrow(ArgumentError);
    expect(() => readCsv("a\n1\n", options)).toThrow(message);
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
