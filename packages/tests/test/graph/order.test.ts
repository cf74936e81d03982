import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { adjoint, checkpoint, grad, vjp } from "@wengert/core";
import { forwardDiff, hessian, jvp } from "@wengert/forward";
import { compile, scan } from "@wengert/graph";
import { dot, matmul, matvec, outer } from "@wengert/linalg";
import {
  add,
  clip,
  cos,
  greater,
  maximum,
  minimum,
  mul,
  reshape,
  sin,
  slice,
  stack,
  sum,
  take,
  variance,
  where,
} from "@wengert/ops";
import { pushforward, rule } from "@wengert/rule";
import { describe, expect, test } from "vitest";
import { expectSame } from "./compiled.ts";

/*
 * Where several cotangents arrive at one value they are added up in one order. It must not depend on what is known only of plain numbers:
 * a program that is written down has other operations in it than one that runs, and more of what turns out not to depend on anything.
 */

type Of1 = (x: Tensor) => Tensor;

/** Numbers whose sums differ in the last bit when they are added up in another order. */
function points(count: number, size: number): readonly Tensor[] {
  return Array.from({ length: count }, (_, k) =>
    tensor(Float64Array.from({ length: size }, (_, i) => 1.3 * Math.sin(3 * i + 2 * k + size))),
  );
}

/** First and second derivatives, in each mode. */
function everyOrder(f: Of1): Readonly<Record<string, (x: Tensor) => unknown>> {
  const gradient = grad(f) as (x: Tensor) => Tensor;
  return {
    gradient,
    pullback: (x) => vjp(f, x)[1](0.7),
    tangent: (x) => jvp(f, [x], [cos(x)]),
    "tangent of the gradient": (x) => jvp(gradient as never, [x] as never, [cos(x)] as never),
    Hessian: hessian(f) as never,
    "gradients of a batch": (x) => vmap(gradient as never)(stack([x, mul(0.3, x)]) as never),
    "gradient in a region": grad(checkpoint(f) as Of1),
    "gradient in forward mode": grad(forwardDiff(f) as Of1),
  };
}

function expectSameAt(xs: readonly Tensor[], ...programs: readonly ((x: Tensor) => unknown)[]): void {
  for (const program of programs)
    expectSame(
      program as never,
      xs.map((x) => [x]),
    );
}

describe("a rule of the user's gets one value twice, which is used elsewhere too", () => {
  const value: (a: Tensor, b: Tensor) => Tensor = (a, b) => mul(a, sin(b));
  const back = (ybar: Tensor, a: Tensor, b: Tensor): readonly [Tensor, Tensor] => [
    mul(ybar, sin(b)),
    mul(ybar, mul(a, cos(b))),
  ];
  const along = (da: Tensor, db: Tensor, a: Tensor, b: Tensor): Tensor => add(mul(da, sin(b)), mul(db, mul(a, cos(b))));
  const rules: Readonly<Record<string, (a: Tensor, b: Tensor) => Tensor>> = {
    adjoint: adjoint((a: Tensor, b: Tensor) => [value(a, b), (ybar: Tensor) => back(ybar, a, b)]),
    pushforward: pushforward((a: Tensor, b: Tensor) => [value(a, b), (da: Tensor, db: Tensor) => along(da, db, a, b)]),
    "a rule with vjp": rule({ name: "product", impl: value, vjp: (ybar, [a, b]) => back(ybar as Tensor, a, b) }),
    "a rule with jvp": rule({
      name: "product",
      impl: value,
      jvp: ([da, db], [a, b]) => along(da ?? mul(0, a), db ?? mul(0, b), a, b),
    }),
  };

  test.each(Object.entries(rules))("%s", (_name, of) => {
    const f: Of1 = (x) => add(x, of(x, x));
    expect(compile(grad(f))(-0.3)).toBe(grad(f)(-0.3));
    const scalars = [-0.3, 0.7].map((x) => tensor(x));
    expectSameAt(scalars, ...Object.values(everyOrder(f)));
    expectSameAt(points(2, 3), ...Object.values(everyOrder((x) => sum(add(x, mul(of(x, x), of(sin(x), x)))))));
  });
});

describe.each([false, true, 2, 3])("a step closes over the inputs of its scan, checkpoint: %s", (checkpoint) => {
  test.each([5])("%d steps", (length) => {
    const f: Of1 = (xs) => {
      const step = (c: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
        const y = mul(sin(add(c, x)), add(take(xs, 1), sum(mul(xs, xs))));
        return [add(mul(0.7, c), y), mul(y, x)];
      };
      const [last, ys] = scan(step as never, take(xs, 0), xs, { checkpoint }) as unknown as readonly [Tensor, Tensor];
      return add(mul(take(xs, 1), last), sum(mul(ys, xs)));
    };
    const { gradient, Hessian, ...others } = everyOrder(f);
    expectSameAt(points(2, length), gradient, Hessian, others["gradients of a batch"], others["gradient in a region"]);
  });
});

