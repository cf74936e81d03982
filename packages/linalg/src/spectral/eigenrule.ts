import type { Tensor } from "@wengert/array";
import { add, mul, sub } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import type { OnMatrices } from "../batch/batch.ts";
import { diag, diagonal } from "../parts/diagonal.ts";
import { symmetrized } from "../parts/symmetric.ts";
import { mT } from "../parts/transpose.ts";
import { product } from "../products/product.ts";
import { certain, orNoTangent } from "./notangent.ts";
import { overGaps } from "./overgaps.ts";
import { pairsMoved } from "./repeatedvalues.ts";

/** Eigenvalues and eigenvectors of a symmetric matrix. */
export type Decomposed = { readonly values: Tensor; readonly vectors: Tensor };

/** Which of its outputs a program sees. */
export interface Seen extends OnMatrices {
  /** Values and vectors: then the cotangents of the values tell whether the loss depends on them. */
  readonly both: boolean;
}

const REPEATED = {
  op: "eigh",
  kind: "eigenvalues",
  remedy:
    "For a function of the matrix use matrixFunction, whose derivatives are exact there; for the values alone, eigvalsh.",
} as const;

/** @see eigh */
export const eighRule: (a: Value, values: Value, vectors: Value, o: Seen) => Decomposed =
  /* @__PURE__ */ ruleWithAttributes({
    name: "eigh",
    held: [1, 2],
    impl: (_a: Tensor, values: Tensor, vectors: Tensor, _o: Seen): Decomposed => ({ values, vectors }),
    jvp: ([da], _xs, { values, vectors }, { both }) => {
      if (da === undefined) return undefined;
      const s = symmetrized(da);
      const tangent = both ? certain : orNoTangent;
      const e = tangent(s.shape, () => product(product(vectors, s, { transposeA: true }), vectors));
      return {
        values: tangent(values.shape, () => diagonal(e)),
        vectors: tangent(vectors.shape, () => product(vectors, turns(values, { x: e, scales: [e] }))),
      };
    },
    vjp: ({ values: lbar, vectors: vbar }, _xs, { values, vectors }, { both }) => {
      const terms: Tensor[] = [];
      if (lbar !== undefined) terms.push(diag(lbar));
      if (vbar !== undefined) {
        const x = product(vectors, vbar, { transposeA: true });
        const whole = symmetrized(x);
        // Of V f(λ) Vᵀ with equal eigenvalues a part is missing, unless f does not depend on them.
        const numerators = !both ? [whole] : lbar === undefined ? [] : [mul(whole, pairsMoved(lbar))];
        terms.push(turns(values, { x: mul(0.5, sub(x, mT(x))), numerators, scales: [x] }));
      }
      if (terms.length === 0) return [null, null, null];
      const inner = terms.length === 1 ? terms[0] : add(terms[0], terms[1]);
      const abar = (): Tensor => symmetrized(product(product(vectors, inner), vectors, { transposeB: true }));
      return [abar, null, null];
    },
  });

/** F ∘ X */
function turns(values: Tensor, numerators: Parameters<typeof overGaps>[3]): Tensor {
  return overGaps(REPEATED, values, { order: values.shape[values.ndim - 1], sums: false }, numerators);
}
