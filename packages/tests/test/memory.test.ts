import { reuse } from "@wengert/array";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  addDiagonal,
  adjoint,
  checkpoint,
  exp,
  forwardDiff,
  grad,
  matmul,
  mul,
  mvnLogDensity,
  neg,
  nonDifferentiable,
  pairwiseSquaredDistance,
  reshape,
  rule,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from "wengert";

// Memory of intermediate values is used again. Here even that of small arrays, and whatever is given back is overwritten,
// so that whoever still reads it gets NaN.
const usual = { ...reuse };
beforeEach(() => Object.assign(reuse, { shortest: 1, scrub: true }));
afterEach(() => Object.assign(reuse, usual));

const x = tensor([
  [0.1, 0.4],
  [0.9, -0.3],
  [0.5, 0.7],
]);
const y = tensor([1, -1, 0.5]);

/** Some evaluations that use memory again. */
function others(): void {
  for (let i = 0; i < 3; i++) grad((a: Tensor) => likelihood(a))(mul(x, 1 + i));
}

function likelihood(a: Tensor): Tensor {
  return neg(mvnLogDensity(y, 0, addDiagonal(exp(mul(-0.5, pairwiseSquaredDistance(a))), 0.1)));
}

describe("what a gradient hands out stays as it is", () => {
  /** Runs `f`, which returns a Tensor that it has been shown, and looks at it again later. */
  function stays(f: () => Tensor): void {
    const kept = f();
    const before = kept.toArray();
    expect(kept.data.every(Number.isFinite)).toBe(true);
    others();
    expect(kept.toArray()).toEqual(before);
  }

  test("the gradient", () => stays(() => grad((a: Tensor) => likelihood(a))(x)));

  test("a gradient that is a value of the tape itself", () =>
    stays(() => grad((a: Tensor, b: Tensor) => sum(mul(a, exp(b))))(x, x)));

  test("two gradients that are one cotangent", () =>
    stays(() => {
      const { a, b } = grad((p: { a: Tensor; b: Tensor }) => sum(exp(sum(mul(p.a, p.b), { axis: 0 }))))({ a: x, b: x });
      expect(a.toArray()).toEqual(b.toArray());
      return a;
    }));

  test("aux", () =>
    stays(() => {
      const [, aux] = grad(
        (a: Tensor): readonly [Tensor, Tensor] => {
          const e = exp(a);
          return [sum(mul(e, e)), e];
        },
        { hasAux: true },
      )(x);
      return aux;
    }));

  test("aux that shares the memory of a value", () =>
    stays(() => {
      const [, aux] = valueAndGrad(
        (a: Tensor): readonly [Tensor, Tensor] => {
          const e = exp(a);
          return [sum(mul(e, e)), reshape(e, [6])];
        },
        { hasAux: true },
      )(x);
      return (aux as unknown as Tensor[])[1] ?? aux;
    }));

  test("what is computed from constants alone", () =>
    stays(() => {
      let cached: Tensor | undefined;
      grad((a: Tensor) => {
        cached ??= exp(mul(x, 2));
        return sum(mul(a, exp(cached)));
      })(x);
      return cached as Tensor;
    }));

  test("stopGradient", () =>
    stays(() => {
      let seen: Tensor | undefined;
      grad((a: Tensor) => {
        seen = stopGradient(exp(a));
        return sum(mul(a, seen));
      })(x);
      return seen as Tensor;
    }));

  test("what a function without derivative is shown", () =>
    stays(() => {
      let seen: Tensor | undefined;
      const look = nonDifferentiable((a: Tensor) => {
        seen = a;
        return 1;
      });
      grad((a: Tensor) => {
        const e = exp(a);
        return mul(look(e), sum(mul(e, a)));
      })(x);
      return seen as Tensor;
    }));

  test.each(["primal", "value", "cotangent"] as const)("a rule's %s", (which) =>
    stays(() => {
      let seen: Tensor | undefined;
      const doubled = rule({
        name: "doubled",
        impl: (a: Tensor): Tensor => mul(2, a),
        vjp: (ybar, [a], y) => {
          seen = which === "primal" ? a : which === "value" ? y : ybar;
          return [mul(2, ybar)];
        },
      });
      grad((a: Tensor) => sum(exp(doubled(exp(a)))))(x);
      return seen as Tensor;
    }),
  );

  test("what an adjoint's body is shown", () =>
    stays(() => {
      let seen: Tensor | undefined;
      const doubled = adjoint((a: Tensor) => {
        seen = a;
        return [mul(2, a), (ybar: Tensor) => [mul(2, ybar)]];
      });
      grad((a: Tensor) => sum(exp(doubled(exp(a)) as Tensor)))(x);
      return seen as Tensor;
    }));

  test.each([
    ["checkpoint", checkpoint],
    ["forwardDiff", forwardDiff],
  ] as const)("what is shown inside of %s", (_, region) =>
    stays(() => {
      const seen: Tensor[] = [];
      grad((a: Tensor) => {
        const e = exp(a);
        return (region as (f: (a: Tensor) => Tensor) => (a: Tensor) => Tensor)((b) => {
          seen.push(stopGradient(b));
          return sum(mul(b, b));
        })(e);
      })(x);
      return seen[0];
    }),
  );
});

