import { kernels, type Tensor } from "@wengert/array";
import { allocate, fromData } from "@wengert/array/author";
import { add, broadcastTo, expandDims, mul, neg, reshape, sum } from "@wengert/ops";
import { spelledSum, sumTo } from "@wengert/ops/author";
import { addTangents, type Value } from "@wengert/rule";
import { rule, ruleByPushforward } from "@wengert/rule/library";
import { match } from "../batch/batch.ts";
import { keptElements } from "../batch/deferred.ts";
import { logdetOfFactor, spelledLogdet } from "../determinant/logdet.ts";
import { lowerOfInverse } from "../factor/choleskyfactor.ts";
import { definiteInverse, inverseTangent, logdetCotangent, logdetTangent } from "../factor/definite.ts";
import { absentOf, dependingOnSome, dependsNot } from "../parts/absent.ts";
import { mirrorLower } from "../parts/symmetric.ts";
import { product } from "../products/product.ts";
import { rowsTimesInverse, solveRows, spelledRows } from "../solve/definiterows.ts";
import { dependingOn, singleOrder } from "../spelled/cells.ts";
import { signsOf } from "../spelled/signs.ts";

type Terms = { readonly invQuad: Tensor; readonly logdet: Tensor };

/**
 * The quadratic forms of the rows y of a matrix, and the logarithm of its determinant. With αᵢ = A⁻¹ yᵢ:
 *
 *     qᵢ = yᵢᵀ A⁻¹ yᵢ = |L⁻¹ yᵢ|²
 *     dqᵢ = 2 αᵢ·dyᵢ − αᵢᵀ dA αᵢ
 *     ȳᵢ = 2 q̄ᵢ αᵢ,   Ā = −Σ q̄ᵢ αᵢ αᵢᵀ
 *
 * @see logdet
 * @param l - [..., n, n], the factor of a
 * @param p - the inverse of a
 * @param y - [..., m, n]
 * @returns invQuad [..., m], logdet [...] with the leading axes of a alone
 */
export const termsRule: (a: Value, l: Value, p: Value, y: Value) => Terms = /* @__PURE__ */ rule({
  name: "invQuadLogdet",
  held: [1, 2],
  spelling: ([, l, , y], arithmetic) => {
    const [z, logdet] = [spelledRows(l, y, [true], arithmetic), spelledLogdet(l, arithmetic)];
    if (z === undefined || logdet === undefined) return undefined;
    const cells = z.cells.map((cell) => arithmetic.operator("*", cell, cell));
    const invQuad = spelledSum({ shape: y.shape, cells, presence: undefined }, [-1], arithmetic);
    return invQuad && [invQuad, logdet];
  },
  impl: (_a: Tensor, l: Tensor, _p: Tensor, y: Tensor): Terms => {
    const z = rowsTimesInverse(l, y, [true]);
    return { invQuad: sum(mul(z, z), { axis: -1 }), logdet: logdetOfFactor(l) };
  },
  jvp: ([da, , , dy], [a, l, p, y]) => {
    const alpha = solveRows(a, l, y);
    const terms = [
      ...(dy === undefined ? [] : [mul(2, mul(dy, alpha))]),
      ...(da === undefined ? [] : [neg(mul(product(alpha, da), alpha))]),
    ];
    return {
      invQuad: terms.length === 0 ? undefined : sum(addTangents(terms), { axis: -1 }),
      logdet: da === undefined ? undefined : logdetTangent(a, p, da),
    };
  },
  vjp: ({ invQuad: qbar, logdet: lbar }, [a, l, p, y]) => {
    if (qbar === undefined) return [() => logdetCotangent(lbar as Tensor, a, p), null, null, null];
    const alpha = solveRows(a, l, y);
    const weighted = mul(expandDims(qbar, -1), alpha);
    const quadratic = (): Tensor => sumTo(product(neg(weighted), alpha, { transposeA: true }), a.shape);
    const abar = (): Tensor => {
      if (lbar === undefined) return quadratic();
      return a.ndim === 2 && y.ndim === 2
        ? inverseMinusProducts(a, l, p, weighted, alpha, reshape(lbar, [1, 1]))
        : add(logdetCotangent(lbar, a, p), quadratic());
    };
    return [abar, null, null, () => sumTo(mul(2, weighted), y.shape)];
  },
  // Of A only its factor and its inverse.
  reads: () => [1, 2, 3],
  batch: manyTerms,
});

