import type { Tensor } from "@wengert/array";
import { cleared, fromData, sizeOf } from "@wengert/array/author";
import { expandDims, mul, sub, sum } from "@wengert/ops";
import { addTangents, type Value } from "@wengert/rule";
import { differentiationOrder, directionOf, ruleWithAttributes } from "@wengert/rule/library";
import { batchOf } from "../../batch/batch.ts";
import { product } from "../../products/product.ts";
import { zeroMask } from "../repeatedvalues.ts";
import { countedOnly, lastOrder, refuseOtherFrame, refuseShared } from "./checks.ts";
import { type Framed, onesLike } from "./eigenvalues.ts";
import { singularFrame } from "./frames.ts";
import type { Counted, Subject } from "./refused.ts";
import { curvature, quotients } from "./singularparts.ts";

/*
 * Singular values whose second derivatives are asked for, as the eigenvalues of eigenvalues.ts. With c their cotangents, E = Uᵀ S V,
 * X and Y its symmetric and antisymmetric parts, and fractions element by element, zero on the diagonal:
 *
 *     Π(A, c) = U diag(c) Vᵀ
 *     dΠ = U_S diag(dc) V_Sᵀ + U ((cⱼ − cᵢ)/(sⱼ − sᵢ) ∘ X + (cⱼ + cᵢ)/(sⱼ + sᵢ) ∘ Y) Vᵀ
 *          + (I − U Uᵀ) S V diag(c/s) Vᵀ + U diag(c/s) Uᵀ S (I − V Vᵀ)              along dA = S
 *     T(A, S) = diagonal of U_Sᵀ S V_S,   its cotangents are Π and all but the first term above
 *
 * U_S and V_S are turned among singular values that coincide so that X is diagonal there. Where singular values vanish, U and V turn
 * independently, also out of the spaces that they span: there S has its own singular values, to which the zeros grow. A function
 * that is smooth at zero is even in them, so c vanishes with s.
 *
 * Source: Lewis and Sendov, "Nonsmooth analysis of singular values", part II, Set-Valued Analysis 13, 2005.
 */

/** Arguments A, its decomposition u, s, vt, and the vectors in the frame that is given, if there is one. */
const valuesRule: (a: Value, u: Value, s: Value, vt: Value, givenU: Value, givenVt: Value, o: Subject) => Framed =
  /* @__PURE__ */ ruleWithAttributes({
    name: "svdvals",
    held: [1, 2, 3, 4, 5],
    impl: (a: Tensor, _u: Tensor, s: Tensor, _vt: Tensor, _gu: Tensor, _gvt: Tensor, _o: Subject): Framed => ({
      values: s,
      frame: fromData(cleared(a.size), a.shape),
      uses: fromData(cleared(sizeOf(batchOf(a))), batchOf(a)),
    }),
    jvp: ([da], [a, u, s, vt, givenU, givenVt], { frame, uses }, o) => {
      if (da === undefined) return undefined;
      const turned = o.framed ? { u: givenU, vt: givenVt } : singularFrame(s, u, vt, da);
      return {
        values: tangentRule(a, u, s, vt, turned.u, turned.vt, da, frame, uses, o),
        frame: undefined,
        uses: undefined,
      };
    },
    vjp: ({ values: c, frame: direction, uses: count }, [a, u, s, vt], { frame, uses }, o) => {
      if (c === undefined) return [null, null, null, null, null, null];
      if (direction === undefined || count === undefined) {
        return [() => pullbackRule(a, u, s, vt, c, frame, uses, { ...o, zeros: false }), null, null, null, null, null];
      }
      const turned = singularFrame(s, u, vt, direction);
      const own = refuseShared(c, s, count, o);
      const fixed = lastOrder(a, s, o);
      return [
        () => pullbackRule(fixed, turned.u, s, turned.vt, own, frame, uses, { ...o, zeros: true }),
        null,
        null,
        null,
        null,
        null,
      ];
    },
  });

/** The singular values on behalf of an operation, for derivatives of the second order; arguments A and its decomposition. */
export function framedSingularValues(
  op: string,
  a: Tensor,
  u: Tensor,
  s: Tensor,
  vt: Tensor,
  counted?: Counted,
): Tensor {
  const spectrum = { op, axes: 2, order: Math.max(...a.shape.slice(-2)), singular: true, counted } as const;
  const [derivatives, direction] = [differentiationOrder(a), directionOf(a)];
  const framed = direction !== undefined;
  const given = framed ? singularFrame(s, u, vt, direction) : { u, vt };
  return valuesRule(a, u, s, vt, given.u, given.vt, { ...spectrum, derivatives, framed }).values;
}

