/*
 * Second derivatives of functions of eigenvalues and of singular values, over gaps between them down to 0: right to 1e-9 in every
 * composition of the modes, or refused.
 */
import { vmap } from "@wengert/batch";
import {
  add,
  checkpoint,
  exp,
  grad,
  greater,
  less,
  log,
  logsumexp,
  max,
  mul,
  sqrt,
  square,
  stack,
  sum,
  type Tensor,
  take,
  tensor,
  vjp,
} from "@wengert/core";
import { hessian, hvp, jacfwd, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { describe, expect, test } from "vitest";
import { agree, random } from "./tables/inputs.ts";

type Scalar = (x: Tensor) => Tensor;

const TOLERANCE = 1e-9;
const along = (g: unknown, e: Tensor): Tensor => linalg.vdot(g as Tensor, e);

/** ⟨G, f″(A) E⟩ by each composition of two modes. */
const modes: Record<string, (f: Scalar, a: Tensor, e: Tensor, g: Tensor) => Tensor> = {
  "forward over reverse": (f, a, e, g) => along(hvp(f)(a, e), g),
  "reverse over reverse": (f, a, e, g) => along(grad((x: Tensor) => along(grad(f)(x), e))(a), g),
  "reverse over forward": (f, a, e, g) => along(grad((x: Tensor) => jvp(f, [x], [e])[1])(a), g),
  "forward over forward": (f, a, e, g) => jvp((x: Tensor) => jvp(f, [x], [e])[1], [a], [g])[1],
};

type Outcome = number | "refused";

/** The relative error, or that it is refused. */
function outcome(run: () => Tensor, wanted: number, scale: number): Outcome {
  try {
    return Math.abs(run().item() - wanted) / scale;
  } catch (error) {
    expect(error).toBeInstanceOf(linalg.RepeatedValuesError);
    expect(String(error)).toMatch(/matrixFunction|singularFunction|hvp/);
    return "refused";
  }
}

/** What each mode makes of f at a, against a function with the same values whose derivatives are known to be right. */
function outcomes(f: Scalar, known: Scalar, a: Tensor, e: Tensor, g: Tensor): Record<string, Outcome> {
  const wanted = along(hvp(known)(a, e), g).item();
  const scale = Math.sqrt(along(hvp(known)(a, e), hvp(known)(a, e) as Tensor).item() * linalg.vdot(g, g).item());
  return Object.fromEntries(
    Object.entries(modes).map(([mode, second]) => [mode, outcome(() => second(f, a, e, g), wanted, scale)]),
  );
}

const GAPS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, 0];
/** Between these gaps, relative to the values, nothing is right to 1e-9. */
const isLost = (gap: number): boolean => gap > 4e-10 && gap < 5e-7;

const n = 4;
const basis = linalg.qr(random([n, n], 2)).q;
const withEigenvalues = (values: readonly number[]): Tensor =>
  linalg.matmul(mul(basis, tensor(values)), linalg.mT(basis));
const symmetric = (seed: number): Tensor => add(random([n, n], seed), linalg.mT(random([n, n], seed)));

/** Functions of the eigenvalues of A/c, and the same by other means. */
const spectral: Record<string, readonly [f: Scalar, known: Scalar]> = {
  "Σ λ": [(x) => sum(linalg.eigvalsh(x)), linalg.trace],
  "Σ λ²": [(x) => sum(square(linalg.eigvalsh(x))), (x) => linalg.vdot(x, x)],
  "Σ λ³": [
    (x) => sum(mul(linalg.eigvalsh(x), square(linalg.eigvalsh(x)))),
    (x) => linalg.trace(linalg.matmul(x, linalg.matmul(x, x))),
  ],
  "Σ exp λ": [(x) => sum(exp(linalg.eigvalsh(x))), (x) => linalg.trace(linalg.expm(x))],
  "Σ exp λ by eigh": [(x) => sum(exp(linalg.eigh(x).values)), (x) => linalg.trace(linalg.expm(x))],
  "log det": [(x) => sum(log(linalg.eigvalsh(x))), linalg.logdet],
  "log Σ exp λ": [(x) => logsumexp(linalg.eigvalsh(x)), (x) => log(linalg.trace(linalg.expm(x)))],
};

