import { type Tensor, tensor, zeros } from "@wengert/array";
import { checkpoint, grad, valueAndGrad } from "@wengert/core";
import { derivative, forwardDiff, hessian } from "@wengert/forward";
import { compile, forLoop, scan, whileLoop } from "@wengert/graph";
import { add, less, mul, square, sub, sum } from "@wengert/ops";
import { minimize } from "@wengert/optim";
import { param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";

/*
 * Functions that keep something from one run of a region or of a step to another: a cache, a variable, a counter. What was kept would be a
 * constant in the run for the derivative. It is right or refused, never a smaller gradient.
 */

type Region = (f: (x: Tensor) => Tensor) => (x: Tensor) => Tensor;
const regions: Record<string, Region> = {
  checkpoint: (f) => checkpoint(f),
  forwardDiff: (f) => forwardDiff(f),
  forLoop: (f) => (x) => forLoop(1, (_i, c) => f(c as Tensor), x),
  scan: (f) => (x) => scan((c: Tensor) => [f(c), null], x, null, { length: 6 })[0],
};

describe.each(Object.entries(regions))("%s", (_name, region) => {
  /** a·a² in a region, where the square is kept. */
  const kept = (a: Tensor): Tensor => {
    let c: Tensor | undefined;
    const K = (): Tensor => {
      c ??= square(a);
      return c;
    };
    return region((x) => mul(x, K()))(a);
  };

  test("a value that a region keeps for itself is refused", () => {
    for (const of of [grad, derivative, hessian, (f: typeof kept) => compile(grad(f))] as const) {
      expect(() => (of as (f: typeof kept) => (x: Tensor) => unknown)(kept)(tensor(3))).toThrow(
        /outside of the transformation/,
      );
    }
  });

  test("one that was kept before the region is right", () => {
    const before = (a: Tensor): Tensor => {
      const c = square(a);
      return region((x) => mul(x, c))(a);
    };
    const plain = (a: Tensor): Tensor => mul(a, square(a));
    if (_name === "scan") return;
    expect(grad(before)(3)).toBe(grad(plain)(3));
    expect(hessian(before)(3).item()).toBe(18);
  });

  test("of parameters likewise, and minimize does not end at a wrong point", () => {
    const p = param(3);
    let c: Tensor | undefined;
    const K = (): Tensor => {
      c ??= square(p);
      return c;
    };
    const loss = (): Tensor => {
      c = undefined;
      return region((x) => mul(x, K()))(tensor(2));
    };
    expect(() => withGradient(loss, paramsOf(p))).toThrow(/outside of the transformation/);
    const both = (): Tensor => {
      let k: Tensor | undefined;
      const lazily = (x: Tensor): Tensor => {
        k ??= square(sub(p, 1));
        return mul(x, k);
      };
      return add(region(lazily)(tensor(1)), square(p));
    };
    expect(() => minimize(both, paramsOf(p))).toThrow(/outside of the transformation/);
    expect(p.value).toBe(3);
  });

  test("a value that escapes from a region is refused", () => {
    const escaping = (a: Tensor): Tensor => {
      let k: Tensor = a;
      const r = region((x) => {
        k = mul(x, x);
        return k;
      })(a);
      return add(r, k);
    };
    expect(() => grad(escaping)(3)).toThrow(/outside of the transformation/);
    expect(() => derivative(escaping)(tensor(3))).toThrow(/outside of the transformation/);
  });
});

describe("loops of any length refuse what changes from step to step by itself", () => {
  test.each([1, 2, 3, 4, 5, 12])("a counter, %d steps", (length) => {
    const counted = (a: Tensor | number): Tensor => {
      let n = 0;
      return scan((c: Tensor) => [add(c, mul(a, n++)), null], a, null, { length })[0];
    };
    expect(() => counted(1)).toThrow(/belongs to the carry/);
    expect(() => valueAndGrad((a: Tensor) => counted(a))(1)).toThrow(/belongs to the carry/);
  });

  test.each([1, 4, 30])("random numbers, %d steps", (n) => {
    const random = (a: Tensor): Tensor => forLoop(n, (_i, c) => mul(c, mul(a, Math.random())), 1);
    expect(() => valueAndGrad(random)(1)).toThrow(/belongs to the carry/);
    const until = (a: Tensor): Tensor =>
      whileLoop(
        (c) => less(c, 1e6),
        (c) => add(c, mul(a, 1e6 * (1 + Math.random()))),
        a,
        { maxSteps: 9 },
      );
    expect(() => grad(until)(1)).toThrow(/belongs to the carry/);
  });

  test("what a step collects does not leave the loop", () => {
    const collected = (a: Tensor): Tensor => {
      const out: Tensor[] = [];
      scan(
        (c: Tensor, x: Tensor) => {
          const next = mul(c, add(x, a));
          out.push(next);
          return [next, null];
        },
        1,
        zeros([3]),
      );
      return sum(add(out[0], out[1]));
    };
    expect(() => grad(collected)(2)).toThrow(/outside of the transformation/);
  });
});
