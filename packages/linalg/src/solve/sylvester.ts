import { kernels, ShapeError, type Tensor } from "@wengert/array";
import { expectNoMore, fromData, presenceOf, showShape } from "@wengert/array/author";
import { neg } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { aligned, checkMatrix, match, orderOf } from "../batch/batch.ts";
import { absentOf, dependingOnEach, dependsNot, isZero } from "../parts/absent.ts";
import { fromLower, symmetrized } from "../parts/symmetric.ts";
import { mT } from "../parts/transpose.ts";
import { product } from "../products/product.ts";
import { solveQuasi } from "../spectral/quasitriangular.ts";
import { type HeldSchur, heldSchur } from "../spectral/schur.ts";

/** The public operation, which errors name. */
interface Named {
  readonly op: string;
}

/**
 * A X + X B = C, by the Schur forms of A and B. From dA X + A dX + dX B + X dB = dC, and because the transposed equation is one
 * of B and A:
 *
 *     dX = S(A, B, dC − dA X − X dB)
 *     C̄ = S(B, A, X̄ᵀ)ᵀ,   Ā = −C̄ Xᵀ,   B̄ = −Xᵀ C̄
 */
const sylvesterRule: (a: Value, b: Value, c: Value, ta: Value, za: Value, tb: Value, zb: Value, o: Named) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "sylvester",
    held: [3, 4, 5, 6],
    impl: (
      _a: Tensor,
      _b: Tensor,
      c: Tensor,
      ta: Tensor,
      za: Tensor,
      tb: Tensor,
      zb: Tensor,
      { op }: Named,
    ): Tensor => {
      const { batch, count, starts } = match(op, ta, tb, c);
      const [m, n] = c.shape.slice(-2);
      if (dependsNot(c)) return absentOf([...batch, m, n]);
      const out = new Float64Array(count * m * n);
      const present = presenceOf(c)?.data;
      for (let i = 0; i < count && out.length > 0; i++) {
        if (present?.subarray(starts[2][i], starts[2][i] + m * n).every(isZero)) continue;
        const [left, right] = [starts[0][i], starts[1][i]];
        const [z1, z2] = [za.data.subarray(left, left + m * m), zb.data.subarray(right, right + n * n)];
        const f = c.data.slice(starts[2][i], starts[2][i] + m * n);
        turn(m, n, z1, f, z2, true);
        const [one, other] = [
          { data: ta.data, at: left, ld: m },
          { data: tb.data, at: right, ld: n },
        ];
        solveQuasi(op, m, n, one, other, { data: f, at: 0, ld: n });
        turn(m, n, z1, f, z2, false);
        out.set(f, i * m * n);
      }
      return dependingOnEach(fromData(out, [...batch, m, n]), c);
    },
    jvp: ([da, db, dc], [a, b, , ...forms], x, o) => {
      const terms: Tensor[] = dc === undefined ? [] : [dc];
      if (da !== undefined) terms.push(neg(product(da, x)));
      if (db !== undefined) terms.push(neg(product(x, db)));
      // Tangents of a batch and of a single matrix differ in shape.
      return terms.length === 0 ? undefined : addTangents(terms.map((term) => sylvesterRule(a, b, term, ...forms, o)));
    },
    vjp: (xbar, [a, b, c, ta, za, tb, zb], x, o) => {
      const cbar = mT(sylvesterRule(b, a, mT(xbar), tb, zb, ta, za, o));
      return [
        () => sumTo(neg(product(cbar, x, { transposeB: true })), a.shape),
        () => sumTo(neg(product(x, cbar, { transposeA: true })), b.shape),
        () => sumTo(cbar, c.shape),
        null,
        null,
        null,
        null,
      ];
    },
  });

/** S(A, B, C), where the Schur forms of A and B are known. */
export function solveSylvester(a: Tensor, b: Tensor, c: Tensor, left: HeldSchur, right: HeldSchur, op: string): Tensor {
  return sylvesterRule(a, b, c, left.t, left.z, right.t, right.z, { op });
}

/** f ← Z₁ᵀ f Z₂, or Z₁ f Z₂ᵀ, of plain matrices. */
function turn(m: number, n: number, z1: Float64Array, f: Float64Array, z2: Float64Array, into: boolean): void {
  const { gemm } = kernels();
  const half = new Float64Array(m * n);
  gemm(into, false, m, n, m, 1, z1, 0, m, f, 0, n, 0, half, 0, n);
  gemm(false, !into, m, n, n, 1, half, 0, n, z2, 0, n, 0, f, 0, n);
}

