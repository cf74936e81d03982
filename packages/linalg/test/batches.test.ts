import { kernels, type Tensor, tensor, useKernels } from "@wengert/array";
import { afterEach, describe, expect, test } from "vitest";
import { multiply } from "../src/products/multiply.ts";

afterEach(() => useKernels());

let state = 1;
function pick(n: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
}

function some(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float64Array.from({ length: size }, () => pick(19) - 9),
    [...shape],
  );
}

/** The element of a tensor that broadcasts, at a place of the larger shape. */
function element(x: Tensor, place: readonly number[]): number {
  let at = 0;
  for (const [axis, length] of x.shape.entries()) at = at * length + (length === 1 ? 0 : place[axis]);
  return x.data[at];
}

/** Small integers, so that every order of summation gives the same. */
function naive(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean, over: readonly number[]): number[] {
  const lead = a.ndim - 2;
  const batch = a.shape.slice(0, lead).map((length, axis) => (length === 1 ? b.shape[axis] : length));
  const [m, k] = transposeA ? [a.shape[lead + 1], a.shape[lead]] : [a.shape[lead], a.shape[lead + 1]];
  const n = transposeB ? b.shape[lead] : b.shape[lead + 1];
  const kept = batch.map((length, axis) => (over.includes(axis - lead - 2) ? 1 : length));
  const out = new Array<number>(kept.reduce((x, y) => x * y, 1) * m * n).fill(0);
  const walk = (place: readonly number[]): void => {
    if (place.length < lead) {
      for (let i = 0; i < batch[place.length]; i++) walk([...place, i]);
      return;
    }
    const row = place.reduce((at, i, axis) => at * kept[axis] + (kept[axis] === 1 ? 0 : i), 0);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        for (let p = 0; p < k; p++) {
          const left = element(a, [...place, ...(transposeA ? [p, i] : [i, p])]);
          const right = element(b, [...place, ...(transposeB ? [j, p] : [p, j])]);
          out[(row * m + i) * n + j] += left * right;
        }
      }
    }
  };
  walk([]);
  return out;
}

describe("products of batches, whatever is the same throughout or added up", () => {
  test.each([...Array(8).keys()])("random shapes, %i", (seed) => {
    state = seed + 1;
    for (let round = 0; round < 250; round++) {
      const lead = pick(4);
      const lengths = Array.from({ length: lead }, () => 1 + pick(3));
      const thin = (): number[] => lengths.map((length) => (pick(2) === 0 ? 1 : length));
      const [m, n, k] = [1 + pick(3), 1 + pick(3), 1 + pick(3)];
      const [transposeA, transposeB] = [pick(2) === 0, pick(2) === 0];
      const a = some([...thin(), ...(transposeA ? [k, m] : [m, k])]);
      const b = some([...thin(), ...(transposeB ? [n, k] : [k, n])]);
      const over = lengths.flatMap((_, axis) => (pick(3) === 0 ? [axis - lead - 2] : []));
      const found = multiply(a, b, { transposeA, transposeB, over });
      const label = JSON.stringify({ a: a.shape, b: b.shape, transposeA, transposeB, over });
      expect([...found.data], label).toEqual(naive(a, b, transposeA, transposeB, over));
    }
  });

  test("no matrices, and no terms", () => {
    expect(multiply(some([0, 2, 3]), some([1, 3, 2]), {}).shape).toEqual([0, 2, 2]);
    expect([...multiply(some([0, 2, 3]), some([1, 3, 2]), { over: [-3] }).data]).toEqual([0, 0, 0, 0]);
    expect([...multiply(some([2, 1, 0]), some([1, 0, 2]), {}).data]).toEqual([0, 0, 0, 0]);
  });

  test.each([
    ["rows against matrices", [50, 4, 1, 3], [1, 4, 3, 3], {}, 4],
    ["matrices against columns", [1, 4, 3, 3], [50, 4, 3, 1], {}, 4],
    ["matrices against rows read as columns", [1, 4, 3, 3], [50, 4, 1, 3], { transposeB: true }, 4],
    ["outer products, added up", [50, 4, 1, 3], [50, 4, 1, 3], { transposeA: true, over: [-4] }, 4],
    ["a stack against one matrix", [50, 2, 3], [1, 3, 3], {}, 1],
    ["stacks of products, added up", [50, 2, 3], [50, 2, 3], { transposeA: true, over: [-3] }, 1],
    ["nothing to join", [50, 3, 3], [50, 3, 3], {}, 50],
  ] as const)("%s: calls of the kernel", (_, left, right, o, calls) => {
    let made = 0;
    const { gemm } = kernels();
    useKernels({
      gemm: (...args) => {
        made++;
        gemm(...args);
      },
    });
    const [a, b] = [some(left), some(right)];
    const { transposeA = false, transposeB = false, over = [] } = o as Parameters<typeof multiply>[2];
    expect([...multiply(a, b, o).data]).toEqual(naive(a, b, transposeA, transposeB, over));
    expect(made).toBe(calls);
  });
});