/** Many rows for one matrix are one call with all of them; else the matrices and the rows go together. */
function manyTerms(xs: readonly Tensor[], mapped: readonly boolean[]): Terms {
  const [size] = xs[mapped.indexOf(true)].shape;
  const [a, l, p, y] = xs;
  if (!mapped[0] && a.ndim === 2 && y.ndim === 3) {
    const [, m, n] = y.shape;
    const { invQuad, logdet } = termsRule(a, l, p, reshape(y, [size * m, n]));
    return { invQuad: reshape(invQuad, [size, m]), logdet: broadcastTo(logdet, [size]) };
  }
  const all = xs.map((x, k) => (mapped[k] ? x : broadcastTo(x, [size, ...x.shape])));
  return termsRule(all[0], all[1], all[2], all[3]);
}

/**
 * Both parts of the cotangent of A in one pass:
 *
 *     S = c A⁻¹ − Uᵀ V,   dS = dc A⁻¹ − c A⁻¹ sym(dA) A⁻¹ − dUᵀ V − Uᵀ dV
 *
 * @param l - [n, n], the factor of a
 * @param p - [n, n], the inverse of a
 * @param u - [m, n], as v, and such that UᵀV is symmetric
 * @param c - [1, 1]
 */
const inverseMinusProducts: (a: Value, l: Value, p: Value, u: Value, v: Value, c: Value) => Tensor =
  /* @__PURE__ */ ruleByPushforward({
    name: "invQuadLogdet",
    held: [1, 2],
    spelling: ([, , p, u, v, c], arithmetic) => {
      const n = singleOrder(p);
      if (n === undefined || u.shape.length !== 2 || u.shape[0] > FEW || u.shape[0] === 0) return undefined;
      const { minus, times, constant, requireFinite } = signsOf(arithmetic);
      requireFinite(p.cells);
      const out = p.cells.slice();
      for (let r = 0; r < u.shape[0]; r++) {
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++) {
            const before = times(r === 0 ? c.cells[0] : constant(1), out[i * n + j]);
            out[i * n + j] = minus(before, times(u.cells[r * n + i], v.cells[r * n + j]));
            out[j * n + i] = out[i * n + j];
          }
        }
      }
      return dependingOn([u, c], out, arithmetic);
    },
    impl: (_a: Tensor, l: Tensor, p: Tensor, u: Tensor, v: Tensor, c: Tensor): Tensor => {
      const { batch, count, starts } = match("invQuadLogdet", l, u, v, c);
      const [m, n] = u.shape.slice(-2);
      if (dependsNot(u) && dependsNot(c)) return absentOf([...batch, n, n]);
      const inverse = keptElements(p);
      const out = count * n * n === l.size && inverse === undefined ? lowerOfInverse(l) : allocate(count * n * n);
      for (let b = 0; b < count; b++) {
        const [from, uStart, vStart, cStart] = starts.map((start) => start[b]);
        const own = out.subarray(b * n * n, (b + 1) * n * n);
        if (inverse !== undefined || count * n * n !== l.size) {
          own.set((inverse ?? p.data).subarray(from, from + n * n));
        }
        subtractProducts(m, n, own, c.data[cStart], u.data, uStart, v.data, vStart);
        mirrorLower(n, own, 0);
      }
      return dependingOnSome(fromData(out, [...batch, n, n]), u, c);
    },
    jvp: ([da, , , du, dv, dc], [a, , p, u, v, c]) => {
      const inverse = definiteInverse(a, p);
      return addTangents([
        ...(dc === undefined ? [] : [mul(dc, inverse)]),
        ...(da === undefined ? [] : [mul(c, inverseTangent(inverse, da))]),
        ...(du === undefined ? [] : [product(neg(du), v, { transposeA: true })]),
        ...(dv === undefined ? [] : [product(neg(u), dv, { transposeA: true })]),
      ]);
    },
  });

const FEW = 8;

/** The lower triangle of S ← c S − UᵀV, of m rows u and v: row by row where they are few, else by a matrix product. */
function subtractProducts(
  m: number,
  n: number,
  s: Float64Array,
  c: number,
  u: Float64Array,
  uStart: number,
  v: Float64Array,
  vStart: number,
): void {
  if (m === 0 || m > FEW) {
    kernels().gemm(true, false, n, n, m, -1, u, uStart, n, v, vStart, n, c, s, 0, n);
    return;
  }
  for (let r = 0; r < m; r++) {
    const [factor, uRow, vRow] = [r === 0 ? c : 1, uStart + r * n, vStart + r * n];
    for (let i = 0; i < n; i++) {
      const [row, ui] = [i * n, u[uRow + i]];
      for (let j = 0; j <= i; j++) s[row + j] = factor * s[row + j] - ui * v[vRow + j];
    }
  }
}
