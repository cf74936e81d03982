import { fromData, kernels, type Tensor } from "@wengert/array";
import { expandDims, log, mul, neg, sub, sum } from "@wengert/ops";
import { addTangents, rule, ruleWithAttributes, type Value } from "@wengert/rule";
import { match, perMatrix, sumTo } from "./batch.ts";
import { diagonal } from "./diagonal.ts";
import { factored, inverseOfFactor } from "./factor.ts";
import { product } from "./matmul.ts";
import { symmetrized } from "./symmetric.ts";

/*
 * Functions of a positive definite matrix A whose Cholesky factor L is known. Mathematically each is a function of A
 * alone; L is only how it is computed, and is handed on from the value to the derivatives and to their derivatives, so
 * that one factorization serves them all.
 *
 * Every derivative is stated in A, at every order, and L has none: nothing asks what it would cost to move it. (If L had
 * tangents, forward mode would have to compute them although nobody looks at them.)
 */

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

// The inverse by its factor, so that many tangents of one value (forward mode, several directions) need it once.
const inverses = /* @__PURE__ */ new WeakMap<Tensor, Tensor>();

/**
 *     P = A⁻¹,   dP = −P sym(dA) P,   Ā = −P sym(P̄) P
 *
 * @param l - the factor of a
 */
const inverseOf: (a: Value, l: Value) => Tensor = /* @__PURE__ */ rule({
  name: "inverse",
  impl: (_a: Tensor, l: Tensor): Tensor => {
    const inverse = inverses.get(l) ?? inverseOfFactor(l);
    inverses.set(l, inverse);
    return inverse;
  },
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
  impl: (_a: Tensor, l: Tensor): Tensor => mul(2, sum(log(diagonal(l)), { axis: -1 })),
  jvp: ([da], [a, l]) => (da === undefined ? undefined : sum(mul(inverseOf(a, l), da), { axis: [-2, -1] })),
  vjp: (ybar, [a, l]) => [mul(perMatrix(ybar), inverseOf(a, l)), null],
});

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
  const x = new Float64Array(count * m * n);
  for (let i = 0; i < count && x.length > 0; i++) {
    x.set(b.data.subarray(starts[1][i], starts[1][i] + m * n), i * m * n);
    for (const transpose of transposes) {
      kernels().trsm("right", true, transpose, false, m, n, 1, l.data, starts[0][i], n, x, i * m * n, n);
    }
  }
  return fromData(x, [...batch, m, n]);
}

/**
 * The quadratic forms of the rows y of a matrix. With αᵢ = A⁻¹ yᵢ:
 *
 *     qᵢ = yᵢᵀ A⁻¹ yᵢ = |L⁻¹ yᵢ|²
 *     dqᵢ = 2 αᵢ·dyᵢ − αᵢᵀ dA αᵢ
 *     ȳᵢ = 2 q̄ᵢ αᵢ,   Ā = −Σ q̄ᵢ αᵢ αᵢᵀ
 *
 * @param l - [..., n, n], the factor of a
 * @param y - [..., m, n]
 * @returns [..., m]
 */
export const invQuadOf: (a: Value, l: Value, y: Value) => Tensor = /* @__PURE__ */ rule({
  name: "invQuad",
  impl: (_a: Tensor, l: Tensor, y: Tensor): Tensor => {
    const z = rowsThrough(l, y, [true]);
    return sum(mul(z, z), { axis: -1 });
  },
  jvp: ([da, , dy], [a, l, y]) => {
    const alpha = solveRows(a, l, y);
    const terms = [
      ...(dy === undefined ? [] : [mul(2, mul(dy, alpha))]),
      ...(da === undefined ? [] : [neg(mul(product(alpha, da), alpha))]),
    ];
    return terms.length === 0 ? undefined : sum(addTangents(terms), { axis: -1 });
  },
  vjp: (qbar, [a, l, y]) => {
    const alpha = solveRows(a, l, y);
    const weighted = mul(expandDims(qbar, -1), alpha);
    return [
      () => sumTo(product(neg(weighted), alpha, { transposeA: true }), a.shape),
      null,
      () => sumTo(mul(2, weighted), y.shape),
    ];
  },
});
