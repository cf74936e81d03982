/* Second derivatives by tags: the Hessian in blocks, and products with it. */
import { tensor } from "@wengert/array";
import { adjoint, FirstOrderOnlyError } from "@wengert/core";
import { add, concat, exp, log, mul, reshape, square, sum } from "@wengert/ops";
import {
  freeze,
  type Grads,
  gradient,
  hessianOf,
  hvpOf,
  jacobianOf,
  param,
  paramsOf,
  positive,
  UnknownParamError,
} from "@wengert/params";
import { describe, expect, test } from "vitest";

const a = param(2);
const b = param(tensor([1, 3]));
const c = param(1.5, { constraint: positive() });
const set = paramsOf({ a, b, c });
// f = a² Σb + c (a + Σ b²); c = eˣ, so ∂c/∂x = ∂²c/∂x² = c.
const loss = () => add(mul(square(a), sum(b)), mul(c, add(a, sum(square(b)))));

describe("hessianOf", () => {
  const H = hessianOf(loss, set);

  test("gives blocks by pairs of tags, of the first shape followed by the second", () => {
    expect(H.get(a).item()).toBe(8);
    expect(H.get(a, b).toArray()).toEqual([4, 4]);
    expect(H.get(b).toArray()).toEqual([
      [3, 0],
      [0, 3],
    ]);
    expect(H.get(b, c).toArray()).toEqual([3, 9]);
    expect(H.get(c).item()).toBeCloseTo(18, 12);
    expect([...H.entries()].map(([paths, params, block]) => [paths.join(), params.includes(a), block.size])).toEqual([
      ["a,a", true, 1],
      ["a,b", true, 2],
      ["a,c", true, 1],
      ["b,a", true, 2],
      ["b,b", false, 4],
      ["b,c", false, 2],
      ["c,a", true, 1],
      ["c,b", false, 2],
      ["c,c", false, 1],
    ]);
  });

  test("joins them into the Jacobian of the gradient", () => {
    const whole = jacobianOf(() => concatenated(gradient(loss, set)), set).toMatrix();
    expect(H.toMatrix().shape).toEqual([4, 4]);
    for (const [i, x] of whole.data.entries()) expect(H.toMatrix().data[i]).toBeCloseTo(x, 12);
  });

  test("leaves out what is frozen, and says so when asked for it", () => {
    const frozen = param(3);
    const both = paramsOf({ a, frozen });
    freeze(frozen);
    const own = hessianOf(() => mul(square(a), frozen), both);
    expect(own.toMatrix().toArray()).toEqual([[6]]);
    expect(() => own.get(frozen)).toThrow(UnknownParamError);
    freeze(a);
    expect(() => hessianOf(loss, paramsOf({ b, a, c }))).not.toThrow();
    expect(() => hessianOf(loss, both)).toThrow(/frozen/);
    expect(() => hvpOf(loss, both)).toThrow(/frozen/);
  });

  test("is exact at any scale of inputs and outputs", () => {
    for (const scale of [1e-9, 1, 1e9]) {
      for (const factor of [1e-15, 1, 1e15]) {
        const p = param(scale);
        const H = hessianOf(() => mul(factor, log(p)), paramsOf(p));
        expect(H.get(p).item() / (-factor / scale ** 2)).toBeCloseTo(1, 14);
      }
    }
  });

  test("refuses opaque rules and options that it does not have", () => {
    const opaque = adjoint((x) => [x.item() ** 2, (ybar) => [mul(ybar, 2 * x.item())]]);
    expect(() => hessianOf(() => opaque(b), paramsOf(b))).toThrow();
    const p = param(1);
    expect(() => hessianOf(() => opaque(p), paramsOf(p))).toThrow(FirstOrderOnlyError);
    expect(() => hessianOf(() => square(p), paramsOf(p), { chunks: 3 } as never)).toThrow(/chunk/);
    expect(() => hessianOf(square(p) as never, paramsOf(p))).toThrow(/hessianOf: loss must be a function/);
    expect(() => hessianOf(() => square(p), { p } as never)).toThrow(/paramsOf/);
  });
});

describe("hvpOf", () => {
  const p = param(2);
  const q = param(tensor([1, -1]));
  const own = paramsOf({ p, q });
  const f = () => mul(exp(p), sum(square(q)));
  const product = hvpOf(f, own);

  test("multiplies the Hessian by gradients and flat vectors", () => {
    const v = Float64Array.of(1, 2, 3);
    const H = hessianOf(f, own).toMatrix().toArray() as number[][];
    const wanted = H.map((row) => row.reduce((total, x, k) => total + x * v[k], 0));
    const grads: Grads = gradient(f, own).fromVector(v);
    for (const given of [v, grads]) {
      const y = product(given);
      expect(typeof y.get(p)).toBe("number");
      for (const [i, x] of y.toVector().entries()) expect(x).toBeCloseTo(wanted[i], 10);
    }
  });

  test("takes the Hessian at the values of the moment", () => {
    const before = product(Float64Array.of(1, 0, 0)).get(p);
    own.assign(Float64Array.of(3, 1, -1));
    expect(product(Float64Array.of(1, 0, 0)).get(p) / before).toBeCloseTo(Math.E, 12);
  });

  test("is itself differentiable", () => {
    const x = param(2);
    const third = gradient(
      () => hvpOf(() => mul(x, mul(x, square(x))), paramsOf(x))(Float64Array.of(1)).get(x),
      paramsOf(x),
    );
    expect(third.get(x)).toBe(48);
  });

  test("refuses directions that do not fit", () => {
    expect(() => product(Float64Array.of(1))).toThrow(/a vector of 1 numbers/);
    expect(() => product([1, 2, 3] as never)).toThrow(/Grads or a Float64Array, not a bare Array/);
    expect(() => product(gradient(() => square(p), paramsOf(p)))).toThrow(UnknownParamError);
  });
});

function concatenated(grads: Grads) {
  return concat([...grads.entries()].map(([, , part]) => reshape(part, [-1])));
}