describe.each(Object.entries(spectral))("%s", (name, [f, known]) => {
  const [e, g] = [symmetric(3), symmetric(4)];

  test.each([1, 1e9, 1e-9])("over gaps, in units of %d", (unit) => {
    const inUnits =
      (h: Scalar): Scalar =>
      (x) =>
        h(mul(1 / unit, x));
    for (const gap of GAPS) {
      const a = mul(unit, withEigenvalues([1, 1 + gap, 2, 2 + 2 * gap]));
      for (const [mode, found] of Object.entries(outcomes(inUnits(f), inUnits(known), a, mul(unit, e), mul(unit, g)))) {
        const refusable = isLost(gap);
        if (found === "refused") expect(refusable, `${mode} at ${gap}`).toBe(true);
        else if (name !== "Σ λ") expect(found, `${mode} at ${gap}`).toBeLessThan(TOLERANCE);
      }
    }
  });

  test.each([
    ["all equal", [1.5, 1.5, 1.5, 1.5]],
    ["three equal", [1, 2, 2, 2]],
    ["two pairs", [1, 1, 2, 2]],
  ])("eigenvalues %s", (_what, values) => {
    const a = withEigenvalues(values);
    for (const [mode, found] of Object.entries(outcomes(f, known, a, e, g))) {
      if (name !== "Σ λ") expect(found, mode).toBeLessThan(1e-12);
    }
    // Two directions that one frame makes diagonal.
    const twice = modes["forward over forward"](f, a, e, e).item();
    expect(Math.abs(twice - along(hvp(known)(a, e), e).item())).toBeLessThan(1e-11 * (1 + Math.abs(twice)));
  });

  test("the whole Hessian", () => {
    const a = withEigenvalues([1, 2, 2, 2]);
    const wanted = hessian((x: Tensor) => known(mul(0.5, add(x, linalg.mT(x)))))(a);
    if (name !== "Σ λ") agree(hessian(f)(a), wanted, 1e-12);
  });
});

describe("singular values", () => {
  const gram = (x: Tensor): Tensor =>
    x.shape[0] >= x.shape[1] ? linalg.matmul(linalg.mT(x), x) : linalg.matmul(x, linalg.mT(x));
  const ofGram =
    (f: Scalar): Scalar =>
    (x) =>
      linalg.trace(linalg.matrixFunction(gram(x), f));
  const smooth: Record<string, readonly [f: Scalar, known: Scalar]> = {
    "Σ s²": [(x) => sum(square(linalg.svdvals(x))), (x) => linalg.vdot(x, x)],
    "Σ s² by svd": [(x) => sum(square(linalg.svd(x).s)), (x) => linalg.vdot(x, x)],
    "Σ s⁴": [(x) => sum(square(square(linalg.svdvals(x)))), (x) => linalg.vdot(gram(x), gram(x))],
    "Σ √(s² + 1/4)": [
      (x) => sum(sqrt(add(square(linalg.svdvals(x)), 0.25))),
      (x) => ofGram((y) => sqrt(add(y, 0.25)))(x),
    ],
  };
  const regular: Record<string, readonly [f: Scalar, known: Scalar]> = {
    ...smooth,
    "nuclear norm": [(x) => linalg.norm(x, { ord: "nuc" }), ofGram(sqrt)],
    "log det": [(x) => sum(log(linalg.svdvals(x))), (x) => mul(0.5, linalg.logdet(gram(x)))],
  };

  const withSingular = (m: number, n: number, s: readonly number[]): Tensor => {
    const { u, vt } = linalg.svd(random([m, n], 3));
    return linalg.matmul(mul(u, tensor(s)), vt);
  };
  const shapes: readonly (readonly [number, number])[] = [
    [4, 4],
    [6, 4],
    [4, 6],
  ];

  describe.each(shapes)("%d × %d", (m, n) => {
    const [e, g] = [random([m, n], 5), random([m, n], 6)];

    test.each(Object.entries(regular))("%s over gaps", (_name, [f, known]) => {
      for (const gap of GAPS) {
        const a = withSingular(m, n, [2 + 2 * gap, 2, 1 + gap, 1]);
        for (const [mode, found] of Object.entries(outcomes(f, known, a, e, g))) {
          const refusable = isLost(gap);
          if (found === "refused") expect(refusable, `${mode} at ${gap}`).toBe(true);
          else expect(found, `${mode} at ${gap}`).toBeLessThan(TOLERANCE);
        }
      }
    });

    test.each(Object.entries(smooth))("%s of deficient matrices", (_name, [f, known]) => {
      for (const s of [
        [2, 1, 0.5, 0],
        [2, 2, 0, 0],
        [1, 0, 0, 0],
        [2, 1, 1e-6, 0],
        [2, 1, 1e-12, 1e-13],
      ]) {
        for (const [mode, found] of Object.entries(outcomes(f, known, withSingular(m, n, s), e, g))) {
          if (found !== "refused") expect(found, `${mode} of ${s}`).toBeLessThan(TOLERANCE);
          else expect(s[3] === 1e-13, `${mode} of ${s}`).toBe(true);
        }
      }
    });

    test("a norm with a kink at zero has no second derivative there", () => {
      const nuclear = (x: Tensor): Tensor => linalg.norm(x, { ord: "nuc" });
      const a = withSingular(m, n, [2, 1, 1, 0]);
      for (const mode of ["forward over reverse", "reverse over reverse", "reverse over forward"]) {
        expect(() => modes[mode](nuclear, a, e, g)).toThrowError(/^norm: value 3 .* has a kink/);
      }
    });
  });

  test("of zeros in every place", () => {
    const a = tensor(new Float64Array(12), [4, 3]);
    const [e, g] = [random([4, 3], 5), random([4, 3], 6)];
    const f = (x: Tensor): Tensor => sum(square(linalg.svdvals(x)));
    for (const mode of ["forward over reverse", "reverse over reverse", "reverse over forward"]) {
      expect(modes[mode](f, a, e, g).item()).toBeCloseTo(2 * linalg.vdot(e, g).item(), 13);
    }
  });
});

