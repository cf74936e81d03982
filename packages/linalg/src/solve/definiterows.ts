import { kernels, type Tensor } from "@wengert/array";
import { allocate, elementsOf, fromData } from "@wengert/array/author";
import { neg, sub } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import type { Value } from "@wengert/rule";
import { type Arithmetic, type Cell, type Elements, rule, type Spelled } from "@wengert/rule/library";
import { match } from "../batch/batch.ts";
import { absentOf, dependingOnEach, dependsNot } from "../parts/absent.ts";
import { symmetrized } from "../parts/symmetric.ts";
import { product } from "../products/product.ts";
import { dependingOn, singleOrder } from "../spelled/cells.ts";
import { spelledSolve } from "../spelled/substitution.ts";

/**
 * Systems with a positive definite matrix, whose right-hand sides are rows, so that many of them are one problem without a
 * transpose: X = B A⁻¹.
 *
 *     dX = (dB − X sym(dA)) A⁻¹
 *     B̄ = X̄ A⁻¹,   Ā = −sym(B̄ᵀ X)
 *
 * @param l - [..., n, n], the factor of a
 * @param b - [..., m, n]
 */
export const solveRows: (a: Value, l: Value, b: Value) => Tensor = /* @__PURE__ */ rule({
  name: "solve",
  held: [1],
  spelling: ([, l, b], arithmetic) => spelledRows(l, b, [true, false], arithmetic),
  impl: (_a: Tensor, l: Tensor, b: Tensor): Tensor => rowsTimesInverse(l, b, [true, false]),
  jvp: ([da, , db], [a, l], x) => {
    if (da === undefined) return db === undefined ? undefined : solveRows(a, l, db);
    const moved = product(x, symmetrized(da));
    return solveRows(a, l, db === undefined ? neg(moved) : sub(db, moved));
  },
  vjp: (xbar, [a, l, b], x) => {
    const bbar = solveRows(a, l, xbar);
    return [
      () => sumTo(symmetrized(product(neg(bbar), x, { transposeA: true })), a.shape),
      null,
      () => sumTo(bbar, b.shape),
    ];
  },
});

/** `rowsTimesInverse` number by number. */
export function spelledRows(
  l: Elements,
  b: Elements,
  transposes: readonly boolean[],
  arithmetic: Arithmetic,
): Spelled | undefined {
  if (singleOrder(l) === undefined || b.shape.length !== 2) return undefined;
  const [m, n] = b.shape;
  const solved = (x: readonly Cell[] | undefined, transpose: boolean): readonly Cell[] | undefined =>
    x && spelledSolve({ side: "right", lower: true, transpose, unitDiagonal: false }, [m, n], l.cells, x, arithmetic);
  return dependingOn([b], transposes.reduce(solved, b.cells as readonly Cell[] | undefined), arithmetic);
}

/** Plain rows times L⁻ᵀ (true) or L⁻¹ (false), one after the other. */
export function rowsTimesInverse(l: Tensor, b: Tensor, transposes: readonly boolean[]): Tensor {
  const { batch, count, starts } = match("solve", l, b);
  const [m, n] = b.shape.slice(-2);
  if (dependsNot(b)) return absentOf([...batch, m, n]);
  const x = allocate(count * m * n);
  for (let i = 0; i < count && x.length > 0; i++) {
    x.set(elementsOf(b).subarray(starts[1][i], starts[1][i] + m * n), i * m * n);
    for (const transpose of transposes) {
      kernels().trsm("right", true, transpose, false, m, n, 1, elementsOf(l), starts[0][i], n, x, i * m * n, n);
    }
  }
  return dependingOnEach(fromData(x, [...batch, m, n]), b);
}
