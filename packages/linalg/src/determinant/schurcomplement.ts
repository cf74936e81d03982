import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, neg, sub } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { knownLu, solveLu } from "../factor/lufactors.ts";
import { window } from "../parts/block.ts";
import { mT } from "../parts/symmetric.ts";
import { product } from "../products/matmul.ts";

interface Rank {
  readonly rank: number;
}

/**
 * The Schur complement of a leading block, C = A₂₂ − A₂₁ A₁₁⁻¹ A₁₂ = G A H with G = [−A₂₁ A₁₁⁻¹, I], H = [−A₁₁⁻¹ A₁₂; I].
 *
 *     dC = G dA H,   Ā = Gᵀ C̄ Hᵀ
 *
 * G and H have no units, so that nothing here leaves the numbers before C or Ā does.
 */
export const leftOver: (a: Value, o: Rank) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "det",
  impl: (a: Tensor, { rank }: Rank): Tensor => {
    const n = a.shape[0];
    const across = solved(a, rank, false);
    const below = window(a, n - rank, rank, rank, 0);
    return sub(window(a, n - rank, n - rank, rank, rank), product(below, across));
  },
  jvp: ([da], [a], _c, { rank }) =>
    da === undefined
      ? undefined
      : product(product(sides(a, rank, true), da, { transposeA: true }), sides(a, rank, false)),
  vjp: (cbar, [a], _c, { rank }) => [
    product(product(sides(a, rank, true), cbar), sides(a, rank, false), { transposeB: true }),
  ],
});

/** A₁₁⁻¹ A₁₂, or of the transpose A₁₁⁻ᵀ A₂₁ᵀ. */
function solved(a: Tensor, rank: number, transpose: boolean): Tensor {
  const n = a.shape[0];
  const leading = window(a, rank, rank);
  const { lu, pivots } = knownLu(leading, { op: "det", name: "a" });
  const right = transpose ? mT(window(a, n - rank, rank, rank, 0)) : window(a, rank, n - rank, 0, rank);
  return solveLu(leading, lu, pivots, right, { op: "det", name: "a", transpose });
}

/** H, or Gᵀ. */
function sides(a: Tensor, rank: number, transpose: boolean): Tensor {
  const n = a.shape[0];
  const upper = window(neg(solved(a, rank, transpose)), n, n - rank);
  return add(upper, lowerIdentity(n, rank));
}

/** [0; I] with n rows. */
function lowerIdentity(n: number, rank: number): Tensor {
  const data = new Float64Array(n * (n - rank));
  for (let i = rank; i < n; i++) data[i * (n - rank) + i - rank] = 1;
  return fromData(data, [n, n - rank]);
}
