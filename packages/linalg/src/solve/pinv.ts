import { ShapeError, type Tensor } from "@wengert/array";
import { expectOptions, fromData, showShape } from "@wengert/array/author";
import { add, mul, reshape, sub } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { constantWithAttributes, rule } from "@wengert/rule/library";
import { aligned, batchOf, checkMatrix, checkVector, sharedBatch } from "../batch/batch.ts";
import { mT } from "../parts/transpose.ts";
import { product } from "../products/product.ts";
import { heldSvd } from "../spectral/singularvalues.ts";

/** Which singular values count as zero. */
export interface CutoffOptions {
  /** Those up to this part of the largest. Default max(m, n) times the machine epsilon, 2.2e-16. */
  readonly rcond?: number;
}

interface Cutoff extends CutoffOptions {
  readonly op: string;
}

type Halves = { readonly left: Tensor; readonly right: Tensor };

/** V diag(1/s) and Uᵀ, over those singular values that count: P is their product. */
const heldHalves: (a: Value, o: Cutoff) => Halves = /* @__PURE__ */ constantWithAttributes({
  name: "pinv",
  impl: (a: Tensor, { op, rcond }: Cutoff): Halves => {
    const { u, s, vt } = heldSvd(a, { op, name: "a" });
    const [m, n] = a.shape.slice(-2);
    const k = Math.min(m, n);
    const inverses = s.data.map((value, at) => {
      const limit = (rcond ?? Math.max(m, n) * Number.EPSILON) * s.data[at - (at % k)];
      return value > limit ? 1 / value : 0;
    });
    return { left: mul(mT(vt), fromData(inverses, [...batchOf(a), 1, k])), right: mT(u) };
  },
});

const pinvRule: (a: Value, left: Value, right: Value) => Tensor = /* @__PURE__ */ rule({
  name: "pinv",
  held: [1, 2],
  impl: (_a: Tensor, left: Tensor, right: Tensor): Tensor => product(left, right),
  jvp: ([da], [a], p) => {
    if (da === undefined) return undefined;
    const dat = mT(da);
    const within = product(product(p, da), p);
    const left = product(product(p, p, { transposeB: true }), sub(dat, product(dat, product(a, p))));
    const right = product(sub(dat, product(p, product(a, dat))), product(p, p, { transposeA: true }));
    return sub(add(left, right), within);
  },
  vjp: (pbar, [a], p) => {
    const [pt, pbart] = [mT(p), mT(pbar)];
    const within = product(product(pt, pbar), pt);
    const left = product(sub(pbart, product(product(a, p), pbart)), product(p, pt));
    const right = product(product(pt, p), sub(pbart, product(pbart, product(p, a))));
    return [sub(add(left, right), within), null, null];
  },
});

/**
 * The pseudoinverse of Moore and Penrose, P = V diag(1/s) Uᵀ over the singular values that are not zero.
 *
 *     dP = −P dA P + P Pᵀ dAᵀ (I − A P) + (I − P A) dAᵀ Pᵀ P
 *     Ā = −Pᵀ P̄ Pᵀ + (I − A P) P̄ᵀ P Pᵀ + Pᵀ P P̄ᵀ (I − P A)
 *
 * The derivative is that along matrices of the same rank; across a change of rank the pseudoinverse jumps.
 *
 * Source: Golub and Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables
 * separate", SIAM J. Numer. Anal. 10, 1973.
 *
 * @param a - [..., m, n], of any rank
 * @returns [..., n, m]
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { pinv } from "@wengert/linalg";
 *
 * pinv(tensor([[0, 4], [0, 0]])).toArray(); // => [[0, 0], [0.25, 0]]
 */
export function pinv(a: Value, options: CutoffOptions = {}): Tensor {
  expectOptions("pinv", options, ["rcond"]);
  const matrix = resolve(a, "pinv");
  checkMatrix("pinv", "a", matrix);
  const { left, right } = heldHalves(matrix, { ...options, op: "pinv" });
  return pinvRule(matrix, left, right);
}