describe("elements of one value are read again and again, and some reads turn out not to count", () => {
  /** A number of few elements of x, of whole of it, or of a choice among them. */
  const parts: readonly ((x: Tensor, i: number, w: number) => Tensor)[] = [
    (x, i) => minimum(take(x, i), take(x, i + 1)),
    (x, i, w) => maximum(mul(w, take(x, i)), sin(take(x, i + 1))),
    (x, i) => where(greater(take(x, i), take(x, i + 1)), mul(take(x, i), take(x, i)), sin(take(x, i + 1))),
    (x, _i, w) => mul(w, variance(x)),
    (x, i) => mul(take(x, i), take(x, i + 1)),
    (x, _i, w) => sum(clip(mul(w, x), -0.1, 0.2)),
    (x, i) => sum(sin(slice(x, [i], [i + 1]))),
  ];
  const reading =
    (seed: number): Of1 =>
    (x) => {
      let total = mul(0.3, sum(x));
      for (let k = 0; k < 20; k++) {
        const part = parts[(seed + 3 * k + ((k * k) % 5)) % parts.length];
        total = add(total, part(x, (seed + 7 * k) % (x.size - 1), 0.1 * k + 0.05));
      }
      return total;
    };

  test.each([4, 8, 16])("%d elements", (size) => {
    for (let seed = 0; seed < 2; seed++) {
      const f = reading(seed);
      const { gradient, Hessian } = everyOrder(f);
      expectSameAt(points(3, size), gradient, ...(seed === 0 ? [Hessian] : []));
    }
  });

  test("of a matrix, rows and elements in turn", () => {
    const f: Of1 = (x) => {
      const a = reshape(x, [8, 3]);
      let total = sum(mul(a, sin(a)));
      for (let k = 0; k < 16; k++) {
        const row = take(a, k % 8, 0);
        const other = take(take(a, (3 * k) % 8, 0), k % 3);
        total = add(total, mul(minimum(other, take(x, (5 * k) % 24)), sum(maximum(row, other))));
      }
      return total;
    };
    const { gradient, Hessian } = everyOrder(f);
    expectSameAt(points(2, 24), gradient, Hessian);
  });
});

describe("small products of what depends in part", () => {
  const mask = tensor([
    [1, 0, 1, 1, 0],
    [0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1],
  ]);
  const weights = reshape(sin(tensor(Array.from({ length: 15 }, (_, i) => i))), [5, 3]);
  const long = take(weights, 0, 1);
  const products: Readonly<Record<string, Of1>> = {
    matmul: (z) => matmul(z, weights),
    "matmul of two such": (z) => matmul(reshape(z, [5, 3]), z),
    matvec: (z) => matvec(z, long),
    dot: (z) => dot(take(z, 0, 0), long),
    outer: (z) => outer(take(z, 0, 0), long),
  };

  test.each(Object.entries(products))("%s: with infinite factors too, as straight code", (_name, product) => {
    const f: Of1 = (x) => {
      const y = product(where(mask, x, mul(0.5, weights.shape.length)));
      return sum(mul(y, mul(y, y)));
    };
    const xs = points(4, 15).map((x, k) => {
      const data = x.data.slice();
      if (k > 1) data[k] = k > 2 ? Number.NaN : Number.POSITIVE_INFINITY;
      return tensor(data, [3, 5]);
    });
    const { gradient, tangent, Hessian } = everyOrder(f);
    expectSameAt(xs, gradient, tangent);
    // Of numbers that are not finite a Hessian decides each time.
    expectSameAt(xs.slice(0, 2), Hessian);
    const compiled = compile(gradient as (x: Tensor) => unknown);
    const plan = compiled.explain({ time: [xs[0]] });
    expect(plan).toContain("straight code");
    expect(plan).not.toMatch(/calls|not run/);
  });
});

test("a value of no elements, taken from a choice, never depends", () => {
  const f = (a: Tensor, b: Tensor): Tensor => {
    const none = slice(reshape(minimum(0.2, maximum(a, b)), [1]), [1], [1]);
    return add(mul(0.25, a), sum(none));
  };
  const both = ([a, b]: readonly [Tensor, Tensor]): Tensor => f(a, b);
  const pairs = [
    [-1.1, -0.7],
    [0, -0.8],
    [0.4, 0.3],
  ].map(([a, b]) => [[tensor(a), tensor(b)]]);
  expectSame(grad(forwardDiff(both as never) as never) as never, pairs);
  expectSame(grad(both as never) as never, pairs);
});
