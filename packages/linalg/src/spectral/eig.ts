import type { Tensor } from "@wengert/array";
import { expectNoMore, fromData } from "@wengert/array/author";
import { mul } from "@wengert/ops";
import { nonDifferentiable, resolve, type Value, zerosLike } from "@wengert/rule";
import { rule, ruleWithAttributesByPushforward } from "@wengert/rule/library";
import { orderOf } from "../batch/batch.ts";
import { deferred } from "../batch/deferred.ts";
import { RepeatedValuesError } from "../errors.ts";
import { diagonal } from "../parts/diagonal.ts";
import { product } from "../products/product.ts";
import { solve } from "../solve/solve.ts";
import { between, type ComplexTensor, complexProduct, pairing } from "./complex.ts";
import { inverseGaps, ofDistinct } from "./eigengaps.ts";
import { eigensystemsOf } from "./eigensystem.ts";
import { NoTangent } from "./notangent.ts";

export type { ComplexTensor } from "./complex.ts";

/** A V = V diag(values), of a real matrix. */
export interface Eigen {
  /** [..., n] */
  readonly values: ComplexTensor;
  /** `[..., n, n]`: the columns are eigenvectors, of length 1. */
  readonly vectors: ComplexTensor;
}

interface Named {
  readonly op: string;
}

type Decomposed = { readonly re: Tensor; readonly im: Tensor; readonly s: Tensor };

/** Eigenvalues, and the basis below, computed when it is needed: of `eigvals`, when the first derivative needs it. */
function heldEigensystem(op: string): (a: Value) => Decomposed {
  return nonDifferentiable(function eigensystem(a: Tensor): Decomposed {
    const n = orderOf(op, "a", a);
    const systems = eigensystemsOf(op, "a", a);
    const [re, im] = [new Float64Array(systems.length * n), new Float64Array(systems.length * n)];
    for (const [b, system] of systems.entries()) {
      re.set(system.re, b * n);
      im.set(system.im, b * n);
    }
    const s = deferred(a.shape, () => {
      const out = new Float64Array(a.size);
      for (const [b, { vectors }] of systems.entries()) out.set(vectors(), b * n ** 2);
      return out;
    });
    const shape = a.shape.slice(0, -1);
    return { re: fromData(re, shape), im: fromData(im, shape), s };
  });
}

const ofEig: (a: Value) => Decomposed = /* @__PURE__ */ heldEigensystem("eig");
const ofEigvals: (a: Value) => Decomposed = /* @__PURE__ */ heldEigensystem("eigvals");

/**
 * Eigenvalues, and a real basis S: eigenvectors of real eigenvalues, real and imaginary parts of those of pairs.
 *
 * With V = S C and M = V⁻¹ dA V, from A V = V diag(λ):
 *
 *     dλ = diagonal of M,   dV = V (M ∘ 1/(λⱼ − λᵢ)), zero on the diagonal of the factor
 *
 * for one scaling of the columns of V, on which dλ does not depend.
 */
const eigenRule: (a: Value, re: Value, im: Value, s: Value, o: Named) => Decomposed =
  /* @__PURE__ */ ruleWithAttributesByPushforward({
    name: "eigvals",
    held: [1, 2, 3],
    impl: (_a: Tensor, re: Tensor, im: Tensor, s: Tensor, _o: Named): Decomposed => ({ re, im, s }),
    jvp: ([da], _xs, { re, im, s }, { op }) => {
      if (da === undefined) return undefined;
      const [c, inverse] = pairing(im);
      const real = ofDistinct(solve(s, product(da, s)), re, im, { op });
      const m = between(inverse, { re: real, im: zerosLike(real) }, c);
      const turn = complexProduct(m, inverseGaps({ re, im }), mul);
      return { re: diagonal(m.re), im: diagonal(m.im), s: product(s, between(c, turn, inverse).re) };
    },
  });

/** The vectors as they are; what would be their derivative throws when it is used, and only then. */
const fixedRule: (v: Value) => Tensor = /* @__PURE__ */ rule({
  name: "eig",
  impl: (v: Tensor): Tensor => v,
  jvp: ([dv]) => (dv === undefined ? undefined : new NoTangent(dv.shape, noVectors())),
  vjp: (_vbar) => [
    () => {
      throw noVectors();
    },
  ],
});

function noVectors(): RepeatedValuesError {
  return new RepeatedValuesError(
    "eig: eigenvectors of a general matrix have no derivative here: their scale and phase are arbitrary. For eigenvalues alone " +
      "use eigvals; for a symmetric matrix, eigh has vectors with derivatives.",
    "eig",
  );
}

/**
 * The eigenvalues of a general real matrix; complex ones in pairs, that with the positive imaginary part first.
 *
 * They descend by Re λ + |Im λ|/1000: by their real parts, and where these are nearly equal, by their imaginary parts. So the
 * order does not depend on rounding, unless that sum is the same for two that are not a pair. Scaling a matrix by a power of two
 * scales its eigenvalues, to the last digit.
 *
 *     dλᵢ = (V⁻¹ dA V)ᵢᵢ
 *
 * where the columns of V are the eigenvectors; so only while eigenvalues are distinct.
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008; it holds
 * for complex pairs as it stands.
 *
 * @param a - [..., n, n]
 * @returns `{re, im}`, each [..., n]
 * @throws {RepeatedValuesError} for the derivative where two eigenvalues coincide
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { eigvals } from "@wengert/linalg";
 *
 * eigvals(tensor([[0, -2], [2, 0]])).im.toArray(); // => [2, -2]
 */
export function eigvals(a: Value): ComplexTensor {
  expectNoMore("eigvals", arguments[1]);
  const matrix = resolve(a, "eigvals");
  orderOf("eigvals", "a", matrix);
  const held = ofEigvals(matrix);
  const { re, im } = eigenRule(matrix, held.re, held.im, held.s, { op: "eigvals" });
  return { re, im };
}

/**
 * The eigenvalues of a general real matrix, as `eigvals` has them, and eigenvectors: A V = V diag(λ). The values are
 * differentiable while they are distinct. The vectors, whose scale and phase are arbitrary, are not: what would be
 * their derivative throws when it is used.
 *
 * Of each vector the largest entry is real and positive (the first of those that are about as large). Where eigenvalues are
 * repeated and have fewer vectors, columns coincide but for rounding. By balancing and the real Schur form, as LAPACK's dgeev.
 *
 * @param a - [..., n, n]
 * @returns `{values: {re, im}, vectors: {re, im}}`: values [..., n], vectors [..., n, n] in columns, of length 1
 * @throws {RepeatedValuesError} for a derivative of vectors, or of values that coincide
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { eig } from "@wengert/linalg";
 *
 * const { values, vectors } = eig(tensor([[3, 0], [0, -1]]));
 * values.re.toArray(); // => [3, -1]
 * vectors.re.toArray(); // => [[1, 0], [0, 1]]
 */
export function eig(a: Value): Eigen {
  expectNoMore("eig", arguments[1]);
  const matrix = resolve(a, "eig");
  orderOf("eig", "a", matrix);
  const held = ofEig(matrix);
  const { re, im, s } = eigenRule(matrix, held.re, held.im, held.s, { op: "eig" });
  const [c] = pairing(im);
  return { values: { re, im }, vectors: { re: fixedRule(product(s, c.re)), im: fixedRule(product(s, c.im)) } };
}
