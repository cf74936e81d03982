import { kernels, type Tensor } from "@wengert/array";
import { copied, elementsOf, fromData } from "@wengert/array/author";
import { neg, sub } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import type { Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { match } from "../batch/batch.ts";
import type { Caller } from "../batch/caller.ts";
import { ofTranspose, refuseZeroPivot, stepsOf } from "../factor/lufactors.ts";
import { getrs, getrsOfTranspose } from "../lapack/getrs.ts";
import { absentOf, dependingOnEach, dependsNot } from "../parts/absent.ts";
import { askedBy } from "../parts/asked.ts";
import { product } from "../products/product.ts";
import { dependingOn, singleOrder } from "../spelled/cells.ts";
import { requirePivots, spelledLuSolve } from "../spelled/lu.ts";

interface System extends Caller {
  readonly transpose: boolean;
}

/**
 * op(A) X = B, where op transposes if asked.
 *
 *     dX = op(A)⁻¹ (dB − op(dA) X)
 *     B̄ = op(A)⁻ᵀ X̄,   op(A)‾ = −B̄ Xᵀ
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param lu - the factors of a, as pivots
 * @param b - [..., n, k]; the leading axes broadcast
 */
export const solveLu: (a: Value, lu: Value, pivots: Value, b: Value, o: System) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "solve",
    held: [1, 2],
    spelling: ([, lu, pivots, b], arithmetic, o) => {
      const n = singleOrder(lu);
      if (n === undefined || b.shape.length !== 2) return undefined;
      requirePivots(n, lu.cells, arithmetic);
      const { transpose } = o as System;
      const x = spelledLuSolve(transpose, [n, b.shape[1]], lu.cells, pivots.cells, b.cells, arithmetic);
      return dependingOn([b], x, arithmetic);
    },
    impl: (_a: Tensor, factors: Tensor, pivots: Tensor, b: Tensor, o: System): Tensor => {
      if (dependsNot(b)) return absentOf([...match(o.op, factors, b).batch, ...b.shape.slice(-2)]);
      const lu = askedBy(b, factors);
      refuseZeroPivot(lu, o);
      const kernel = ofTranspose(pivots) ? getrsOfTranspose : (kernels().getrs ?? getrs);
      const steps = stepsOf(pivots);
      if (lu.ndim === 2 && b.ndim === 2) {
        const x = copied(elementsOf(b));
        if (x.length > 0)
          kernel(o.transpose, b.shape[0], b.shape[1], elementsOf(lu), 0, b.shape[0], steps, 0, x, 0, b.shape[1]);
        return fromData(x, b.shape);
      }
      const { batch, count, starts } = match(o.op, lu, b);
      const [n, k] = b.shape.slice(-2);
      const x = new Float64Array(count * n * k);
      for (let i = 0; i < count && x.length > 0; i++) {
        x.set(elementsOf(b).subarray(starts[1][i], starts[1][i] + n * k), i * n * k);
        kernel(o.transpose, n, k, elementsOf(lu), starts[0][i], n, steps, starts[0][i] / n, x, i * n * k, k);
      }
      return dependingOnEach(fromData(x, [...batch, n, k]), b);
    },
    jvp: ([da, , , db], [a, lu, pivots], x, o) => {
      if (da === undefined) return db === undefined ? undefined : solveLu(a, lu, pivots, db, o);
      const moved = product(da, x, { transposeA: o.transpose });
      return solveLu(a, lu, pivots, db === undefined ? neg(moved) : sub(db, moved), o);
    },
    vjp: (xbar, [a, lu, pivots, b], x, o) => {
      const bbar = solveLu(a, lu, pivots, xbar, { ...o, transpose: !o.transpose });
      const [left, right] = o.transpose ? [x, bbar] : [bbar, x];
      return [
        () => sumTo(product(neg(left), right, { transposeB: true }), a.shape),
        null,
        null,
        () => sumTo(bbar, b.shape),
      ];
    },
  });
