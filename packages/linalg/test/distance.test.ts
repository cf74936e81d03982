import { type Tensor, tensor, useKernels } from "@wengert/array";
import { differenceKernels } from "@wengert/array/author";
import { afterEach, describe, expect, test, vi } from "vitest";
import { pairwiseSquaredDistance } from "../src/index.ts";

afterEach(() => useKernels());

function points(shape: readonly number[], shift = 0): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => 1958 + Math.sin(1.7 * i + shift)),
    shape,
  );
}

/** The largest difference of two Tensors. */
function apart(a: Tensor, b: Tensor): number {
  return a.data.reduce((most, v, i) => Math.max(most, Math.abs(v - b.data[i])), 0);
}

describe("pairwiseSquaredDistance", () => {
  test.each([
    [
      [40, 3],
      [50, 3],
    ],
    [
      [100, 1],
      [100, 1],
    ],
    [
      [2, 33, 9],
      [17, 9],
    ],
    [
      [4, 2],
      [3, 2],
    ],
  ])("kernels and plain loops agree: %j and %j", (left, right) => {
    const [x, y] = [points(left), points(right, 0.3)];
    const fast = pairwiseSquaredDistance(x, y);
    useKernels({ differences: {} });
    const plain = pairwiseSquaredDistance(x, y);
    expect(fast.shape).toEqual(plain.shape);
    expect(apart(fast, plain)).toBeLessThan(1e-14);
  });

  test("many points go through the kernel, few do not", () => {
    const squaredDistances = vi.fn(differenceKernels()?.squaredDistances);
    useKernels({ differences: { squaredDistances } });
    pairwiseSquaredDistance(points([5, 2]));
    expect(squaredDistances).not.toHaveBeenCalled();
    const d = pairwiseSquaredDistance(points([60, 2]));
    expect(squaredDistances).toHaveBeenCalledOnce();
    for (let i = 0; i < 60; i++) {
      expect(d.data[61 * i]).toBe(0);
      for (let j = 0; j < i; j++) expect(d.data[60 * i + j]).toBe(d.data[60 * j + i]);
    }
  });
});
