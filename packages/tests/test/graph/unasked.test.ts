/* What throws because of its numbers, in a branch that is not taken: compiled as eager. */

import { grad, type Tensor, tensor, type Value } from "@wengert/core";
import { compile, scan } from "@wengert/graph";
import { lu, qr, slogdet, sqrtm } from "@wengert/linalg";
import { add, greater, mul, square, stack, sum, where } from "@wengert/ops";
import { describe, expect, test } from "vitest";

const singular = tensor([
  [1, 2],
  [2, 4],
]);
const regular = tensor([
  [2, 1],
  [1, 3],
]);

const values = {
  slogdet: (a: Tensor) => slogdet(a).logabsdet,
  qr: (a: Tensor) => sum(qr(a).r),
  lu: (a: Tensor) => sum(lu(a).u),
  sqrtm: (a: Tensor) => sum(sqrtm(a)),
};

describe.each(Object.entries(values))("%s of a singular matrix", (_, f) => {
  const loss = (a: Tensor, limit: Tensor) => where(greater(sum(a), limit), f(a), sum(square(a)));
  const slope = grad(loss) as unknown as (a: Value, limit: Value) => Tensor;

  test("is not asked for its derivative where it is not chosen", () => {
    const eager = slope(singular, 100).toArray();
    const first = compile(slope);
    expect(first(singular, 100).toArray()).toEqual(eager);
    expect(first(singular, 100).toArray()).toEqual(eager);
    const later = compile(slope);
    for (const a of [regular, regular, singular, regular, singular]) {
      expect(later(a, 100).toArray()).toEqual(slope(a, 100).toArray());
    }
    expect(later.stats()).toMatchObject({ calls: 5, plans: 1 });
  });

  test("throws what it throws where it is", () => {
    const compiled = compile(slope);
    compiled(regular, 0);
    compiled(regular, 0);
    const thrown = (f: () => unknown): string => {
      try {
        f();
      } catch (error) {
        return String(error);
      }
      return "";
    };
    expect(thrown(() => compiled(singular, 0))).toContain("SingularMatrixError");
    expect(thrown(() => compiled(singular, 0))).toBe(thrown(() => slope(singular, 0)));
  });

  test("in the step of a loop", () => {
    const total = (as: Tensor) =>
      scan((c: Tensor, a: Tensor) => [add(c, loss(a, tensor(100))), null] as const, 0, as)[0];
    const by = grad((as: Tensor) => mul(1, total(as)));
    const as = stack([regular, singular, regular]);
    const wanted = stack([regular, singular, regular].map((a) => slope(a, 100))).toArray();
    expect(by(as).toArray()).toEqual(wanted);
    const compiled = compile(by);
    for (let k = 0; k < 3; k++) expect(compiled(as).toArray()).toEqual(wanted);
  });
});

test("an error of the function itself is thrown once more", () => {
  const failing = compile((x: Value) => {
    if ((x as Tensor).ndim === 1) throw new RangeError("too long");
    return mul(x, 2);
  });
  expect(failing(3).item()).toBe(6);
  expect(() => failing(tensor([1]))).toThrow(RangeError);
  expect(failing(4).item()).toBe(8);
});
