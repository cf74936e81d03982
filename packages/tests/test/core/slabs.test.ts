/* Small arrays share memory while a gradient is computed. Whoever is shown one gets an array of its own. */
import { disclose, fromData, fromSlab } from "@wengert/array/author";
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
  const arrays = Array.from({ length: 500 }, (_, i) => fromSlab(9 + ((i * 7) % 504)) as Float64Array);
  for (const array of arrays) expect(array.every((x) => x === 0)).toBe(true);
  for (const [i, array] of arrays.entries()) array.fill(i);
  for (const [i, array] of arrays.entries()) expect(array.every((x) => x === i)).toBe(true);
  expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBeLessThan(arrays.length / 10);
  expect([fromSlab(8), fromSlab(513)]).toEqual([undefined, undefined]);
});

test("an array of its own has the same numbers", () => {
  const data = fromSlab(20) as Float64Array;
  data.set(vector(20).data);
  const x = fromData(data, [20]);
  expect(x.data).toBe(data);
  disclose(x);
  ownsItsMemory(x);
  expect(x).toEqual(vector(20));
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
