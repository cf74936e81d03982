/* Small arrays share memory. Whoever reads one gets an array of its own. */
import { allocate, cleared, elementsOf, fromData } from "@wengert/array/author";
import { describe, expect, test } from "vitest";
import {
  add,
  exp,
  grad,
  mul,
  nonDifferentiable,
  reshape,
  rule,
  sin,
  stopGradient,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from "wengert";

/** Values of every size that slabs are for, and of the sizes beside them. */
const sizes = [1, 2, 8, 9, 10, 16, 17, 33, 100, 256, 257, 511, 512, 513, 1000];

const vector = (n: number): Tensor => tensor(Float64Array.from({ length: n }, (_, i) => Math.sin(i)));

function ownsItsMemory(x: Tensor): void {
  expect(x.data.byteOffset).toBe(0);
  expect(x.data.buffer.byteLength).toBe(x.data.byteLength);
}

test("arrays of one slab do not overlap, and the first of a new slab are zeros", () => {
  const arrays = Array.from({ length: 500 }, (_, i) => cleared(9 + ((i * 7) % 504)));
  for (const array of arrays) expect(array.every((x) => x === 0)).toBe(true);
  for (const [i, array] of arrays.entries()) array.fill(i);
  for (const [i, array] of arrays.entries()) expect(array.every((x) => x === i)).toBe(true);
  expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBeLessThan(arrays.length / 10);
  for (const n of [0, 1, 8, 513]) expect(allocate(n).buffer.byteLength).toBe(8 * n);
});

test("an array that somebody keeps holds little memory beside its own", () => {
  for (const n of sizes) {
    const kept = elementsOf(add(vector(n), 1));
    expect(kept.buffer.byteLength).toBeLessThanOrEqual(64 * Math.max(8, 8 * n) + 8);
  }
});

test("an array of its own has the same numbers, and is the same at each reading", () => {
  const data = allocate(20);
  data.set(vector(20).data);
  const x = fromData(data, [20]);
  expect(elementsOf(x)).toBe(data);
  ownsItsMemory(x);
  expect(x).toEqual(vector(20));
  expect(x.data).toBe(x.data);
  expect(elementsOf(x)).toBe(x.data);
  expect(tensor(x.data).data).not.toBe(x.data);
});

test("what JavaScript is given of a small value has memory of its own", () => {
  const x = mul(vector(12), 2);
  const [copy, rows] = [structuredClone(x.data), [...reshape(x, [4, 3])]];
  expect(copy.buffer.byteLength).toBe(8 * 12);
  expect(copy).toEqual(x.data);
  for (const row of rows) ownsItsMemory(row);
});

describe.each(sizes)("of %i elements", (n) => {
  const x = vector(n);

  test("gradients, values of aux and what functions of users see have memory of their own", () => {
    const seen: Tensor[] = [];
    const look = nonDifferentiable((a: Tensor) => {
      seen.push(a);
      return a;
    });
    const doubled = rule({
      name: "doubled",
      impl: (a: Tensor): Tensor => {
        seen.push(a);
        return mul(2, a);
      },
      vjp: (ybar, [a], y) => {
        seen.push(ybar, a, y);
        return [mul(2, ybar)];
      },
    });
    const f = (p: { a: Tensor; b: Tensor }): readonly [Tensor, unknown] => {
      const e = mul(p.a, exp(p.b));
      const d = doubled(sin(e));
      seen.push(stopGradient(e));
      return [sum(mul(mul(d, look(e)), add(p.a, p.b))), { e, flat: reshape(e, [n, 1]), d }];
    };
    const [[, aux], gradient] = valueAndGrad(f, { hasAux: true })({ a: x, b: sin(x) }) as unknown as [
      [number, { e: Tensor; flat: Tensor; d: Tensor }],
      { a: Tensor; b: Tensor },
    ];
    seen.push(aux.e, aux.flat, aux.d, gradient.a, gradient.b);
    expect(seen.length).toBeGreaterThan(9);
    const shown = seen.filter((x) => x.size > 1);
    for (const x of shown) ownsItsMemory(x);
  });

  test("a gradient can be sent elsewhere, and nothing else goes with it", () => {
    const f = grad((p: { a: Tensor; b: Tensor }) => sum(mul(sin(p.a), exp(p.b))));
    const [first, second] = [f({ a: x, b: x }), f({ a: x, b: x })];
    const kept = Array.from(second.b.data);
    const { data } = first.a;
    const sent = structuredClone(data, { transfer: [data.buffer as ArrayBuffer] });
    expect(sent.buffer.byteLength).toBe(8 * n);
    expect(Array.from(second.b.data)).toEqual(kept);
    expect(Array.from(f({ a: x, b: x }).b.data)).toEqual(kept);
    expect(first.b.data.length).toBe(n);
  });
});

test.each(sizes.filter((n) => n > 8 && n < 513))(
  "a value of %i elements that is sent elsewhere takes no other with it",
  (n) => {
    const a = mul(vector(n), 2);
    const others = [exp(a), reshape(a, [1, n]), sin(a)];
    const kept = others.map((y) => y.toArray());
    const { data } = a;
    structuredClone(data, { transfer: [data.buffer as ArrayBuffer] });
    expect(others.map((y) => y.toArray())).toEqual(kept);
    expect(reshape(sin(others[1]), [n]).toArray()).toEqual(kept[2]);
  },
);
