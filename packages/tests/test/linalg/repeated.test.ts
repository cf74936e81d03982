/*
 * Where eigenvalues or singular values coincide, or nearly do: what has a derivative has the right one, at the first and the
 * second order, and what has none throws.
 */
import {
  add,
  exp,
  grad,
  greater,
  less,
  log,
  maximum,
  mul,
  stack,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
  vjp,
  where,
} from "@wengert/core";
import { hvp, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { describe, expect, test } from "vitest";
import { agree, close, random } from "./tables/inputs.ts";

const n = 4;
const basis = linalg.qr(random([n, n], 2)).q;
const withEigenvalues = (values: readonly number[]): Tensor =>
  linalg.matmul(mul(basis, tensor(values)), linalg.mT(basis));
const symmetric = (seed: number): Tensor => add(random([n, n], seed), linalg.mT(random([n, n], seed)));

const spectra: Record<string, readonly number[]> = {
  distinct: [0.5, 1, 1.5, 2.5],
  "one pair": [1, 1, 2, 3],
  "two pairs": [1, 1, 2, 2],
  "all equal": [1.5, 1.5, 1.5, 1.5],
  "gap 1e-9": [1, 1 + 1e-9, 2, 2 + 1e-9],
  "gap 1e-5": [1, 1 + 1e-5, 1 + 2e-5, 2],
  "gap 1e-3": [1, 1.001, 1.002, 1.003],
  graded: [1e-6, 1e-3, 1, 1e3],
};

describe.each(Object.entries(spectra))("matrixFunction, %s", (_name, values) => {
  const a = withEigenvalues(values);
  const [e, f] = [symmetric(3), symmetric(4)];
  const scale = 1 / Math.max(...values);

  /* Of exp, Fréchet derivatives of both orders come from the exponentials of block matrices. */
  test("exp: first and second derivative as expm's", () => {
    const byEigen = (x: Tensor): Tensor => linalg.matrixFunction(mul(scale, x), exp);
    const bySeries = (x: Tensor): Tensor => linalg.expm(mul(scale, x));
    agree(byEigen(a), bySeries(a), 1e-14);
    agree(jvp(byEigen, [a], [e])[1], jvp(bySeries, [a], [e])[1], 1e-13);
    const twice = (g: (x: Tensor) => Tensor): Tensor => jvp((x: Tensor) => jvp(g, [x], [e])[1], [a], [f])[1];
    agree(twice(byEigen), twice(bySeries), 1e-12);
    const weights = symmetric(5);
    const [byGrad, wanted] = [byEigen, bySeries].map((g) => hvp((x: Tensor) => sum(mul(weights, g(x))))(a, e));
    agree(byGrad, wanted, 1e-12);
  });

  test("log: the derivative is the inverse of exp's", () => {
    const byLog = jvp((x: Tensor) => linalg.matrixFunction(x, log), [a], [e])[1];
    const back = jvp((y: Tensor) => linalg.matrixFunction(y, exp), [linalg.matrixFunction(a, log)], [byLog])[1];
    agree(back, e, values === spectra["graded"] ? 1e-7 : 1e-12);
  });

  test("its trace has the gradient of a sum over eigenvalues", () => {
    const byTrace = (x: Tensor): Tensor => linalg.trace(linalg.matrixFunction(x, log));
    agree(grad(byTrace)(a), linalg.inv(a), values === spectra["graded"] ? 1e-7 : 1e-12);
    agree(
      grad((x: Tensor) => sum(log(linalg.eigvalsh(x))))(a),
      linalg.inv(a),
      values === spectra["graded"] ? 1e-7 : 1e-12,
    );
    const curved = mul(-1, linalg.matmul(linalg.matmul(linalg.inv(a), e), linalg.inv(a)));
    agree(hvp(byTrace)(a, e), curved, values === spectra["graded"] ? 1e-6 : 1e-11);
  });
});

describe("eigh where eigenvalues are repeated", () => {
  const a = withEigenvalues(spectra["one pair"]);
  const within = linalg.outer(column(a, 0), column(a, 1));
  const mixing = add(within, linalg.mT(within));

  test("vectors that are mixed have no tangent, and no cotangent", () => {
    for (const run of [
      () => jvp((x: Tensor) => linalg.eigh(x).vectors, [a], [mixing]),
      () => grad((x: Tensor) => sum(mul(random([n, n]), linalg.eigh(x).vectors)))(a),
      () => grad((x: Tensor) => sum(exp(linalg.eigh(x).vectors)))(withEigenvalues([1, 1, 1, 1])),
    ]) {
      expect(run).toThrowError(linalg.RepeatedValuesError);
      expect(run).toThrowError(
        /^eigh: values \d and \d \(counted from 0\) of the eigenvalues are .* use matrixFunction/,
      );
    }
  });

  test("the matrix of a batch is named, with its values", () => {
    const batch = stack([withEigenvalues(spectra["distinct"]), withEigenvalues([1, 3, 3, 5])]);
    const run = (): unknown => grad((x: Tensor) => sum(mul(random([n, n]), linalg.eigh(x).vectors)))(batch);
    expect(run).toThrowError(
      /values 1 and 2 \(counted from 0\) at batch position \[1\] .* are (2\.99|3)\S* and (2\.99|3)/,
    );
  });

  test("of a sum over the values and vectors together they cannot know, and throw", () => {
    const squared = (x: Tensor): Tensor => {
      const { values, vectors } = linalg.eigh(x);
      return sum(mul(symmetric(6), linalg.matmul(mul(vectors, mul(values, values)), linalg.mT(vectors))));
    };
    expect(() => grad(squared)(a)).toThrowError(/^eigh: .* use matrixFunction/);
  });

  test("a vector beside them has the right gradient", () => {
    const last = tensor([0, 0, 0, 1]);
    const weights = symmetric(6);
    const byVector = (x: Tensor): Tensor => {
      const v = linalg.matvec(linalg.eigh(x).vectors, last);
      return linalg.dot(v, linalg.matvec(weights, v));
    };
    const byStep = (x: Tensor): Tensor =>
      sum(
        mul(
          weights,
          linalg.matrixFunction(x, (y) => greater(y, 2.5)),
        ),
      );
    agree(grad(byVector)(a), grad(byStep)(a), 1e-13);
    const apart = linalg.outer(column(a, 2), column(a, 3));
    const second = (f: (x: Tensor) => Tensor): Tensor => {
      const once = (x: Tensor): Tensor => jvp(f, [x], [add(apart, linalg.mT(apart))])[1];
      return jvp(once, [a], [add(apart, linalg.mT(apart))])[1];
    };
    close(second(byVector), second(byStep).item(), 1e-12);
  });

  test("a tangent that does not mix them is right", () => {
    const along = mul(linalg.outer(column(a, 0), column(a, 0)), 2);
    const [, { values, vectors }] = jvp((x: Tensor) => ({ ...linalg.eigh(x) }), [a], [along]);
    agree(values, tensor([2, 0, 0, 0]), 1e-13);
    close(Math.max(...vectors.data.map(Math.abs)), 0, 1e-13);
  });

  test("gap 1e-9: the derivative of a vector is as large as it is", () => {
    const near = withEigenvalues(spectra["gap 1e-9"]);
    const [v0, v1] = [column(near, 0), column(near, 1)];
    const turn = add(linalg.outer(v0, v1), linalg.outer(v1, v0));
    const [, dv] = jvp((x: Tensor) => linalg.eigh(x).vectors, [near], [turn]);
    const found = linalg.dot(v1, linalg.matvec(dv, tensor([1, 0, 0, 0]))).item();
    expect(Math.abs(found * 1e-9 + 1)).toBeLessThan(1e-5);
  });

  test("second derivatives of what is symmetric in the values are right; of what is not, they throw", () => {
    const curved = hvp((x: Tensor) => linalg.trace(linalg.expm(x)))(a, mixing);
    agree(hvp((x: Tensor) => sum(exp(linalg.eigvalsh(x))))(a, mixing), curved, 1e-13);
    const least = (x: Tensor): Tensor => exp(take(linalg.eigvalsh(x), 0));
    expect(() => hvp(least)(a, mixing)).toThrowError(
      /^eigvalsh: values 0 and 1 .* not symmetric in them.* matrixFunction/,
    );
  });
});

describe("svd where singular values are repeated, or vanish", () => {
  const { u, vt } = linalg.svd(random([4, 3], 3));
  const withSingular = (s: readonly number[]): Tensor => linalg.matmul(mul(u, tensor(s)), vt);
  const repeated = withSingular([2, 2, 1]);
  const deficient = withSingular([2, 1, 0]);

  test("vectors that are mixed have no derivative", () => {
    for (const [a, message] of [
      [repeated, /^svd: values \d and \d \(counted from 0\) of the singular values are .* singularFunction/],
      [deficient, /^svd: value.* singularFunction/],
    ] as const) {
      expect(() => jvp((x: Tensor) => linalg.svd(x).u, [a], [random([4, 3])])).toThrowError(message);
      expect(() => grad((x: Tensor) => sum(mul(random([4, 3]), linalg.svd(x).u)))(a)).toThrowError(message);
    }
  });

  test("the right vectors of a deficient matrix have a derivative: there is no other of their value", () => {
    const squares = (x: Tensor): Tensor => {
      const v = linalg.matvec(linalg.mT(linalg.svd(x).vt), tensor([0, 0, 1]));
      return linalg.dot(v, mul(v, tensor([1, 2, 3])));
    };
    const byEigen = (x: Tensor): Tensor => {
      const v = linalg.matvec(linalg.eigh(linalg.matmul(linalg.mT(x), x)).vectors, tensor([1, 0, 0]));
      return linalg.dot(v, mul(v, tensor([1, 2, 3])));
    };
    agree(grad(squares)(deficient), grad(byEigen)(deficient), 1e-12);
  });

  test("vectors beside repeated values have the right gradient; so has the nuclear norm", () => {
    const weights = random([4, 3], 8);
    const third = (x: Tensor): Tensor => {
      const { u, s, vt } = linalg.svd(x);
      return sum(mul(weights, linalg.matmul(mul(u, mul(s, tensor([0, 0, 1]))), vt)));
    };
    const byPart = (x: Tensor): Tensor =>
      sum(
        mul(
          weights,
          linalg.singularFunction(x, (s) => where(less(s, 1.5), s, 0)),
        ),
      );
    agree(grad(third)(repeated), grad(byPart)(repeated), 1e-12);
    agree(grad((x: Tensor) => linalg.norm(x, { ord: "nuc" }))(repeated), linalg.matmul(u, vt), 1e-12);
  });

  test("the nuclear norm of a deficient matrix has its least subgradient", () => {
    const part = mul(u, tensor([1, 1, 0]));
    agree(grad((x: Tensor) => linalg.norm(x, { ord: "nuc" }))(deficient), linalg.matmul(part, vt), 1e-12);
  });

  /* The polar factor is A (Aᵀ A)^(−1/2), and its derivatives are those of this expression. */
  test("a polar factor: first and second derivative", () => {
    const polar = (x: Tensor): Tensor => linalg.singularFunction(x, () => 1);
    const byRoot = (x: Tensor): Tensor => linalg.matmul(x, linalg.inv(linalg.sqrtm(linalg.matmul(linalg.mT(x), x))));
    const [e, f] = [random([4, 3], 5), random([4, 3], 6)];
    for (const a of [repeated, withSingular([1.5, 1.5, 1.5]), withSingular([2, 2 - 1e-9, 1])]) {
      agree(polar(a), byRoot(a), 1e-13);
      agree(jvp(polar, [a], [e])[1], jvp(byRoot, [a], [e])[1], 1e-12);
      const twice = (g: (x: Tensor) => Tensor): Tensor => jvp((x: Tensor) => jvp(g, [x], [e])[1], [a], [f])[1];
      agree(twice(polar), twice(byRoot), 1e-11);
    }
  });

  test("a shrinkage where singular values are repeated, one of them taken away", () => {
    const shrink = (x: Tensor): Tensor => linalg.singularFunction(x, (s) => maximum(sub(s, 1.5), 0));
    const taken = jvp(shrink, [repeated], [repeated])[1];
    agree(taken, linalg.matmul(mul(u, tensor([2, 2, 0])), vt), 1e-13);
    const odd = (x: Tensor): Tensor => linalg.singularFunction(x, (s) => mul(s, mul(s, s)));
    const cube = (x: Tensor): Tensor => linalg.matmul(x, linalg.matmul(linalg.mT(x), x));
    for (const a of [repeated, deficient]) {
      agree(odd(a), cube(a), 1e-13);
      agree(jvp(odd, [a], [random([4, 3])])[1], jvp(cube, [a], [random([4, 3])])[1], 1e-12);
    }
  });

  test("a polar factor of a deficient matrix has none", () => {
    const polar = (x: Tensor): Tensor => linalg.singularFunction(x, () => 1);
    agree(polar(deficient), linalg.matmul(mul(u, tensor([1, 1, 0])), vt), 1e-13);
    expect(() => vjp(polar, deficient)[1](deficient)).toThrowError(
      /^singularFunction: singular value 2 \(counted from 0\) is/,
    );
  });
});

describe("what else has no derivative", () => {
  test("eigenvalues of a general matrix that coincide; eigenvectors", () => {
    const twice = tensor([
      [1, 0],
      [0, 1],
    ]);
    expect(() => grad((x: Tensor) => sum(linalg.eigvals(x).re))(twice)).toThrowError(
      /^eigvals: the eigenvalues 0 and 1/,
    );
    const a = random([3, 3], 4);
    const vectors = (x: Tensor): Tensor => sum(linalg.eig(x).vectors.re);
    expect(() => grad(vectors)(a)).toThrowError(/^eig: eigenvectors of a general matrix have no derivative here/);
    expect(() => jvp(vectors, [a], [a])).toThrowError(linalg.RepeatedValuesError);
    const [, dy] = jvp((x: Tensor) => sum(linalg.eig(x).values.re), [a], [a]);
    close(dy, linalg.trace(a).item(), 1e-13);
  });

  test("qr of dependent columns; lu and slogdet of singular matrices; sqrtm at 0", () => {
    const a = tensor([
      [1, 2],
      [2, 4],
    ]);
    expect(() => grad((x: Tensor) => sum(linalg.qr(x).r))(a)).toThrowError(
      /^qr: the derivative needs linearly independent columns/,
    );
    expect(() => grad((x: Tensor) => sum(linalg.lu(x).l))(a)).toThrowError(linalg.SingularMatrixError);
    expect(() => grad((x: Tensor) => linalg.slogdet(x).logabsdet)(a)).toThrowError(
      /^slogdet: a of shape \[2, 2\] is singular/,
    );
    expect(() => grad((x: Tensor) => sum(linalg.sqrtm(x)))(tensor([[0]]))).toThrowError(linalg.SingularMatrixError);
    expect(() => grad((x: Tensor) => sum(linalg.matrixFunction(x, log)))(sub(a, a))).toThrowError(
      linalg.NoRealResultError,
    );
  });
});

function column(a: Tensor, k: number): Tensor {
  const { vectors } = linalg.eigh(a);
  return tensor(Float64Array.from({ length: n }, (_, i) => vectors.data[i * n + k]));
}

test("the square root of a singular matrix has no derivative, whatever rounding makes of its eigenvalue 0", () => {
  for (const a of [
    linalg.outer(tensor([1, 2]), tensor([1, 2])),
    tensor([
      [1, 2],
      [3, 6],
    ]),
  ]) {
    expect(linalg.sqrtm(a).data.every(Number.isFinite)).toBe(true);
    expect(() => grad((a: Tensor) => sum(linalg.sqrtm(a)))(a)).toThrowError(/^sqrtm: a of shape \[2, 2\] is singular/);
    expect(() => jvp(linalg.sqrtm, [a], [a])).toThrowError(linalg.SingularMatrixError);
  }
});
