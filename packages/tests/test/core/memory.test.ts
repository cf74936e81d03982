import { reuse } from "@wengert/trace";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  add,
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
  reciprocal,
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

describe("what somebody has been shown stays as it is", () => {
  /** Runs `f`, which says what it has seen, and looks at that again, after f is over and later. */
  function stays(f: (see: (x: Tensor) => Tensor) => unknown): void {
    const seen: [Tensor, unknown][] = [];
    f((x) => {
      expect(x.data.every(Number.isFinite)).toBe(true);
      seen.push([x, x.toArray()]);
      return x;
    });
    expect(seen.length).toBeGreaterThan(0);
    for (const [x, was] of seen) expect(x.toArray()).toEqual(was);
    others();
    for (const [x, was] of seen) expect(x.toArray()).toEqual(was);
  }

  test("the gradient", () => stays((see) => see(grad((a: Tensor) => likelihood(a))(x))));

  test("a gradient that is a value of the tape itself", () =>
    stays((see) => see(grad((a: Tensor, b: Tensor) => sum(mul(a, exp(b))))(x, x))));

  test("two gradients that are one cotangent", () =>
    stays((see) => {
      const { a, b } = grad((p: { a: Tensor; b: Tensor }) => sum(exp(add(p.a, p.b))))({ a: x, b: x });
      expect(see(a).toArray()).toEqual(see(b).toArray());
    }));

  test("aux", () =>
    stays((see) => {
      const f = (a: Tensor): readonly [Tensor, Tensor] => {
        const e = exp(a);
        return [sum(mul(e, e)), e];
      };
      see(grad(f, { hasAux: true })(x)[1]);
    }));

  test("aux that shares the memory of a value", () =>
    stays((see) => {
      const f = (a: Tensor): readonly [Tensor, Tensor] => {
        const e = exp(a);
        return [sum(mul(e, e)), reshape(e, [6])];
      };
      const [[, aux]] = valueAndGrad(f, { hasAux: true })(x);
      see(aux);
    }));

  test("what is computed from constants alone", () =>
    stays((see) => {
      grad((a: Tensor) => sum(mul(a, exp(see(exp(mul(x, 2)))))))(x);
    }));

  test("stopGradient", () =>
    stays((see) => {
      grad((a: Tensor) => sum(mul(a, see(stopGradient(exp(a))))))(x);
    }));

  test("what a function without derivative is shown", () =>
    stays((see) => {
      const look = nonDifferentiable((a: Tensor) => see(a).size);
      grad((a: Tensor) => {
        const e = exp(a);
        return mul(look(e), sum(mul(e, a)));
      })(x);
    }));

  test.each(["primal", "value", "cotangent"] as const)("a rule's %s", (which) =>
    stays((see) => {
      const doubled = rule({
        name: "doubled",
        impl: (a: Tensor): Tensor => mul(2, a),
        vjp: (ybar, [a], y) => {
          see(which === "primal" ? a : which === "value" ? y : ybar);
          return [mul(2, ybar)];
        },
      });
      grad((a: Tensor) => sum(exp(doubled(exp(a)))))(x);
    }),
  );

  test("what a rule's value makes on the way", () =>
    stays((see) => {
      const doubled = rule({
        name: "doubled",
        impl: (a: Tensor): Tensor => mul(2, see(mul(1, a))),
        vjp: (ybar) => [mul(2, ybar)],
      });
      grad((a: Tensor) => sum(exp(doubled(exp(a)))))(x);
    }));

  test.each([
    ["at once", (bar: () => Tensor) => bar()],
    ["when it is asked for", (bar: () => Tensor) => bar],
  ] as const)("what a rule's pullback makes %s", (_, entry) =>
    stays((see) => {
      const doubled = rule({
        name: "doubled",
        impl: (a: Tensor): Tensor => mul(2, a),
        vjp: (ybar) => [
          entry(() => {
            see(exp(ybar));
            return mul(2, ybar);
          }),
        ],
      });
      grad((a: Tensor) => sum(exp(doubled(exp(a)))))(x);
    }),
  );

  test("what a pushforward makes in reverse mode", () =>
    stays((see) => {
      const doubled = rule({
        name: "doubled",
        impl: (a: Tensor): Tensor => mul(2, a),
        jvp: ([da], [a]) => mul(see(mul(2, a)), mul(reciprocal(a), da as Tensor)),
      });
      grad((a: Tensor) => sum(exp(doubled(exp(a)))))(x);
    }));

  test("what an adjoint's body is shown", () =>
    stays((see) => {
      const doubled = adjoint((a: Tensor) => {
        see(a);
        return [mul(2, a), (ybar: Tensor) => [mul(2, see(ybar))]];
      });
      grad((a: Tensor) => sum(exp(doubled(exp(a)) as Tensor)))(x);
    }));

  test.each([
    ["checkpoint", checkpoint],
    ["forwardDiff", forwardDiff],
  ] as const)("what is shown inside of %s", (_, region) =>
    stays((see) => {
      const f = (region as (f: (b: Tensor) => Tensor) => (b: Tensor) => Tensor)((b) => {
        see(stopGradient(b));
        return sum(mul(b, b));
      });
      grad((a: Tensor) => f(exp(a)))(x);
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
