import type { Tensor } from "@wengert/array";
import { cleared, fromData, sizeOf } from "@wengert/array/author";
import { add, expandDims, mul, reciprocal, sub, sum } from "@wengert/ops";
import { addTangents, type Value } from "@wengert/rule";
import { constant, differentiationOrder, directionOf, ruleWithAttributes } from "@wengert/rule/library";
import { batchOf } from "../../batch/batch.ts";
import { symmetrized } from "../../parts/symmetric.ts";
import { mT } from "../../parts/transpose.ts";
import { product } from "../../products/product.ts";
import { eighRule } from "../eigenrule.ts";
import { lastOrder, refuseOtherFrame, refuseShared, refuseUnequal } from "./checks.ts";
import { clusterMask } from "./clusters.ts";
import { symmetricFrame } from "./frames.ts";
import type { Subject } from "./refused.ts";

/*
 * Eigenvalues of a symmetric matrix whose second derivatives are asked for. With c the cotangents of the eigenvalues, E = Vᵀ S V
 * for a direction S, and fractions element by element, zero on the diagonal:
 *
 *     Π(A, c) = V diag(c) Vᵀ,      dΠ = V_S diag(dc) V_Sᵀ + V ((cⱼ − cᵢ)/(λⱼ − λᵢ) ∘ E) Vᵀ      along dA = S
 *     T(A, S) = diagonal of V_Sᵀ S V_S,    its cotangents are Π and the second term above
 *
 * The quotients are divided differences of the cotangents. Where eigenvalues coincide and the cotangents with them, their limit
 * is a derivative of the cotangents, which dc contains: V_S is V with the vectors of such eigenvalues turned so that E is diagonal
 * among them, and with dλ taken in the same frame nothing is left beside that diagonal.
 *
 * In reverse mode over reverse mode the frame must be known when the cotangent of λ comes back, and that of Π comes before it. So
 * eigenvalues have two further outputs, which are zero: the cotangent of `frame` is the direction, that of `uses` counts them. In
 * forward mode over forward mode it must be known before either tangent is computed, so it is taken from the inner direction.
 *
 * Source: Daleckii and Krein 1965, in Higham, "Functions of Matrices", 2008, theorem 3.11; Lewis and Sendov, "Twice
 * differentiable spectral functions", SIAM J. Matrix Anal. Appl. 23, 2001.
 */

export type Framed = {
  readonly values: Tensor;
  readonly frame: Tensor;
  readonly uses: Tensor;
};

/** The eigenvalues; arguments A, its decomposition, and the vectors in the frame that is given, if there is one. */
const valuesRule: (a: Value, values: Value, vectors: Value, given: Value, o: Subject) => Framed =
  /* @__PURE__ */ ruleWithAttributes({
    name: "eigvalsh",
    held: [1, 2, 3],
    impl: (a: Tensor, values: Tensor, _vectors: Tensor, _given: Tensor, _o: Subject): Framed => ({
      values,
      frame: fromData(cleared(a.size), a.shape),
      uses: fromData(cleared(sizeOf(batchOf(a))), batchOf(a)),
    }),
    jvp: ([da], [a, values, vectors, given], { frame, uses }, o) => {
      if (da === undefined) return undefined;
      const s = symmetrized(da);
      const turned = o.framed ? given : symmetricFrame(values, vectors, s);
      return {
        values: tangentRule(a, values, vectors, turned, s, frame, uses, o),
        frame: undefined,
        uses: undefined,
      };
    },
    vjp: ({ values: c, frame: s, uses: count }, [a, values, vectors], { frame, uses }, o) => {
      if (c === undefined) return [null, null, null, null];
      if (s === undefined || count === undefined) {
        return [() => pullbackRule(a, values, vectors, c, frame, uses, o), null, null, null];
      }
      const turned = symmetricFrame(values, vectors, s);
      const own = refuseShared(c, values, count, o);
      return [() => pullbackRule(lastOrder(a, values, o), values, turned, own, frame, uses, o), null, null, null];
    },
  });

/** The eigenvalues on behalf of an operation, for derivatives of the second order; arguments A and its decomposition. */
export function framedEigenvalues(op: string, a: Tensor, values: Tensor, vectors: Tensor): Tensor {
  const spectrum = { op, axes: 2, order: a.shape[a.ndim - 1], singular: false } as const;
  const [derivatives, direction] = [differentiationOrder(a), directionOf(a)];
  // Forward mode over forward mode needs the frame of the inner direction before it is asked for the outer one.
  const framed = direction !== undefined;
  const given = framed ? symmetricFrame(values, vectors, symmetrized(direction)) : vectors;
  return valuesRule(a, values, vectors, given, { ...spectrum, derivatives, framed }).values;
}

