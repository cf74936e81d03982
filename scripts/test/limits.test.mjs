import { expect, test } from "vitest";
import { overLimits } from "../limits.mjs";

const limits = { lines: 200, filesPerFolder: 25, names: { rule: 30 }, longer: {}, pending: [] };
const house = {
  lines: new Map([
    ["packages/a/src/long.ts", 201],
    ["packages/a/src/short.ts", 200],
  ]),
  files: new Map([
    ["packages/a/src", 26],
    ["packages/a/src/b", 25],
  ]),
  names: new Map([["@wengert/rule", 31]]),
};

test("what is over a limit is named, with both figures", () => {
  expect(overLimits(house, limits)).toEqual([
    "packages/a/src/long.ts has 201 lines; the limit is 200",
    "packages/a/src has 26 source files; the limit is 25",
    "@wengert/rule has 31 names in its main entry; the limit is 30",
  ]);
});

test("exceptions have a reason, are at most three, and go when they are not needed", () => {
  const pending = ["packages/a/src", "@wengert/rule"];
  const reason = "one table of reference values";
  expect(overLimits(house, { ...limits, pending, longer: { "packages/a/src/long.ts": reason } })).toEqual([]);
  expect(overLimits(house, { ...limits, pending, longer: { "packages/a/src/long.ts": "" } })).toContain(
    "limits.json: packages/a/src/long.ts needs a reason",
  );
  const four = Object.fromEntries(["long", "short", "x", "y"].map((name) => [`packages/a/src/${name}.ts`, reason]));
  expect(overLimits(house, { ...limits, pending, longer: four })).toEqual([
    "limits.json lets 4 files be longer; at most 3 may",
    ...["short", "x", "y"].map((name) => `packages/a/src/${name}.ts keeps the limit: take it out of limits.json`),
  ]);
});