interface Pulled extends Subject {
  /** Whether cotangents of singular values that vanish count, or are the least subgradient, 0. */
  readonly zeros: boolean;
}

/** Π; arguments A, U, s, Vᵀ, c, frame, uses. */
const pullbackRule: (...args: [...Value[], Pulled]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "svdvals",
  held: [1, 2, 3],
  impl: (
    _a: Tensor,
    u: Tensor,
    s: Tensor,
    vt: Tensor,
    c: Tensor,
    _f: Tensor,
    _u: Tensor,
    { order, zeros }: Pulled,
  ): Tensor => product(mul(u, expandDims(zeros ? c : mul(sub(1, zeroMask(s, { order })), c), -2)), vt),
  jvp: ([da, , , , dc], [a, u, s, vt, c, frame, uses], _y, o) => {
    if (da === undefined) return dc && pullbackRule(a, u, s, vt, dc, frame, uses, o);
    const terms = [quotients(a, [u, s, vt], c, da, o, dc)];
    if (dc !== undefined) {
      const turned = singularFrame(s, u, vt, da);
      const [fixed, dcFixed] = [lastOrder(a, s, o), lastOrder(dc, s, o)];
      terms.push(pullbackRule(fixed, turned.u, s, turned.vt, dcFixed, frame, uses, { ...o, zeros: true }));
    }
    return addTangents(terms);
  },
  vjp: (ybar, [a, u, s, vt, c, frame, uses], _y, o) => {
    const cbar = (): Tensor => {
      const turned = singularFrame(s, u, vt, ybar);
      const [fixed, e] = [lastOrder(a, s, o), lastOrder(ybar, s, o)];
      return tangentRule(fixed, u, s, vt, turned.u, turned.vt, e, frame, uses, o);
    };
    const abar = (): Tensor => quotients(a, [u, s, vt], c, ybar, o);
    return [abar, null, null, null, cbar, () => ybar, () => onesLike(uses)];
  },
}) as never;

/** T; arguments A, U, s, Vᵀ, U_S, V_Sᵀ, S, frame, uses. */
const tangentRule: (...args: [...Value[], Subject]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "svdvals",
  held: [1, 2, 3, 4, 5],
  impl: (
    _a: Tensor,
    _u: Tensor,
    _s: Tensor,
    _vt: Tensor,
    turnedU: Tensor,
    turnedVt: Tensor,
    e: Tensor,
    _f: Tensor,
    _uses: Tensor,
    _o: Subject,
  ): Tensor => diagonalIn(turnedU, turnedVt, e),
  jvp: ([da, , , , , , de], [a, u, s, vt, turnedU, turnedVt, e, frame, uses], _y, o) => {
    const terms: Tensor[] = [];
    if (de !== undefined) {
      terms.push(tangentRule(lastOrder(a, s, o), u, s, vt, turnedU, turnedVt, de, frame, uses, o));
    }
    if (da !== undefined) {
      const fixed = refuseOtherFrame(e, s, [u, vt], o);
      terms.push(countedOnly(curvature(a, [u, s, vt], fixed, da, o), s, [u, vt], [e, da], o));
    }
    return addTangents(terms);
  },
  vjp: (c, [a, u, s, vt, turnedU, turnedVt, e, frame, uses], _y, o) => {
    const ebar = (): Tensor => {
      const [fixed, even] = [lastOrder(a, s, o), lastOrder(c, s, o)];
      return pullbackRule(fixed, turnedU, s, turnedVt, even, frame, uses, { ...o, zeros: true });
    };
    const abar = (): Tensor => quotients(a, [u, s, vt], c, e, o);
    return [abar, null, null, null, null, null, ebar, () => e, () => onesLike(uses)];
  },
}) as never;

/** The diagonal of Uᵀ S V. */
function diagonalIn(u: Tensor, vt: Tensor, e: Tensor): Tensor {
  return sum(mul(u, product(e, vt, { transposeB: true })), { axis: -2 });
}