const lstsqRule: (a: Value, left: Value, right: Value, b: Value) => Tensor = /* @__PURE__ */ rule({
  name: "lstsq",
  held: [1, 2],
  impl: (_a: Tensor, left: Tensor, right: Tensor, b: Tensor): Tensor => product(left, product(right, b)),
  jvp: ([da, , , db], [a, left, right, b], x) => {
    const p = pinvRule(a, left, right);
    const terms: Tensor[] = [];
    if (db !== undefined) terms.push(product(p, db));
    if (da !== undefined) {
      const dat = mT(da);
      const residual = sub(b, product(a, x));
      const shadow = product(dat, product(p, x, { transposeA: true }));
      terms.push(
        mul(-1, product(p, product(da, x))),
        product(p, product(p, product(dat, residual), { transposeA: true })),
        sub(shadow, product(p, product(a, shadow))),
      );
    }
    return terms.length === 0 ? undefined : addTangents(terms);
  },
  vjp: (xbar, [a, left, right, b], x) => {
    const p = pinvRule(a, left, right);
    const v = product(p, xbar, { transposeA: true });
    return [
      () => {
        const residual = sub(b, product(a, x));
        const outside = sub(xbar, product(a, v, { transposeA: true }));
        const abar = addTangents([
          mul(-1, product(v, x, { transposeB: true })),
          product(residual, product(p, v), { transposeB: true }),
          product(product(p, x, { transposeA: true }), outside, { transposeB: true }),
        ]);
        return sumTo(abar, a.shape);
      },
      null,
      null,
      () => sumTo(v, b.shape),
    ];
  },
});

/**
 * The least-squares solution of A x = b: of all x that make |A x − b| least, the one that is shortest. A may be wide, tall,
 * and of any rank.
 *
 * x = P b with the pseudoinverse P; with the residual r = b − A x and v = Pᵀ x̄,
 *
 *     dx = P (db − dA x) + P Pᵀ dAᵀ r + (I − P A) dAᵀ Pᵀ x
 *     b̄ = v,   Ā = −v xᵀ + r (P v)ᵀ + Pᵀ x (x̄ − Aᵀ v)ᵀ
 *
 * along matrices of the same rank.
 *
 * Source: Golub and Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables
 * separate", SIAM J. Numer. Anal. 10, 1973.
 *
 * @param a - [..., m, n]
 * @param b - a vector [m], or matrices [..., m, k]; the leading axes broadcast
 * @returns x, [..., n] or [..., n, k]
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when b does not fit
 * @example
 * import { tensor } from "@wengert/array";
 * import { lstsq } from "@wengert/linalg";
 *
 * lstsq(tensor([[0, 2], [0, 0]]), tensor([4, 7])).toArray(); // => [0, 2]
 */
export function lstsq(a: Value, b: Value, options: CutoffOptions = {}): Tensor {
  expectOptions("lstsq", options, ["rcond"]);
  const [matrix, given] = [resolve(a, "lstsq", 0), resolve(b, "lstsq", 1)];
  checkMatrix("lstsq", "a", matrix);
  checkVector("lstsq", "b", given);
  const vector = given.ndim === 1;
  const [m, n] = matrix.shape.slice(-2);
  const rows = given.shape[vector ? 0 : given.ndim - 2];
  if (rows !== m) {
    throw new ShapeError(
      `lstsq: a of shape ${showShape(matrix.shape)} has ${m} rows, but b of shape ${showShape(given.shape)} has ${rows} ` +
        `${vector ? "elements" : "rows"}; there must be equally many. A batch of vectors is expandDims(b, -1).`,
      "lstsq",
    );
  }
  const right = vector ? reshape(given, [m, 1]) : given;
  sharedBatch("lstsq", [matrix, right]);
  const [wide, columns] = aligned(matrix, right);
  const halves = heldHalves(wide, { ...options, op: "lstsq" });
  const x = lstsqRule(wide, halves.left, halves.right, columns);
  return vector ? reshape(x, [...batchOf(matrix), n]) : x;
}