/** Π; arguments A, λ, V, c, frame, uses. */
const pullbackRule: (...args: [...Value[], Subject]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "eigvalsh",
  held: [1, 2],
  impl: (_a: Tensor, _values: Tensor, v: Tensor, c: Tensor, _f: Tensor, _u: Tensor, _o: Subject): Tensor =>
    symmetrized(product(mul(v, expandDims(c, -2)), v, { transposeB: true })),
  jvp: ([da, , , dc], [a, values, v, c, frame, uses], _y, o) => {
    if (da === undefined) return dc && pullbackRule(a, values, v, dc, frame, uses, o);
    const s = symmetrized(da);
    const terms = [quotients(a, values, v, c, s, o, dc)];
    if (dc !== undefined) {
      const turned = symmetricFrame(values, v, s);
      terms.push(pullbackRule(lastOrder(a, values, o), values, turned, lastOrder(dc, values, o), frame, uses, o));
    }
    return addTangents(terms);
  },
  vjp: (ybar, [a, values, v, c, frame, uses], _y, o) => {
    const s = symmetrized(ybar);
    const cbar = (): Tensor => {
      const [fixed, e] = [lastOrder(a, values, o), lastOrder(s, values, o)];
      return tangentRule(fixed, values, v, symmetricFrame(values, v, s), e, frame, uses, o);
    };
    return [() => quotients(a, values, v, c, s, o), null, null, cbar, () => s, () => onesLike(uses)];
  },
}) as never;

/** T; arguments A, λ, V, V_S, S, frame, uses. */
const tangentRule: (...args: [...Value[], Subject]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "eigvalsh",
  held: [1, 2, 3],
  impl: (_a: Tensor, _l: Tensor, _v: Tensor, turned: Tensor, s: Tensor, _f: Tensor, _u: Tensor, _o: Subject): Tensor =>
    diagonalIn(turned, s),
  jvp: ([da, , , , ds], [a, values, v, turned, s, frame, uses], _y, o) => {
    const terms: Tensor[] = [];
    if (ds !== undefined) {
      terms.push(tangentRule(lastOrder(a, values, o), values, v, turned, symmetrized(ds), frame, uses, o));
    }
    if (da !== undefined) {
      const g = symmetrized(da);
      const fixed = refuseOtherFrame(s, values, [v, mT(v)], o);
      const { inner, inverse, vectors } = apart(a, values, v, fixed, o);
      const other = product(product(vectors, g, { transposeA: true }), vectors);
      terms.push(mul(2, sum(mul(inverse, mul(inner, other)), { axis: -2 })));
    }
    return addTangents(terms);
  },
  vjp: (c, [a, values, v, turned, s, frame, uses], _y, o) => {
    const sbar = (): Tensor => {
      const [fixed, even] = [lastOrder(a, values, o), lastOrder(c, values, o)];
      return pullbackRule(fixed, values, turned, even, frame, uses, o);
    };
    const abar = (): Tensor => quotients(a, values, v, c, symmetrized(s), o);
    return [abar, null, null, null, sbar, () => symmetrized(s), () => onesLike(uses)];
  },
}) as never;

/** The diagonal of Vᵀ S V. */
function diagonalIn(v: Tensor, s: Tensor): Tensor {
  return sum(mul(v, product(s, v)), { axis: -2 });
}

/** V ((cⱼ − cᵢ)/(λⱼ − λᵢ) ∘ E) Vᵀ, without eigenvalues that count as one. */
function quotients(a: Tensor, values: Tensor, v: Tensor, c: Tensor, s: Tensor, o: Subject, dc?: Tensor): Tensor {
  const even = refuseUnequal(c, values, [v, mT(v)], s, o, dc);
  const { inner, inverse, vectors } = apart(a, values, v, s, o);
  const differences = mul(inverse, sub(expandDims(even, -2), expandDims(even, -1)));
  return symmetrized(product(product(vectors, mul(differences, inner)), vectors, { transposeB: true }));
}

interface Apart {
  readonly vectors: Tensor;
  /** Vᵀ S V */
  readonly inner: Tensor;
  /** 1/(λⱼ − λᵢ), 0 where these count as one. */
  readonly inverse: Tensor;
}

/** What stands in second derivatives, as functions of A. */
function apart(a: Tensor, values: Tensor, v: Tensor, s: Tensor, o: Subject): Apart {
  const moving = eighRule(lastOrder(a, values, o), values, v, { axes: 2, both: false });
  const inner = product(product(moving.vectors, lastOrder(s, values, o), { transposeA: true }), moving.vectors);
  const mask = clusterMask(values, o);
  const kept = sub(1, mask);
  const gaps = sub(expandDims(moving.values, -2), expandDims(moving.values, -1));
  return { vectors: moving.vectors, inner, inverse: mul(kept, reciprocal(add(mul(kept, gaps), mask))) };
}

/** Ones of the same shape. */
export const onesLike: (x: Value) => Tensor = /* @__PURE__ */ constant({
  name: "onesLike",
  impl: (x: Tensor): Tensor => fromData(new Float64Array(x.size).fill(1), x.shape),
});
