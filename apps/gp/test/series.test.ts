import { describe, expect, test } from "vitest";
import type { Reading, Series } from "../src/input/series.ts";
import { sampleOf } from "../src/process/gp.ts";
import { co2Record } from "../src/terminal/co2.ts";
import { readSeries } from "../src/terminal/read.ts";
import { temporaryFile, temporaryFolder } from "./temporary.ts";

const columns = { x: ["hour"], y: "level" };
const read = (text: string | Buffer, more: Partial<Reading> = {}): Series =>
  readSeries(temporaryFile("tides.csv", text), { ...columns, ...more });

describe("readSeries", () => {
  test("reads two columns among others", () => {
    const text = '\uFEFFlevel, station ,hour\r\n1.5,"Brest, quay",0\r\n-2e-1,Brest,0.5\r\n\r\n3,Brest,2\r\n';
    const series = read(text);
    expect(series).toMatchObject({ name: "tides", title: "tides.csv", xLabels: ["hour"], yLabel: "level" });
    expect([...series.x[0]]).toEqual([0, 0.5, 2]);
    expect([...series.y]).toEqual([1.5, -0.2, 3]);
  });

  test.each([
    ["a missing column", "hour,height\n1,2\n2,3\n", 'there is no column "level"; the columns are "hour", "height"'],
    ["a column named twice", "hour,level,level\n1,2,3\n2,3,4\n", 'two columns are named "level"'],
    ["a word", "hour,level\n1,2\n2,high\n", 'row 2 (line 3), column "level": "high" is not a finite number'],
    ["an infinity", "hour,level\n1,Infinity\n", 'row 1 (line 2), column "level": "Infinity" is not a finite number'],
    ["an empty cell", "hour,level\n1,2\n\n,3\n", 'row 2 (line 4), column "hour": an empty cell is not a finite number'],
    [
      "a hexadecimal number",
      "hour,level\n1,0x1\n2,2\n",
      'row 1 (line 2), column "level": "0x1" is not a finite number',
    ],
    ["one place alone", "hour,level\n3,1\n3,4\n", 'column "hour": every value is 3'],
    ["a constant", "hour,level\n1,2\n3,2\n", 'column "level": every value is 2'],
    ["a single row", "hour,level\n1,2\n", "there is only one row below the header; a fit needs at least two"],
    ["a header alone", "hour,level\n", "there are no rows below the header"],
    ["an empty file", "", "the file is empty"],
    ["rows of different lengths", "hour,level\n1,2\n2\n", "line 3 has 1 cell, the header 2; mend that line"],
    ["an open quote", 'hour,level\n1,"2\n', "a quote is opened and never closed"],
    ["a quote in a cell", 'hour,level\n1,2"\n', "line 2 has a quote within a cell"],
    ["a long row", "hour,level\n1,2,3\n", "line 2 has 3 cells, the header 2"],
  ])("names the culprit: %s", (_, text, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ name: "UserError", message: expect.any(String) }));
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(/tides\.csv: [^\n]*$/);
  });

  test("names a file that cannot be read", () => {
    expect(() => readSeries("/nowhere/tides.csv", columns)).toThrow("/nowhere/tides.csv: there is no such file");
    expect(() => readSeries(temporaryFolder(), columns)).toThrow(/wengert-gp-\w+: cannot be read \(EISDIR/);
  });
});

describe("the CO₂ record", () => {
  const {
    x: [x],
    y,
  } = co2Record();

  test("has a value for each month that was measured", () => {
    expect([x.length, y.length]).toEqual([741, 741]);
    expect([x[0], x[1], x[740]]).toEqual([1958 + 2 / 12, 1958 + 3 / 12, 2020 + 3 / 12]);
    expect([y[0], y[740]]).toEqual([315.7, 416.18]);
  });

  test("is centred on its mean", () => {
    const sample = sampleOf([x], y);
    expect(sample.mean).toBeCloseTo(355.3109311740891, 12);
    expect(sample.y.data[0]).toBe(315.7 - sample.mean);
  });
});
