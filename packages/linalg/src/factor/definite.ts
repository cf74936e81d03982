import { kernels, type Tensor } from "@wengert/array";
import { allocate, fromData } from "@wengert/array/author";
import { add, expandDims, log, mul, neg, sub, sum } from "@wengert/ops";
import { addTangents, type Value } from "@wengert/rule";
import { rule, ruleWithAttributes } from "@wengert/rule/library";
import { isLending } from "@wengert/trace";
import { match, perMatrix, sumTo } from "../batch/batch.ts";
import { diagonal } from "../parts/diagonal.ts";
import { mirrorLower, symmetrized } from "../parts/symmetric.ts";
import { product } from "../products/matmul.ts";
import { factored, inverseOfFactor, lowerOfInverse } from "./choleskyfactor.ts";

/*
 * Functions of a positive definite matrix A whose Cholesky factor L is known. Mathematically each is a function of A
 * alone; L is only how it is computed, and is handed on from the value to the derivatives and to their derivatives, so
 * that one factorization serves them all.
 *
 * Every derivative is stated in A, at every order, and L has none: nothing asks what it would cost to move it. (If L had
 * tangents, forward mode would have to compute them although nobody looks at them.)
 */

/** @see termsOf */
type Terms = { readonly invQuad: Tensor; readonly logdet: Tensor };

interface Asked {
  readonly op: string;
  readonly name: string;
}

/** The factor to hand on; see above why it does not move. */
export const knownFactor: (a: Value, o: Asked) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "knownFactor",
  impl: (a: Tensor, { op, name }: Asked): Tensor => factored(op, name, a),
  jvp: () => undefined,
  vjp: () => [null],
});

// So that many tangents of one value (forward mode, several directions) need the inverse once.
const inverses = /* @__PURE__ */ new WeakMap<Tensor, Tensor>();

/** The inverse by its factor. In a first-order gradient it is needed once, and its memory is not kept. */
function sharedInverse(l: Tensor): Tensor {
  const inverse = inverses.get(l) ?? inverseOfFactor(l);
  if (!isLending()) inverses.set(l, inverse);
  return inverse;
}

/**
 *     P = A⁻¹,   dP = −P sym(dA) P,   Ā = −P sym(P̄) P
 *
 * @param l - the factor of a
 */
const inverseOf: (a: Value, l: Value) => Tensor = /* @__PURE__ */ rule({
  name: "inverse",
  impl: (_a: Tensor, l: Tensor): Tensor => sharedInverse(l),
  jvp: ([da], _xs, p) => (da === undefined ? undefined : between(p, da)),
  vjp: (pbar, _xs, p) => [between(p, pbar), null],
});

/** −P sym(S) P */
function between(p: Tensor, s: Tensor): Tensor {
  return symmetrized(product(neg(product(p, symmetrized(s))), p));
}

/**
 *     y = log det A = 2 Σ log lᵢᵢ
 *     dy = Σ (A⁻¹)ᵢⱼ dAᵢⱼ,   Ā = ȳ A⁻¹
 *
 * @param l - [..., n, n], the factor of a
 * @returns [...]
 */
export const logdetOf: (a: Value, l: Value) => Tensor = /* @__PURE__ */ rule({
  name: "logdet",
  impl: (_a: Tensor, l: Tensor): Tensor => logdetOfFactor(l),
  jvp: ([da], [a, l]) => (da === undefined ? undefined : traceOf(inverseOf(a, l), da)),
  vjp: (ybar, [a, l]) => [inverseTimes(ybar, a, l), null],
});

function logdetOfFactor(l: Tensor): Tensor {
  return mul(2, sum(log(diagonal(l)), { axis: -1 }));
}

/**
 * Systems with the right-hand sides as rows, so that many of them are one problem without a transpose: X = B A⁻¹.
 *
 *     dX = (dB − X sym(dA)) A⁻¹
 *     B̄ = X̄ A⁻¹,   Ā = −sym(B̄ᵀ X)
 *
 * @param b - [..., m, n]
 */
