import type { Tensor } from "@wengert/array";
import { expectNoMore, fromData, scalar } from "@wengert/array/author";
import { addDiagonal, mT, slogdet, solve } from "@wengert/linalg";
import { mul, neg, sub, sum } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { signatureAt, signatureOf } from "./cayleysigns.ts";
import type { Constraint } from "./constraint.ts";
import { isSquare, lastOf, matricesOf } from "./lastaxes.ts";
import { pack, unpack } from "./packing.ts";

/** Beyond this, in an element of QᵀQ − I, a matrix is not orthogonal. */
const TOLERANCE = 1e-12;

/**
 * Orthogonal matrices, QᵀQ = I, rotations and reflections, by Cayley's transform.
 *
 *     Q = (I + A)⁻¹ (I − A) S,   A = (I + QS)⁻¹ (I − QS)
 *     log |det| = n(n − 1)/2 · log 2 − (n − 1) log det(I + A)
 *
 * with A skew-symmetric (its lower triangle is free) and S a diagonal of signs. The determinant is that of dx → QᵀdQ, by
 * their lower triangles: it turns densities with respect to the invariant (Haar) measure into densities of x. From
 * I + QS = 2(I + A)⁻¹ comes S QᵀdQ S = −2(I + A)⁻ᵀ dA (I + A)⁻¹, and dA → BᵀdAB has determinant det(B)ⁿ⁻¹ among the
 * skew matrices.
 *
 * Matrices for which I + QS is singular are out of reach. So a parameter takes the signs S from the value it starts at,
 * such that no element of A is greater than 2; they stay. By itself, outside of a parameter, the constraint has S = I;
 * `orthogonal().at(q)` is the one for q.
 *
 * A value of shape [..., n, n] has an unconstrained side of shape [..., n(n − 1)/2].
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { orthogonal, param, paramsOf } from "@wengert/params";
 *
 * const q = param(tensor([[0, 1], [1, 0]]), { constraint: orthogonal() });
 * paramsOf(q).size; // => 1
 */
export function orthogonal(): Constraint {
  expectNoMore("orthogonal", arguments[0]);
  return withSigns(scalar(1));
}

/** @param signs - of the columns, [..., n]; 1 for none */
function withSigns(signs: Tensor): Constraint {
  const signed = (q: Value): Tensor => mul(q, signs.ndim === 0 ? signs : acrossRows(signs));
  return {
    name: "orthogonal",
    domain: "an orthogonal matrix: matmul(mT(q), q) is the identity",
    accepts: (y) => isSquare(y) && matricesOf(y).every((block) => isOrthogonal(block, lastOf(y))),
    forward: (x) => signed(cayley(skew(x))),
    inverse: (y) => {
      const a = cayley(signed(resolve(y, "orthogonal")));
      // Skew but for rounding; the mean of both triangles has half of that.
      return pack(mul(0.5, sub(a, mT(a))), -1);
    },
    logDet: (x) => {
      const a = skew(x);
      const n = lastOf(a);
      const { logabsdet } = slogdet(addDiagonal(a, 1));
      return sum(sub((n * (n - 1) * Math.LN2) / 2, mul(n - 1, logabsdet)));
    },
    at: (y, x) => {
      const n = lastOf(y);
      const rotations = x === undefined ? undefined : matricesOf(cayley(skew(x)));
      const rows = matricesOf(y).map((block, i) =>
        rotations === undefined ? signatureAt(block, n) : signatureOf(block, rotations[i], n),
      );
      return withSigns(fromData(Float64Array.from(rows.flat()), y.shape.slice(0, -1)));
    },
  };
}

/** (I + M)⁻¹ (I − M): its own inverse. */
function cayley(m: Tensor): Tensor {
  return solve(addDiagonal(m, 1), addDiagonal(neg(m), 1));
}

function skew(x: Value): Tensor {
  const t = unpack("orthogonal", x, -1);
  return sub(t, mT(t));
}

/** [..., n] → [..., 1, n]: one number for each column of a matrix. */
function acrossRows(v: Tensor): Tensor {
  return fromData(v.data, [...v.shape.slice(0, -1), 1, lastOf(v)]);
}

function isOrthogonal(q: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let k = 0; k < n; k++) product += q[k * n + i] * q[k * n + j];
      if (!(Math.abs(product - (i === j ? 1 : 0)) <= TOLERANCE)) return false;
    }
  }
  return true;
}