test("only the matrix of a batch whose eigenvalues coincide is treated so", () => {
  const parts = [
    [1, 2, 3, 4],
    [1, 1, 2, 2],
    [1, 1, 1, 1],
    [0.5, 1, 1, 3],
  ].map(withEigenvalues);
  const [a, e] = [stack(parts), stack([3, 4, 5, 6].map(symmetric))];
  const f = (x: Tensor): Tensor => sum(exp(linalg.eigvalsh(x)));
  const known = (x: Tensor): Tensor => sum(linalg.trace(linalg.expm(x)));
  agree(hvp(f)(a, e), hvp(known)(a, e), 1e-12);
  const squared = (x: Tensor): Tensor => sum(square(linalg.svdvals(x)));
  agree(hvp(squared)(a, e), mul(2, e), 1e-13);
  const largest = (x: Tensor): Tensor => sum(max(linalg.eigvalsh(x), { axis: -1 }));
  expect(() => hvp(largest)(a, e)).toThrowError(/at batch position \[1\]/);
});

describe("what is not there", () => {
  const a = withEigenvalues([1, 2, 2, 3]);
  const [e, g] = [symmetric(3), symmetric(4)];
  const exps = (x: Tensor): Tensor => sum(exp(linalg.eigvalsh(x)));

  test("second derivatives of what is not symmetric in equal values", () => {
    const second = (x: Tensor): Tensor => take(linalg.eigvalsh(x), 1);
    for (const mode of ["forward over reverse", "reverse over reverse", "reverse over forward"]) {
      expect(() => modes[mode](second, a, e, g)).toThrowError(/^eigvalsh: values 1 and 2 .* not symmetric in them/);
    }
    const first = (x: Tensor): Tensor => square(take(linalg.eigvalsh(x), 0));
    const byVector = (x: Tensor): Tensor => square(linalg.trace(linalg.matrixFunction(x, (y) => mul(y, less(y, 1.5)))));
    agree(hvp(first)(a, e), hvp(byVector)(a, e), 1e-12);
  });

  test("third derivatives", () => {
    for (const mode of ["forward over reverse", "reverse over reverse", "reverse over forward"]) {
      const second = (x: Tensor): Tensor => modes[mode](exps, x, e, g);
      expect(() => grad(second)(a)).toThrowError(/third order/);
      expect(() => jvp(second, [a], [g])).toThrowError(/third order/);
      const apart = withEigenvalues([1, 2, 2.5, 3]);
      const known = (x: Tensor): Tensor => modes[mode]((y) => linalg.trace(linalg.expm(y)), x, e, g);
      agree(grad(second)(apart), grad(known)(apart), 1e-11);
    }
  });

  test("gradients along several directions, differentiated together", () => {
    const [one, other] = [e, g].map((direction) => (x: Tensor) => along(grad(exps)(x), direction));
    agree(grad((x: Tensor) => add(one(x), other(x)))(a), hvp(exps)(a, add(e, g)), 1e-12);
    const shared = (x: Tensor): Tensor => {
      const [, pullback] = vjp((y: Tensor) => {
        const values = linalg.eigvalsh(y);
        return stack([sum(exp(values)), sum(square(values))]);
      }, x);
      return add(along(pullback(tensor([1, 0]))[0], e), along(pullback(tensor([0, 1]))[0], g));
    };
    expect(() => grad(shared)(a)).toThrowError(/several directions/);
  });

  const twice = (f: Scalar, one: Tensor, other: Tensor): Tensor =>
    jvp((x: Tensor) => jvp(f, [x], [one])[1], [a], [other])[1];

  test("forward mode over forward mode of what also runs backwards, or for many", () => {
    const written = (x: Tensor): Tensor => vjp(exps, x)[0] as Tensor;
    const many = (x: Tensor): Tensor => sum(vmap((s: Tensor) => exps(mul(s, x)))(tensor([1, -0.5])));
    agree(twice(written, e, g), along(hvp(exps)(a, e), g), 1e-12);
    agree(twice(many, e, g), along(hvp(many)(a, e), g), 1e-12);
  });

  test("where the program is written down before its direction is known, that is refused", () => {
    expect(() => twice(checkpoint(exps), e, g)).toThrowError(/^eigvalsh: values 1 and 2 .* written down .* only hvp/);
    const singular = checkpoint((x: Tensor) => sum(exp(square(linalg.svdvals(x)))));
    expect(() => twice(singular, e, g)).toThrowError(/^svdvals: values 1 and 2 .* written down .* only hvp/);
    agree(hvp(checkpoint(exps))(a, e), hvp(exps)(a, e), 1e-12);
    const apart = withEigenvalues([1, 2, 2.5, 3]);
    const second = jvp((x: Tensor) => jvp(checkpoint(exps), [x], [e])[1], [apart], [g])[1];
    agree(second, along(hvp(exps)(apart, e), g), 1e-12);
  });

  test("nothing is missing along several directions at once, of which each has another frame", () => {
    const columns = (chunk: number): Tensor => jvp((x: Tensor) => jacfwd(exps, { chunk })(x), [a], [g])[1];
    for (const chunk of [1, 3, 8, 256]) agree(columns(chunk), hvp(exps)(a, g), 1e-12);
  });
});

