import type { Tensor } from "@wengert/array";
import { add, expandDims, mul, reciprocal, sub, sum } from "@wengert/ops";
import { addTangents } from "@wengert/rule";
import { mT } from "../../parts/transpose.ts";
import { product } from "../../products/product.ts";
import { zeroMask } from "../repeatedvalues.ts";
import { svdRule } from "../svdrule.ts";
import { lastOrder, refuseUnequal } from "./checks.ts";
import { clusterMask } from "./clusters.ts";
import type { Subject } from "./refused.ts";

/*
 * The terms of singularspectrum.ts beside the diagonal.
 */

type Held = readonly [u: Tensor, s: Tensor, vt: Tensor];

/** What stands in second derivatives, as functions of A. */
interface Parts {
  readonly u: Tensor;
  readonly vt: Tensor;
  /** 1/(sⱼ − sᵢ) and 1/(sⱼ + sᵢ), 0 where these count as one, or are both zero. */
  readonly differences: Tensor;
  readonly sums: Tensor;
  /** 1/s, and 1; 0 for singular values that vanish. */
  readonly inverse: Tensor;
  readonly kept: Tensor;
}

function partsOf(a: Tensor, [u, s, vt]: Held, o: Subject): Parts {
  const moving = svdRule(lastOrder(a, s, o), u, s, vt, { axes: 2, both: false });
  const zero = zeroMask(s, o);
  const kept = sub(1, zero);
  const positive = mul(kept, moving.s);
  const [rows, columns] = [expandDims(positive, -1), expandDims(positive, -2)];
  const none = mul(expandDims(zero, -1), expandDims(zero, -2));
  return {
    u: moving.u,
    vt: moving.vt,
    differences: inverseOf(sub(columns, rows), clusterMask(s, o)),
    sums: inverseOf(add(columns, rows), none),
    inverse: inverseOf(positive, zero),
    kept,
  };
}

/** 1/x where the mask is 0, and 0 where it is 1. */
function inverseOf(x: Tensor, mask: Tensor): Tensor {
  const kept = sub(1, mask);
  // What is left out is replaced by one, whose inverse is then multiplied by zero.
  return mul(kept, reciprocal(add(mul(kept, x), mask)));
}

/** Uᵀ S V as its symmetric and antisymmetric parts, and what S leads out of both spaces: (I − U Uᵀ) S V, Uᵀ S (I − V Vᵀ). */
interface Direction {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly left: Tensor | undefined;
  readonly right: Tensor | undefined;
}

function directionOf({ u, vt }: Parts, s: Tensor): Direction {
  const [m, n] = s.shape.slice(-2);
  const [sv, us] = [product(s, vt, { transposeB: true }), product(u, s, { transposeA: true })];
  const e = product(u, sv, { transposeA: true });
  return {
    x: mul(0.5, add(e, mT(e))),
    y: mul(0.5, sub(e, mT(e))),
    left: m > n ? sub(sv, product(u, e)) : undefined,
    right: n > m ? sub(us, product(e, vt)) : undefined,
  };
}

/** The cotangent of A in ⟨S, U diag(c) Vᵀ⟩, but for the frame. */
export function quotients(a: Tensor, held: Held, c: Tensor, s: Tensor, o: Subject, dc?: Tensor): Tensor {
  const even = refuseUnequal(c, held[1], [held[0], held[2]], s, o, dc);
  const parts = partsOf(a, held, o);
  const { u, vt, differences, sums, inverse, kept } = parts;
  const { x, y, left, right } = directionOf(parts, lastOrder(s, held[1], o));
  const own = mul(kept, even);
  const [rows, columns] = [expandDims(own, -1), expandDims(own, -2)];
  const inner = add(mul(mul(differences, sub(columns, rows)), x), mul(mul(sums, add(columns, rows)), y));
  const terms = [product(product(u, inner), vt)];
  const ratio = mul(own, inverse);
  if (left !== undefined) terms.push(product(mul(left, expandDims(ratio, -2)), vt));
  if (right !== undefined) terms.push(product(mul(u, expandDims(ratio, -2)), right));
  return addTangents(terms);
}

/** The second derivative of the singular values along E and G, but for the frame. */
export function curvature(a: Tensor, held: Held, e: Tensor, g: Tensor, o: Subject): Tensor {
  const parts = partsOf(a, held, o);
  const [one, other] = [directionOf(parts, e), directionOf(parts, g)];
  const { differences, sums, inverse, kept } = parts;
  const pairs = add(mul(differences, mul(one.x, other.x)), mul(sums, mul(one.y, other.y)));
  const terms = [mul(2, sum(pairs, { axis: -2 }))];
  if (one.left !== undefined && other.left !== undefined) {
    terms.push(mul(inverse, sum(mul(one.left, other.left), { axis: -2 })));
  }
  if (one.right !== undefined && other.right !== undefined) {
    terms.push(mul(inverse, sum(mul(one.right, other.right), { axis: -1 })));
  }
  return mul(kept, addTangents(terms));
}