describe("derivatives are the same", () => {
  const plain = (f: (a: Tensor) => Tensor): unknown => {
    Object.assign(reuse, { shortest: Number.POSITIVE_INFINITY });
    const wanted = grad(f)(x).toArray();
    Object.assign(reuse, { shortest: 1 });
    return wanted;
  };

  test.each([
    ["a likelihood", likelihood],
    ["a value that is used often", (a: Tensor) => sum(mul(exp(a), mul(exp(a), a)))],
    ["views", (a: Tensor) => sum(exp(matmul(reshape(exp(a), [2, 3]), reshape(exp(a), [3, 2]))))],
    ["a gradient inside", (a: Tensor) => sum(mul(a, grad((b: Tensor) => sum(mul(b, mul(b, exp(a)))))(a)))],
    [
      "after an error inside",
      (a: Tensor) => {
        expect(() => mvnLogDensity(y, 0, mul(-1, matmul(a, reshape(a, [2, 3]))))).toThrow();
        return likelihood(a);
      },
    ],
    [
      "another gradient of constants inside",
      (a: Tensor) => {
        others();
        return sum(mul(exp(a), grad((b: Tensor) => likelihood(b))(x)));
      },
    ],
  ] as const)("%s", (_, f) => {
    const wanted = plain(f);
    for (let i = 0; i < 3; i++) expect(grad(f)(x).toArray()).toEqual(wanted);
  });

  test("an error in the middle loses nothing", () => {
    const wanted = plain(likelihood);
    expect(() =>
      grad((a: Tensor) => {
        likelihood(a);
        throw new Error("mine");
      })(x),
    ).toThrow("mine");
    expect(grad(likelihood)(x).toArray()).toEqual(wanted);
  });
});

test("a gradient that was computed before makes no large array again", () => {
  Object.assign(reuse, usual);
  const n = 100;
  const points = tensor(
    Float64Array.from({ length: n * 2 }, (_, i) => Math.sin(i * i)),
    [n, 2],
  );
  const values = tensor(Float64Array.from({ length: n }, (_, i) => Math.cos(i)));
  const f = grad((a: Tensor) => {
    const k = addDiagonal(mul(2, exp(mul(-0.5, pairwiseSquaredDistance(a)))), 0.1);
    return sub(square(sum(k)), mvnLogDensity(values, 0, k));
  });

  let large = 0;
  const counted = new Proxy(Float64Array, {
    construct(target, args, made) {
      const out = Reflect.construct(target, args, made) as Float64Array;
      if (out.length >= n * n && !(args[0] instanceof ArrayBuffer)) large += 1;
      return out;
    },
  });
  vi.stubGlobal("Float64Array", counted);
  try {
    f(points);
    expect(large).toBeGreaterThan(5);
    large = 0;
    for (let i = 0; i < 10; i++) f(points);
    expect(large).toBe(0);
  } finally {
    vi.unstubAllGlobals();
  }
});