describe("losses of the space that vectors of equal eigenvalues span", () => {
  const q = linalg.qr(random([5, 5], 2)).q;
  const a = linalg.matmul(mul(q, tensor([0.5, 1, 1, 2, 2])), linalg.mT(q));
  const weights = random([5, 5], 7);
  const quadratic = (p: Tensor): Tensor => add(sum(mul(weights, p)), sum(mul(weights, square(p))));
  const within =
    (from: number): Scalar =>
    (x) => {
      const v = linalg.eigh(x).vectors;
      const chosen = mul(v, tensor([0, 1, 2, 3, 4].map((i) => (i === from || i === from + 1 ? 1 : 0))));
      return quadratic(linalg.matmul(chosen, linalg.mT(chosen)));
    };
  const byStep =
    (low: number, high: number): Scalar =>
    (x) =>
      quadratic(linalg.matrixFunction(x, (y) => mul(greater(y, low), less(y, high))));

  test("their gradients are finite and right", () => {
    agree(grad(within(1))(a), grad(byStep(0.75, 1.5))(a), 1e-12);
    agree(grad(within(3))(a), grad(byStep(1.5, 2.5))(a), 1e-12);
  });

  test("what depends on the space and on its eigenvalues is refused", () => {
    const both = (x: Tensor): Tensor => {
      const { values, vectors } = linalg.eigh(x);
      return quadratic(linalg.matmul(mul(vectors, square(values)), linalg.mT(vectors)));
    };
    expect(() => grad(both)(a)).toThrowError(/^eigh: values 1 and 2/);
    const chosen = (x: Tensor): Tensor => add(within(1)(x), sum(exp(linalg.eigvalsh(x))));
    agree(grad(chosen)(a), add(grad(byStep(0.75, 1.5))(a), linalg.expm(a)), 1e-12);
  });

  test.each([1e9, 1e-9])("in units of %d, and nearly equal", (unit) => {
    for (const gap of [0, 1e-13, 1e-12, 1e-10]) {
      const near = linalg.matmul(mul(q, tensor([0.5, 1, 1 + gap, 2, 2])), linalg.mT(q));
      const inUnits = grad(within(1))(mul(unit, near));
      agree(mul(unit, inUnits), grad(byStep(0.75, 1.5))(near), 1e-9);
    }
  });

  test("of singular vectors too", () => {
    const { u, vt } = linalg.svd(random([5, 4], 8));
    const b = linalg.matmul(mul(u, tensor([3, 2, 2, 1])), vt);
    const kept = tensor([0, 1, 1, 0]);
    const loss = random([5, 4], 9);
    const polar = (x: Tensor): Tensor => {
      const parts = linalg.svd(x);
      return sum(mul(loss, linalg.matmul(mul(parts.u, kept), parts.vt)));
    };
    const known = (x: Tensor): Tensor =>
      sum(
        mul(
          loss,
          linalg.singularFunction(x, (s) => mul(greater(s, 1.5), less(s, 2.5))),
        ),
      );
    agree(grad(polar)(b), grad(known)(b), 1e-12);
  });
});
