import { arange, tensor } from "@wengert/array";
import { math } from "@wengert/formula";
import { reshape } from "@wengert/ops";
import { describe, expect, it } from "vitest";

const v = tensor([10, 20, 30, 40]);
const x = reshape(arange(24), [2, 3, 4]);

// What NumPy 2 gives for numpy.arange(24).reshape(2, 3, 4).
describe("indices as NumPy's", () => {
  it.each([
    ["v[0]", math`${v}[0]`, 10],
    ["v[-1]", math`${v}[-1]`, 40],
    ["v[1:3]", math`${v}[1:3]`, [20, 30]],
    ["v[:-1]", math`${v}[:-1]`, [10, 20, 30]],
    ["v[-2:]", math`${v}[-2:]`, [30, 40]],
    ["v[::2]", math`${v}[::2]`, [10, 30]],
    ["v[::-1]", math`${v}[::-1]`, [40, 30, 20, 10]],
    ["v[2:0:-1]", math`${v}[2:0:-1]`, [30, 20]],
    ["v[1:100]", math`${v}[1:100]`, [20, 30, 40]],
    ["v[3:1]", math`${v}[3:1]`, []],
    ["v[:]", math`${v}[:]`, [10, 20, 30, 40]],
    ["v[[2, 0, -1]]", math`${v}[[2, 0, -1]]`, [30, 10, 40]],
    ["v[[]]", math`${v}[[]]`, []],
    ["v[list]", math`${v}[${[1, 1]}]`, [20, 20]],
    ["v[i]", math`${v}[${2}]`, 30],
    ["v[i + 1]", math`${v}[${2} + 1]`, 40],
    ["v[i:j]", math`${v}[${1}:${2} + 1]`, [20, 30]],
    ["v[newaxis]", math`${v}[newaxis]`, [[10, 20, 30, 40]]],
    ["v[:, newaxis]", math`${v}[:2, newaxis]`, [[10], [20]]],
    ["v[0, newaxis]", math`${v}[0, newaxis]`, [10]],
    ["x[1, :, -1]", math`${x}[1, :, -1]`, [15, 19, 23]],
    ["x[0, 1]", math`${x}[0, 1]`, [4, 5, 6, 7]],
    [
      "x[..., 0]",
      math`${x}[..., 0]`,
      [
        [0, 4, 8],
        [12, 16, 20],
      ],
    ],
    ["x[1, ..., 0]", math`${x}[1, ..., 0]`, [12, 16, 20]],
    ["x[1, 2, 3, ...]", math`${x}[1, 2, 3, ...]`, 23],
    [
      "x[:, 1:, ::3]",
      math`${x}[:, 1:, ::3]`,
      [
        [
          [4, 7],
          [8, 11],
        ],
        [
          [16, 19],
          [20, 23],
        ],
      ],
    ],
    [
      "x[:, [2, 0], 1:2]",
      math`${x}[:, [2, 0], 1:2]`,
      [
        [[9], [1]],
        [[21], [13]],
      ],
    ],
    ["x[..., [3]]", math`${x}[0:1, ..., [3]]`, [[[3], [7], [11]]]],
    ["x[0, newaxis, :, 1]", math`${x}[0, newaxis, :, 1]`, [[1, 5, 9]]],
    ["x[0][1][2]", math`${x}[0][1][2]`, 6],
    ["x[0]'[1, 2]", math`${x}[0]'[1, 2]`, 9],
    ["-v[0]^2", math`-${v}[0]^2`, -100],
  ])("%s", (_what, actual, expected) => {
    expect(actual.toArray()).toEqual(expected);
  });
});
