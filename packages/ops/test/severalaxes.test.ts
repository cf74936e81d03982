import { ArgumentError, ShapeError, tensor } from "@wengert/array";
import { describe, expect, it } from "vitest";
import * as ops from "../src/index.ts";

/** References: NumPy 1.26, of the same arguments. */
const x = tensor([
  [0.3, 0.7, 0.2],
  [0.9, 0.4, 0.6],
]);
const close = (found: ArrayLike<number>, expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 14);
};

describe("Fourier transforms along several axes", () => {
  it("agree with NumPy's", () => {
    const y = ops.fft2(x);
    close(y.re.data, [3.1, 0.25, 0.25, -0.7, -0.55, -0.55]);
    close(y.im.data, [0, -0.25980762113533157, 0.25980762113533157, 0, -0.6062177826491069, 0.6062177826491069]);
    const ortho = ops.fftn(x, { n: [3, 2], axes: [0, 1], norm: "ortho" }).re;
    expect(ortho.shape).toEqual([3, 2]);
    const [a, b, c] = [0.938971068066885, 0.14288690166235204, -0.26536138880151094];
    close(ortho.data, [a, 0.040824829046386325, b, c, b, c]);
    const back = ops.ifftn(x, { n: [3, 2], axes: [1, 0] }).im;
    const [d, e] = [0.04330127018922193, 0.10103629710818449];
    close(back.data, [0, d, -d, 0, e, -e]);
  });

  it("lead back, along all axes or some", () => {
    const cube = tensor(
      Float64Array.from({ length: 24 }, (_, i) => Math.sin(i * i)),
      [2, 3, 4],
    );
    for (const options of [{}, { axes: [0, 2] }, { axes: [] }, { norm: "forward" as const }]) {
      close(ops.ifftn(ops.fftn(cube, options), options).re.data, [...cube.data]);
      close(ops.ifft2(ops.fft2(cube, options), options).re.data, [...cube.data]);
    }
    expect(ops.fftn(3).re.item()).toBe(3);
  });

  it("of the last axes where n names fewer", () => {
    close(ops.fftn(x, { n: [2] }).re.data, [...ops.fft(x, { n: 2 }).re.data]);
  });

  it("refuse what there is not", () => {
    expect(() => ops.fft2(tensor([1, 2]))).toThrow(ShapeError);
    expect(() => ops.fft2(tensor([1, 2]))).toThrow("fft2: no axis -2");
    expect(() => ops.fftn(x, { axes: [0, -2] })).toThrow("names an axis of a tensor of shape [2, 3] twice");
    expect(() => ops.fft2(x, { n: [2] as never, axes: [0, 1] })).toThrow("fft2: n has 1 lengths for the axes [-2, -1]");
    expect(() => ops.fft2(x, { n: [2, 0] })).toThrow("must be a positive integer");
    expect(() => ops.ifftn(x, { norm: "unit" as never })).toThrow(ArgumentError);
  });
});

describe("interp with a period", () => {
  const at = tensor([-15, 5, 365, 719.5, 350]);

  it("agrees with NumPy's, for points in any order", () => {
    const y = ops.interp(at, tensor([350, 10, 190]), tensor([30, 0, 7]), { period: 360 });
    close(y.data, [29.28125, 7.5, 7.5, 15.75, 30]);
    close(ops.interp(at, tensor([-10, 370, 910]), tensor([30, 0, 7]), { period: 360 }).data, [...y.data]);
  });

  it("of a single point is a constant", () => {
    expect(ops.interp(at, tensor([3]), tensor([7]), { period: 2 }).toArray()).toEqual([7, 7, 7, 7, 7]);
  });

  it("refuses what makes no sense", () => {
    for (const period of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => ops.interp(1, tensor([1]), tensor([1]), { period })).toThrow(
        "interp: period must be a positive number",
      );
    }
    expect(() => ops.interp(1, tensor([1]), tensor([1]), { period: 2, left: 0 })).toThrow("leave out left and right");
    expect(() => ops.interp(1, tensor([1]), tensor([1]), { period: "2" as never })).toThrow("period must be a number");
  });
});

describe("statistics without NaN", () => {
  const withGaps = tensor([
    [0.4, Number.NaN, -1.2],
    [Number.NaN, Number.NaN, 2.5],
    [Number.NaN, Number.NaN, Number.NaN],
  ]);

  it("agree with NumPy's", () => {
    expect(ops.nanVariance(withGaps, { axis: 1 }).toArray()).toEqual([expect.closeTo(0.64, 15), 0, Number.NaN]);
    expect(ops.nanVariance(withGaps, { axis: 1, ddof: 1 }).toArray()).toEqual([
      expect.closeTo(1.28, 15),
      Number.NaN,
      Number.NaN,
    ]);
    expect(ops.nanStd(withGaps, { axis: 0 }).toArray()).toEqual([0, Number.NaN, expect.closeTo(1.85, 15)]);
    expect(ops.nanStd(withGaps).item()).toBeCloseTo(1.5151090903151347, 15);
    expect(ops.nanStd(withGaps, { axis: 0, keepDims: true }).shape).toEqual([1, 3]);
  });

  it("are those of variance and std where nothing is missing, in any unit", () => {
    for (const unit of [1, 1e200, 1e-200]) {
      const values = ops.mul(x, unit);
      expect(ops.nanStd(values).item() / ops.std(values).item()).toBeCloseTo(1, 14);
    }
    expect(ops.nanVariance(x, { axis: 0 }).toArray()).toEqual(ops.variance(x, { axis: 0 }).toArray());
    expect(() => ops.nanStd(x, { axis: 3 })).toThrow("nanStd: no axis 3");
    expect(() => ops.nanVariance(x, { ddof: 1, keepdims: true } as never)).toThrow('Did you mean "keepDims"?');
  });
});
