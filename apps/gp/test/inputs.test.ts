import { describe, expect, test } from "vitest";
import type { Reading, Series } from "../src/input/series.ts";
import { readSeries } from "../src/terminal/read.ts";
import { temporaryFile } from "./temporary.ts";

const columns = { x: ["hour"], y: "level" };
const read = (text: string | Buffer, more: Partial<Reading> = {}): Series =>
  readSeries(temporaryFile("tides.csv", text), { ...columns, ...more });

const plain = "hour,level\n0,1.5\n1,2.5\n2,-3\n";
const numbers = { x: [Float64Array.of(0, 1, 2)], y: Float64Array.of(1.5, 2.5, -3), notes: [] };

describe("one table, written in many ways", () => {
  const bigEndian = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
  const cases: readonly (readonly [string, string | Buffer])[] = [
    ["commas", plain],
    ["semicolons", plain.replaceAll(",", ";")],
    ["tabs", plain.replaceAll(",", "\t")],
    ["semicolons and decimal commas", plain.replaceAll(",", ";").replaceAll(".", ",")],
    ["tabs and decimal commas", plain.replaceAll(",", "\t").replaceAll(".", ",")],
    ["quoted decimal commas", 'hour,level\n0,"1,5"\n1,"2,5"\n2,-3\n'],
    ["a header with commas between semicolons", "hour;level;place, of it\n0;1.5;a\n1;2.5;b\n2;-3;c,d\n"],
    ["UTF-8 with a mark", `\uFEFF${plain}`],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${plain}`, "utf16le")],
    ["UTF-16, big end first, with a mark", bigEndian(`\uFEFF${plain}`)],
    ["UTF-16 without a mark", Buffer.from(plain, "utf16le")],
    ["UTF-16, big end first, without a mark", bigEndian(plain)],
    ["the line ends of Windows", plain.replaceAll("\n", "\r\n")],
    ["the line ends of old Macs", plain.replaceAll("\n", "\r")],
  ];
  test.each(cases)("%s", (_, text) => {
    expect(read(text)).toMatchObject(numbers);
  });

  test("a delimiter that is given is not looked for", () => {
    // By the first rows it would be the comma.
    const text = "hour;level;a,b,c,d\n0;1.5;1,2,3,4\n1;2.5;1,2,3,4\n2;-3;1,2,3,4\n";
    expect(read(text, { delimiter: "semicolon" })).toMatchObject(numbers);
    expect(() => read(text)).toThrow('there is no column "hour"');
  });

  test("a fraction of three digits is one if that is said, or shown by another cell", () => {
    const text = "hour;level\n0;1,234\n1;5,678\n";
    expect(() => read(text)).toThrow(
      'row 1 (line 2), column "level": "1,234" can be read in two ways; say --decimal comma',
    );
    expect([...read(text, { decimal: "comma" }).y]).toEqual([1.234, 5.678]);
    expect([...read(`${text}2;0,5\n`).y]).toEqual([1.234, 5.678, 0.5]);
    expect([...read("hour;level\n0,5;1,234\n1;5,678\n").y]).toEqual([1.234, 5.678]);
  });

  test("points and commas do not mix", () => {
    expect(() => read("hour;level\n0;1,5\n1;2.5\n")).toThrow(
      '"1,5" is not a finite number, as decimals have a point here; for a comma everywhere, --decimal comma',
    );
  });

  test("Latin-1 names itself", () => {
    expect(() => read(Buffer.from("hour,level\n0,é\n", "latin1"))).toThrow("is not text in UTF-8; save it as UTF-8");
  });
});

test.each(["0x1", "0b1", "0o7", "1e", "1_000", "1 000", "+-1", "Infinity", "1e999", ".", "१"])(
  "%s is not a number",
  (cell) => {
    expect(() => read(`hour,level\n0,1\n1,${cell}\n`)).toThrow(`"${cell}" is not a finite number`);
  },
);

test("a long cell is not echoed", () => {
  const error = (() => {
    try {
      return read(`hour,level\n0,1\n1,${"x".repeat(10_000)}\n`);
    } catch (error) {
      return error as Error;
    }
  })();
  expect(error).toHaveProperty(
    "message.length",
    expect.toSatisfy((length: number) => length < 300),
  );
});

describe("dates as x", () => {
  const dates = (cells: readonly string[], unit?: string): number[] => {
    const text = `hour,level\n${cells.map((cell, i) => `"${cell}",${i}`).join("\n")}\n`;
    const { x, timeUnit } = read(text, { timeUnit: unit });
    expect(timeUnit).toBe(unit ?? "days");
    return [...x[0]];
  };

  test("are days since 1970, or another unit", () => {
    expect(dates(["1970-01-01", "1970-01-03", "1971-01-01"])).toEqual([0, 2, 365]);
    expect(dates(["1969-12-31T12:00Z", "1970-01-01 06:30", "1970-01-02T00:00:01.5"], "hours")).toEqual([
      -12,
      6.5,
      24 + 1.5 / 3600,
    ]);
    expect(dates(["1970-01", "1974-01"], "years")).toEqual([0, 4]);
    expect(dates(["1970-01-01T02:00+02:00", "1970-01-01T00:00:00-0130"], "minutes")).toEqual([0, 90]);
    expect(dates(["0001-01-01", "0099-01-01"])[0]).toBe(-719162);
  });

  test.each(["2021-02-30", "2021-13-01", "2021-01-01T24:30", "2021-1-1", "01.02.2021", "2021-01-01T1:00"])(
    "%s is none",
    (cell) => {
      expect(() => dates(["2020-01-01", cell])).toThrow(`row 2 (line 3), column "hour": "${cell}" is not a date`);
    },
  );

  test("cannot be one of several inputs", () => {
    expect(() => read("hour,b,level\n2020-01-01,1,2\n2020-01-02,2,3\n", { x: ["hour", "b"] })).toThrow(
      "dates can only be the single input",
    );
  });
});

describe("missing cells", () => {
  const text = "hour,level\n0,1\n1,\n2,NA\n,4\n4,n/a\n5,null\n6,NaN\n7,-\n8,9\n";

  test("are refused, with what to do", () => {
    expect(() => read(text)).toThrow(
      'row 2 (line 3), column "level": an empty cell is not a finite number; --missing drop leaves out the 7 rows with a missing cell',
    );
    expect(() => read("hour,level\n0,1\n1,NA\n2,1\n")).toThrow(
      '"NA" is not a finite number; --missing drop leaves out this row',
    );
  });

  test("are dropped when that is asked, and it is said", () => {
    const { x, y, notes } = read(text, { missing: "drop" });
    expect([[...x[0]], [...y]]).toEqual([
      [0, 8],
      [1, 9],
    ]);
    expect(notes).toEqual(["7 rows with a missing cell left out"]);
  });

  test("of other columns do not matter, and rows keep their numbers in messages", () => {
    expect(read("hour,level,more\n0,1,\n1,2,NA\n").notes).toEqual([]);
    expect(() => read("hour,level\n0,1\n1,\n2,high\n", { missing: "drop" })).toThrow(
      'row 3 (line 4), column "level": "high"',
    );
  });
});

test("rows are sorted, and places may be repeated", () => {
  const { x, y, notes } = read("hour,level\n3,1\n1,2\n3,3\n2,4\n");
  expect([[...x[0]], [...y]]).toEqual([
    [1, 2, 3, 3],
    [2, 4, 1, 3],
  ]);
  expect(notes).toEqual([
    "the rows were not in ascending order, and are sorted",
    "1 row at the place of another; the covariance needs noise for that",
  ]);
});

test("several inputs", () => {
  const { x, xLabels, notes } = read("hour,place,level\n1,7,2\n0,9,3\n1,8,1\n", { x: ["hour", "place"] });
  expect(x.map((values) => [...values])).toEqual([
    [0, 1, 1],
    [9, 7, 8],
  ]);
  expect([xLabels, notes]).toEqual([["hour", "place"], []]);
});