const solveRows: (a: Value, l: Value, b: Value) => Tensor = /* @__PURE__ */ rule({
  name: "solve",
  impl: (_a: Tensor, l: Tensor, b: Tensor): Tensor => rowsThrough(l, b, [true, false]),
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

/** Plain rows times L⁻ᵀ (true) or L⁻¹ (false), one after the other. */
function rowsThrough(l: Tensor, b: Tensor, transposes: readonly boolean[]): Tensor {
  const { batch, count, starts } = match("solve", l, b);
  const [m, n] = b.shape.slice(-2);
  const x = allocate(count * m * n);
  for (let i = 0; i < count && x.length > 0; i++) {
    x.set(b.data.subarray(starts[1][i], starts[1][i] + m * n), i * m * n);
    for (const transpose of transposes) {
      kernels().trsm("right", true, transpose, false, m, n, 1, l.data, starts[0][i], n, x, i * m * n, n);
    }
  }
  return fromData(x, [...batch, m, n]);
}

/**
 * The quadratic forms of the rows y of a matrix, and the logarithm of its determinant. With αᵢ = A⁻¹ yᵢ:
 *
 *     qᵢ = yᵢᵀ A⁻¹ yᵢ = |L⁻¹ yᵢ|²
 *     dqᵢ = 2 αᵢ·dyᵢ − αᵢᵀ dA αᵢ
 *     ȳᵢ = 2 q̄ᵢ αᵢ,   Ā = −Σ q̄ᵢ αᵢ αᵢᵀ
 *
 * @see logdetOf
 * @param l - [..., n, n], the factor of a
 * @param y - [..., m, n]
 * @returns invQuad [..., m], logdet [...] with the leading axes of a alone
 */
export const termsOf: (a: Value, l: Value, y: Value) => Terms = /* @__PURE__ */ rule({
  name: "invQuadLogdet",
  impl: (_a: Tensor, l: Tensor, y: Tensor): Terms => {
    const z = rowsThrough(l, y, [true]);
    return { invQuad: sum(mul(z, z), { axis: -1 }), logdet: logdetOfFactor(l) };
  },
  jvp: ([da, , dy], [a, l, y]) => {
    const alpha = solveRows(a, l, y);
    const terms = [
      ...(dy === undefined ? [] : [mul(2, mul(dy, alpha))]),
      ...(da === undefined ? [] : [neg(mul(product(alpha, da), alpha))]),
    ];
    return {
      invQuad: terms.length === 0 ? undefined : sum(addTangents(terms), { axis: -1 }),
      logdet: da === undefined ? undefined : traceOf(inverseOf(a, l), da),
    };
  },
  vjp: ({ invQuad: qbar, logdet: lbar }, [a, l, y]) => {
    if (qbar === undefined) return [() => inverseTimes(lbar as Tensor, a, l), null, null];
    const alpha = solveRows(a, l, y);
    const weighted = mul(expandDims(qbar, -1), alpha);
    const quadratic = (): Tensor => sumTo(product(neg(weighted), alpha, { transposeA: true }), a.shape);
    const abar = (): Tensor => {
      if (lbar === undefined) return quadratic();
      return a.ndim === 2 && y.ndim === 2
        ? inverseMinusProducts(a, l, weighted, alpha, lbar)
        : add(inverseTimes(lbar, a, l), quadratic());
    };
    return [abar, null, () => sumTo(mul(2, weighted), y.shape)];
  },
});

function inverseTimes(lbar: Tensor, a: Tensor, l: Tensor): Tensor {
  return mul(perMatrix(lbar), inverseOf(a, l));
}

/** Σ pᵢⱼ dAᵢⱼ of each matrix. */
function traceOf(p: Tensor, da: Tensor): Tensor {
  return sum(mul(p, da), { axis: [-2, -1] });
}

/**
 * Both parts of the cotangent of A at once, in the memory of the inverse where nobody else wants that:
 *
 *     S = c A⁻¹ − Uᵀ V,   dS = dc A⁻¹ − c A⁻¹ sym(dA) A⁻¹ − dUᵀ V − Uᵀ dV
 *
 * @param l - [n, n], the factor of a
 * @param u - [m, n], as v, and such that UᵀV is symmetric
 */
const inverseMinusProducts: (a: Value, l: Value, u: Value, v: Value, c: Value) => Tensor = /* @__PURE__ */ rule({
  name: "invQuadLogdet",
  impl: (_a: Tensor, l: Tensor, u: Tensor, v: Tensor, c: Tensor): Tensor => {
    const n = l.shape[0];
    const m = u.shape[0];
    const out = isLending() ? lowerOfInverse(l) : sharedInverse(l).data.slice();
    // Row by row of the lower triangle where there are few products to add; else all of it, by a matrix product.
    if (m > 0 && m <= FEW) {
      for (let r = 0; r < m; r++) subtractOuter(n, out, r === 0 ? c.item() : 1, u.data, v.data, r * n);
    } else kernels().gemm(true, false, n, n, m, -1, u.data, 0, n, v.data, 0, n, c.item(), out, 0, n);
    mirrorLower(n, out, 0);
    return fromData(out, l.shape);
  },
  jvp: ([da, , du, dv, dc], [a, l, u, v, c]) => {
    return addTangents([
      ...(dc === undefined ? [] : [mul(dc, inverseOf(a, l))]),
      ...(da === undefined ? [] : [mul(c, between(inverseOf(a, l), da))]),
      ...(du === undefined ? [] : [product(neg(du), v, { transposeA: true })]),
      ...(dv === undefined ? [] : [product(neg(u), dv, { transposeA: true })]),
    ]);
  },
});

const FEW = 8;

/** Lower triangle of S ← factor·S − u vᵀ, the vectors from `start` on. */
function subtractOuter(
  n: number,
  s: Float64Array,
  factor: number,
  u: Float64Array,
  v: Float64Array,
  start: number,
): void {
  for (let i = 0; i < n; i++) {
    const [row, ui] = [i * n, u[start + i]];
    for (let j = 0; j <= i; j++) s[row + j] = factor * s[row + j] - ui * v[start + j];
  }
}
