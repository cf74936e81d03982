import { type Tensor, tensor } from "@wengert/array";
import { hessian, jacobian } from "@wengert/forward";
import { CaptureError, compile } from "@wengert/graph";
import { flip, mul, sqrt, sum } from "@wengert/ops";
import { expect, test } from "vitest";

/*
 * The library looks at numbers itself: a NaN in a Jacobian is looked into. The answer may be another one in the very call that compares the
 * function with its first run, which is no change of the function.
 */

const programs: Record<string, (x: Tensor) => Tensor> = {
  jacobian: jacobian((x: Tensor) => mul(x, flip(x))) as (x: Tensor) => Tensor,
  hessian: hessian((x: Tensor) => sum(mul(x, sqrt(x)))) as (x: Tensor) => Tensor,
};
const points = [
  [1, 2, 3],
  [1, Number.NaN, 3],
  [1, 0, 3],
  [-1, Number.POSITIVE_INFINITY, Number.NaN],
].map((x) => tensor(x));

test.each(Object.entries(programs))("%s, in any order of numbers with and without NaN", (_name, f) => {
  for (const first of points) {
    for (const second of points) {
      const compiled = compile(f);
      for (const x of [first, second, first, second, second, second, first]) {
        expect(compiled(x).toArray()).toEqual(f(x).toArray());
      }
      expect(compiled.stats().plans).toBe(1);
    }
  }
});

test("a function that changes is still found, one call later", () => {
  let factor = 1;
  const f = compile((x: Tensor) => mul(factor, jacobian((z: Tensor) => mul(z, flip(z)))(x) as Tensor));
  f(points[0]);
  f(points[1]);
  factor = 2;
  expect(() => f(points[1])).toThrow(CaptureError);
});
