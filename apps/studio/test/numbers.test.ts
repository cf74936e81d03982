import { expect, test } from "vitest";
import { plain } from "../src/plots/numbers.ts";

test.each([
  [
    [-0.5, -0.25, 0, 0.25],
    ["−0.50", "−0.25", "0.00", "0.25"],
  ],
  [
    [1960, 1970, 1980],
    ["1960", "1970", "1980"],
  ],
  [
    [0, 2.5, 5],
    ["0.0", "2.5", "5.0"],
  ],
  [
    [0.1, 0.2, 0.30000000000000004],
    ["0.1", "0.2", "0.3"],
  ],
  [
    [0, 0.0025, 0.005],
    ["0.0000", "0.0025", "0.0050"],
  ],
  [
    [0, 2e6],
    ["0", "2e6"],
  ],
])("the numbers of an axis are those that it has: %j", (splits, texts) => {
  expect(plain(splits)).toEqual(texts);
});
