import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { grad } from "@wengert/core";
import { jacobian, type Sparsity, SparsityError, sparsityOf } from "@wengert/forward";
import { matvec, solve } from "@wengert/linalg";
import { add, concat, cumsum, mul, pad, reshape, sin, slice, square, sub, sum, take } from "@wengert/ops";
import { describe, expect, test } from "vitest";

const point = (n: number): Tensor => tensor(Float64Array.from({ length: n }, (_, k) => Math.sin(k + 1)));

/** Each output depends on three neighbours. */
function band(x: Tensor): Tensor {
  const n = x.size;
  const wide = pad(x, [[1, 1]]);
  return add(mul(slice(wide, [0], [n]), sin(x)), square(slice(wide, [2], [n + 2])));
}

/** A first row and a first column that are full, and a diagonal. */
function arrow(x: Tensor): Tensor {
  const first = slice(x, [0], [1]);
  return concat([reshape(sum(square(x)), [1]), mul(first, slice(x, [1], [x.size]))], 0);
}

const tall = (x: Tensor): Tensor => concat([square(x), sin(x), mul(x, take(x, [2, 0, 1]))], 0);
const triangle = (x: Tensor): Tensor => cumsum(sin(x), { axis: 0 });

describe.each(Object.entries({ band, arrow, tall, triangle }))("the sparse Jacobian of a %s", (_name, f) => {
  const x = point(f === tall ? 3 : 12);
  const dense = jacobian(f)(x);

  test("has all elements of the dense one, whether its pattern is found or given", () => {
    const rows = dense.toArray() as unknown as readonly (readonly number[])[];
    const mask = rows.map((row) => row.map((v) => v !== 0));
    for (const sparsity of ["find", sparsityOf(f)(x), mask] as const) {
      const J = jacobian(f, { sparsity })(x);
      for (const [k, v] of J.toDense().data.entries()) expect(v).toBeCloseTo(dense.data[k], 13);
      expect(J.values.size).toBe(J.rows.length);
    }
  });

  test("can be differentiated", () => {
    const sparsity = sparsityOf(f)(x);
    const by = (z: Tensor): Tensor => sum(square(jacobian(f, { sparsity })(z).values));
    const all = (z: Tensor): Tensor => sum(square(jacobian(f)(z)));
    const [own, other] = [grad(by)(x), grad(all)(x)];
    for (const [k, v] of own.data.entries()) expect(v).toBeCloseTo(other.data[k], 11);
  });
});

describe("patterns", () => {
  test("hold what can differ from 0, also where it is 0", () => {
    const { rows, columns, shape } = sparsityOf(band)(tensor(new Float64Array(4)));
    expect(shape).toEqual([4, 4]);
    expect(Array.from(rows, (row, k) => `${row},${columns[k]}`)).toEqual([
      "0,0",
      "0,1",
      "1,0",
      "1,1",
      "1,2",
      "2,1",
      "2,2",
      "2,3",
      "3,2",
      "3,3",
    ]);
  });

  test("are whole where an operation mixes all its input", () => {
    const A = tensor([
      [2, 1],
      [1, 3],
    ]);
    expect(sparsityOf((x) => solve(A, x))(point(2)).rows.length).toBe(4);
    expect(sparsityOf((x) => matvec(A, x))(point(2)).rows.length).toBe(4);
  });

  test("of nothing", () => {
    expect(sparsityOf((x) => mul(0, sub(x, x)))(tensor([])).shape).toEqual([0, 0]);
    expect(sparsityOf(() => tensor([1, 2]))(point(3)).rows.length).toBe(0);
    expect(jacobian(() => tensor([1, 2]), { sparsity: "find" })(point(3)).toDense().data).toEqual(new Float64Array(6));
  });
});

test("the number of evaluations depends on the bands, not on the size", () => {
  for (const n of [20, 2000]) {
    let runs = 0;
    const counted = (x: Tensor): Tensor => {
      runs++;
      return band(x);
    };
    const rows = Array.from({ length: n }, (_, i) =>
      [i - 1, i, i + 1].filter((j) => j >= 0 && j < n).map((j) => [i, j]),
    ).flat();
    const sparsity: Sparsity = {
      shape: [n, n],
      rows: Int32Array.from(rows, ([i]) => i),
      columns: Int32Array.from(rows, ([, j]) => j),
    };
    const J = jacobian(counted, { sparsity })(point(n));
    expect(J.values.size).toBe(3 * n - 2);
    expect(runs).toBe(3); // the length of the value, three bands as one batch, the check
  }
});

describe("what is refused", () => {
  const x = point(4);

  test("a pattern that leaves out an element", () => {
    const full = sparsityOf(band)(x);
    const sparsity = { ...full, rows: full.rows.slice(0, -1), columns: full.columns.slice(0, -1) };
    expect(() => jacobian(band, { sparsity })(x)).toThrow(SparsityError);
    const scaled = (z: Tensor): Tensor => mul(1e-15, band(mul(1e9, z)));
    expect(() => jacobian(scaled, { sparsity })(x)).toThrow("output 3 depends on more inputs");
  });

  test("a pattern of another shape, with an element twice, or outside", () => {
    const full = sparsityOf(band)(point(5));
    expect(() => jacobian(band, { sparsity: full })(x)).toThrow("shape [5, 5]");
    const twice = { shape: [4, 4] as const, rows: Int32Array.of(0, 0), columns: Int32Array.of(1, 1) };
    expect(() => jacobian(band, { sparsity: twice })(x)).toThrow("no element twice");
    expect(() => jacobian(band, { sparsity: { ...twice, columns: Int32Array.of(1, 4) } })(x)).toThrow(
      "within its shape",
    );
    expect(() => jacobian(band, { sparsity: [[1, 0], [1]] })(x)).toThrow("equally long");
  });

  test("what is no pattern, and a pattern to be found inside a batch", () => {
    for (const sparsity of ["fnd", true, sparsityOf(band), {}])
      expect(() => jacobian(band, { sparsity: sparsity as never })(x)).toThrow("sparsityOf(f)(x)");
    const many = vmap((z: Tensor) => jacobian(band, { sparsity: "find" })(z).values);
    expect(() => many(tensor(new Float64Array(8), [2, 4]))).toThrow("outside");
  });

  test("a function that is not of a vector to a vector", () => {
    expect(() => jacobian(sum, { sparsity: "find" })(x)).toThrow("Use reshape");
  });
});