/**
 * Solves Sylvester's equation, A X + X B = C, by real Schur forms of A and B.
 *
 *     dX = S(A, B, dC − dA X − X dB)
 *     C̄ = S(B, A, X̄ᵀ)ᵀ,   Ā = −C̄ Xᵀ,   B̄ = −Xᵀ C̄,   S the solution
 *
 * Source: Bartels and Stewart, "Solution of the matrix equation AX + XB = C", Comm. ACM 15, 1972.
 *
 * @param a - [..., m, m]
 * @param b - [..., n, n]
 * @param c - [..., m, n]; the leading axes broadcast
 * @returns x, [..., m, n]
 * @throws {SingularMatrixError} where an eigenvalue of a is the negative of one of b
 * @throws {NonFiniteMatrixError} when a or b holds NaN or ±∞
 * @throws {ShapeError} when a or b is not square or c does not fit
 * @example
 * import { tensor } from "@wengert/array";
 * import { sylvester } from "@wengert/linalg";
 *
 * sylvester(tensor([[1, 0], [0, 3]]), tensor([[1]]), tensor([[4], [8]])).toArray(); // => [[2], [2]]
 */
export function sylvester(a: Value, b: Value, c: Value): Tensor {
  expectNoMore("sylvester", arguments[3]);
  const [left, right, given] = [resolve(a, "sylvester", 0), resolve(b, "sylvester", 1), resolve(c, "sylvester", 2)];
  const [m, n] = [orderOf("sylvester", "a", left), orderOf("sylvester", "b", right)];
  checkMatrix("sylvester", "c", given);
  if (given.shape[given.ndim - 2] === m && given.shape[given.ndim - 1] === n) {
    const [one, other, wanted] = aligned(left, right, given);
    const [first, second] = [
      heldSchur(one, { op: "sylvester", name: "a" }),
      heldSchur(other, { op: "sylvester", name: "b" }),
    ];
    return solveSylvester(one, other, wanted, first, second, "sylvester");
  }
  throw new ShapeError(
    `sylvester: c of shape ${showShape(given.shape)} must have ${m} rows, as many as a of shape ${showShape(left.shape)}, and ` +
      `${n} columns, as many as b of shape ${showShape(right.shape)}.`,
    "sylvester",
  );
}

/**
 * Solves Lyapunov's equation, A X + X Aᵀ = Q, with Q and X symmetric.
 *
 *     dX = S(sym(dQ) − dA X − X dAᵀ)
 *     Q̄ = sym(V),   Ā = −(V + Vᵀ) X   with Aᵀ V + V A = X̄,   S the solution
 *
 * Source: Bartels and Stewart, "Solution of the matrix equation AX + XB = C", Comm. ACM 15, 1972.
 *
 * @param a - [..., n, n]
 * @param q - [..., n, n], symmetric; only its lower triangle is read; the leading axes broadcast
 * @returns x, [..., n, n], symmetric
 * @throws {SingularMatrixError} where an eigenvalue of a is the negative of another, or 0
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square or q does not fit
 * @example
 * import { tensor } from "@wengert/array";
 * import { lyapunov } from "@wengert/linalg";
 *
 * lyapunov(tensor([[1, 0], [0, 2]]), tensor([[4, 3], [3, 8]])).toArray(); // => [[2, 1], [1, 2]]
 */
export function lyapunov(a: Value, q: Value): Tensor {
  expectNoMore("lyapunov", arguments[2]);
  const [matrix, given] = [resolve(a, "lyapunov", 0), resolve(q, "lyapunov", 1)];
  const [n, order] = [orderOf("lyapunov", "a", matrix), orderOf("lyapunov", "q", given)];
  if (n !== order) {
    throw new ShapeError(
      `lyapunov: q of shape ${showShape(given.shape)} must be of the order of a of shape ${showShape(matrix.shape)}, ${n}.`,
      "lyapunov",
    );
  }
  const [own, wanted] = aligned(matrix, given);
  const across = mT(own);
  const [left, right] = [own, across].map((x) => heldSchur(x, { op: "lyapunov", name: "a" }));
  return symmetrized(solveSylvester(own, across, fromLower(wanted), left, right, "lyapunov"));
}
