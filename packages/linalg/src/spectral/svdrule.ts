import type { Tensor } from "@wengert/array";
import { add, expandDims, mul, sub } from "@wengert/ops";
import { addTangents, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { diagonal } from "../parts/diagonal.ts";
import { symmetrized } from "../parts/symmetric.ts";
import { mT } from "../parts/transpose.ts";
import { product } from "../products/product.ts";
import type { Seen } from "./eigenrule.ts";
import { certain, orNoTangent } from "./notangent.ts";
import { overGaps, overValues } from "./overgaps.ts";
import { pairsMoved } from "./repeatedvalues.ts";
import type { Decomposed } from "./singularvalues.ts";

const REMEDY =
  "For singular values alone use svdvals; for a function of them that stays a matrix (a polar factor, a shrinkage) " +
  "use singularFunction, whose derivatives are exact there.";
const REPEATED = { op: "svd", kind: "singular values", remedy: REMEDY } as const;

/** X/(sⱼ − sᵢ), or X/(sⱼ + sᵢ), element by element. */
function over(s: Tensor, sums: boolean, order: number, numerators: Parameters<typeof overGaps>[3]): Tensor {
  return overGaps(REPEATED, s, { order, sums }, numerators);
}

/** @see svd */
export const svdRule: (a: Value, u: Value, s: Value, vt: Value, o: Seen) => Decomposed =
  /* @__PURE__ */ ruleWithAttributes({
    name: "svd",
    held: [1, 2, 3],
    impl: (_a: Tensor, u: Tensor, s: Tensor, vt: Tensor, _o: Seen): Decomposed => ({ u, s, vt }),
    jvp: ([da], [a], { u, s, vt }, { both }) => {
      if (da === undefined) return undefined;
      const tangent = both ? certain : orNoTangent;
      const e = tangent([...s.shape, s.shape[s.ndim - 1]], () => {
        return product(u, product(da, vt, { transposeB: true }), { transposeA: true });
      });
      return {
        u: tangent(u.shape, () => vectorsTangent(a, da, e, { u, s, vt }, true)),
        s: tangent(s.shape, () => diagonal(e)),
        vt: tangent(vt.shape, () => mT(vectorsTangent(a, da, e, { u, s, vt }, false))),
      };
    },
    vjp: ({ u: ubar, s: sbar, vt: vtbar }, [a], { u, s, vt }, { both: all }) => {
      const [m, n] = a.shape.slice(-2);
      const terms: Tensor[] = sbar === undefined ? [] : [product(mul(u, expandDims(sbar, -2)), vt)];
      const gu = ubar && product(u, ubar, { transposeA: true });
      const gv = vtbar && product(vt, vtbar, { transposeB: true });
      if (gu || gv) {
        const [plus, minus] = [
          addTangents(given(gu && skew(gu), gv && skew(gv))),
          addTangents(given(gu && skew(gu), gv && skew(mT(gv)))),
        ];
        // Of U f(s) Vᵀ with equal singular values a part is missing, unless f does not depend on them.
        const wholes = given(gu, gv).map((g) => symmetrized(g));
        const numerators = !all ? wholes : sbar === undefined ? [] : wholes.map((g) => mul(g, pairsMoved(sbar)));
        const both = over(s, false, Math.max(m, n), { x: plus, numerators, scales: given(gu, gv) });
        const apart = over(s, true, Math.max(m, n), { x: minus, scales: given(gu, gv) });
        terms.push(product(product(u, add(both, apart)), vt));
      }
      if (ubar !== undefined && m > n) terms.push(product(outside(u, ubar, s, m), vt));
      if (vtbar !== undefined && n > m) terms.push(product(u, outside(mT(vt), mT(vtbar), s, n), { transposeB: true }));
      return [terms.length === 0 ? null : addTangents(terms), null, null, null];
    },
  });

/** dU, or dV. */
function vectorsTangent(a: Tensor, da: Tensor, e: Tensor, { u, s, vt }: Decomposed, left: boolean): Tensor {
  const [m, n] = a.shape.slice(-2);
  const both = over(s, false, Math.max(m, n), { x: symmetrized(e), scales: [e] });
  const apart = over(s, true, Math.max(m, n), { x: skew(e), scales: [e] });
  if (left) {
    const inside = product(u, add(both, apart));
    return m > n ? add(inside, outside(u, product(da, vt, { transposeB: true }), s, m)) : inside;
  }
  const inside = product(vt, sub(both, apart), { transposeA: true });
  return n > m ? add(inside, outside(mT(vt), product(da, u, { transposeA: true }), s, n)) : inside;
}

function skew(x: Tensor): Tensor {
  return mul(0.5, sub(x, mT(x)));
}

function given(...xs: readonly (Tensor | undefined)[]): Tensor[] {
  return xs.filter((x) => x !== undefined);
}

/** (I − Q Qᵀ) X diag(s)⁻¹: what leads out of the space that the columns of q span. */
function outside(q: Tensor, x: Tensor, s: Tensor, order: number): Tensor {
  const rest = sub(x, product(q, product(q, x, { transposeA: true })));
  return overValues(REPEATED, s, order, rest, x);
}
