import { ShapeError, tensor } from "@wengert/array";
import { mul } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { corrcoef, cov } from "../src/index.ts";

const x = tensor([
  [0.3, 1.7, -2.2, 0.9],
  [10, 11, 9.5, 13],
  [-1, 4, 0.25, 0.5],
]);

// numpy.cov and numpy.corrcoef of these rows (NumPy 2.4).
const covariance = [
  [2.8358333333333334, 1.6291666666666667, 1.914583333333333],
  [1.6291666666666667, 2.395833333333333, 0.6979166666666666],
  [1.914583333333333, 0.6979166666666666, 4.598958333333333],
];
const correlation = [
  [1.0, 0.6250242428445499, 0.5301566154722368],
  [0.62502424284455, 1.0, 0.21025461189199246],
  [0.5301566154722367, 0.21025461189199246, 0.9999999999999998],
];

function expectClose(actual: Float64Array, expected: readonly (readonly number[])[], unit = 1): void {
  for (const [i, value] of expected.flat().entries()) expect(actual[i] / unit).toBeCloseTo(value, 13);
}

describe("covariances and correlations", () => {
  it("are NumPy's", () => {
    expectClose(cov(x).data, covariance);
    expectClose(corrcoef(x).data, correlation);
    expectClose(cov(tensor([...x.data.slice(0, 4)])).data, [[covariance[0][0]]]);
    expect(corrcoef(tensor([1, 2, 4])).item()).toBe(1);
    expect(cov(tensor([1, 2, 4]), { ddof: 0 }).item()).toBeCloseTo(14 / 9, 14);
  });

  it("are batched, and take variables in columns", () => {
    const columns = tensor([1, 2, 3, 4, 5, 7, 2, 0], [2, 2, 2]);
    expect(cov(columns, { rowVar: false }).toArray()).toEqual([
      [
        [2, 2],
        [2, 2],
      ],
      [
        [4.5, 10.5],
        [10.5, 24.5],
      ],
    ]);
    expect(corrcoef(columns).shape).toEqual([2, 2, 2]);
  });

  it("correlations do not depend on units, lie within ±1, and are NaN without variation", () => {
    for (const unit of [1e-200, 1e-9, 1e9, 1e200]) expectClose(corrcoef(mul(unit, x)).data, correlation);
    const line = Array.from({ length: 50 }, (_, i) => 0.1 * i + 0.3);
    const r = corrcoef(tensor([line, line.map((v) => -3 * v)])).data;
    for (const value of r) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    expect([r[0], r[3]]).toEqual([1, 1]);
    const still = corrcoef(
      tensor([
        [1, 1, 1],
        [1, 2, 3],
      ]),
    ).toArray();
    expect(still).toEqual([
      [Number.NaN, Number.NaN],
      [Number.NaN, 1],
    ]);
  });

  it("refuse a scalar, and have no value of too few observations", () => {
    expect(() => cov(3)).toThrow(ShapeError);
    expect(() => corrcoef(3)).toThrow("corrcoef: a scalar is no set of observations.");
    expect(cov(tensor([[1], [2]])).data[0]).toBeNaN();
  });
});
