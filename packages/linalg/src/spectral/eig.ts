import type { NestedArray, Tensor } from "@wengert/array";
import { fromData, sizeOf, TensorBase } from "@wengert/array/author";
import { add, expandDims, mul, neg, reciprocal, square, sub } from "@wengert/ops";
import { nonDifferentiable, resolve, type Value, zerosLike } from "@wengert/rule";
import { rule, ruleWithAttributes } from "@wengert/rule/library";
import { concrete, isTraced } from "@wengert/trace";
import { orderOf } from "../batch/batch.ts";
import { RepeatedValuesError } from "../errors.ts";
import { diagonal } from "../parts/diagonal.ts";
import { mT } from "../parts/symmetric.ts";
import { product } from "../products/matmul.ts";
import { solve } from "../solve/solve.ts";
import { eigenvectors } from "./eigenvectors.ts";
import { schurOf } from "./schur.ts";

/** Complex numbers, as two tensors of one shape. */
export interface ComplexTensor {
  readonly re: Tensor;
  readonly im: Tensor;
}

/** A V = V diag(values), of a real matrix. */
export interface Eigen {
  /** [..., n] */
  readonly values: ComplexTensor;
  /** `[..., n, n]`: the columns are eigenvectors, of length 1. */
  readonly vectors: ComplexTensor;
}

interface Asked {
  readonly op: string;
}

type Decomposed = { readonly re: Tensor; readonly im: Tensor; readonly s: Tensor };

/** The eigenvalues of a plain batch. */
function valuesOf(op: string, a: Tensor): ComplexTensor {
  const n = orderOf(op, "a", a);
  const forms = schurOf(op, "a", a);
  const [re, im] = [new Float64Array(forms.length * n), new Float64Array(forms.length * n)];
  for (const [b, form] of forms.entries()) {
    re.set(form.re, b * n);
    im.set(form.im, b * n);
  }
  const shape = a.shape.slice(0, -1);
  return { re: fromData(re, shape), im: fromData(im, shape) };
}

function decompose(op: string, a: Tensor): Decomposed {
  const s = new Float64Array(a.size);
  for (const [b, form] of schurOf(op, "a", a).entries()) s.set(eigenvectors(form), b * form.n ** 2);
  return { ...valuesOf(op, a), s: fromData(s, a.shape) };
}

/** The matrix C with V = S C: the identity, but for the blocks [1 1; i −i] of pairs. And its inverse. */
function pairing(im: Tensor): readonly [ComplexTensor, ComplexTensor] {
  const n = im.shape[im.ndim - 1];
  const [re, imaginary] = [new Float64Array(im.size * n), new Float64Array(im.size * n)];
  for (const [at, value] of im.data.entries()) {
    const k = at % n;
    if (value === 0) re[at * n + k] = 1;
    if (value > 0) re.set([1, 1], at * n + k);
    if (value < 0) imaginary.set([1, -1], at * n + k - 1);
  }
  const shape = [...im.shape, n];
  const [cr, ci] = [fromData(re, shape), fromData(imaginary, shape)];
  const halves = im.data.map((value) => (value === 0 ? 1 : 0.5));
  const half = fromData(halves, [...im.shape, 1]);
  return [
    { re: cr, im: ci },
    { re: mul(half, mT(cr)), im: neg(mul(half, mT(ci))) },
  ];
}

/** L X R */
function between(l: ComplexTensor, x: ComplexTensor, r: ComplexTensor): ComplexTensor {
  return complexProduct(complexProduct(l, x, product), r, product);
}

function complexProduct(a: ComplexTensor, b: ComplexTensor, by: (x: Tensor, y: Tensor) => Tensor): ComplexTensor {
  return { re: sub(by(a.re, b.re), by(a.im, b.im)), im: add(by(a.re, b.im), by(a.im, b.re)) };
}

/** 1/(λⱼ − λᵢ), 0 on the diagonal. */
function inverseGaps(op: string, { re, im }: ComplexTensor): ComplexTensor {
  const n = re.shape[re.ndim - 1];
  const one = fromData(
    Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0)),
    [n, n],
  );
  nonDifferentiable((plainRe: Tensor, plainIm: Tensor) => refuseRepeated(op, plainRe, plainIm))(re, im);
  const [dr, di] = [re, im].map((x) => sub(expandDims(x, -2), expandDims(x, -1)));
  const size = reciprocal(add(add(square(dr), square(di)), one));
  return { re: mul(dr, size), im: neg(mul(di, size)) };
}

/** Refuses plain eigenvalues that coincide. */
function refuseRepeated(op: string, re: Tensor, im: Tensor): void {
  const n = re.shape[re.ndim - 1];
  for (let start = 0; start < re.size; start += n) {
    const at = (i: number): readonly [number, number] => [re.data[start + i], im.data[start + i]];
    let most = 0;
    for (let i = 0; i < n; i++) most = Math.max(most, Math.hypot(...at(i)));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const gap = Math.hypot(at(i)[0] - at(j)[0], at(i)[1] - at(j)[1]);
        if (gap > 8 * Number.EPSILON * n * most) continue;
        throw new RepeatedValuesError(
          `${op}: the eigenvalues ${j} and ${i} (counted from 0) are both ${at(j)[0]} + ${at(j)[1]}i: those of a general ` +
            "matrix have derivatives only while they are distinct. For a symmetric matrix use eigvalsh or matrixFunction.",
          op,
        );
      }
    }
  }
}

/**
 * Eigenvalues, and a real basis S: eigenvectors of real eigenvalues, real and imaginary parts of those of pairs.
 *
 * With V = S C and M = V⁻¹ dA V, from A V = V diag(λ):
 *
 *     dλ = diagonal of M,   dV = V (M ∘ 1/(λⱼ − λᵢ)), zero on the diagonal of the factor
 *
 * for one scaling of the columns of V, on which dλ does not depend.
 */
const eigenRule: (a: Value, o: Asked) => Decomposed = /* @__PURE__ */ ruleWithAttributes({
  name: "eigvals",
  impl: (a: Tensor, { op }: Asked): Decomposed => decompose(op, a),
  jvp: ([da], _xs, { re, im, s }, { op }) => {
    if (da === undefined) return undefined;
    const [c, inverse] = pairing(concrete(im));
    const real = solve(s, product(da, s));
    const m = between(inverse, { re: real, im: zerosLike(real) }, c);
    const turn = complexProduct(m, inverseGaps(op, { re, im }), mul);
    return { re: diagonal(m.re), im: diagonal(m.im), s: product(s, between(c, turn, inverse).re) };
  },
});

/** The vectors as they are; what would be their derivative throws when it is used, and only then. */
const fixedRule: (v: Value) => Tensor = /* @__PURE__ */ rule({
  name: "eig",
  impl: (v: Tensor): Tensor => v,
  jvp: ([dv]) => (dv === undefined ? undefined : new NoTangent(dv.shape)),
  vjp: (_vbar) => [
    () => {
      throw noVectors();
    },
  ],
});

/** A tangent that does not exist: forward mode passes it on, also where nobody asks for it. */
class NoTangent extends TensorBase implements Tensor {
  readonly shape: readonly number[];

  constructor(shape: readonly number[]) {
    super();
    this.shape = shape;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  get ndim(): number {
    return this.shape.length;
  }

  get data(): Float64Array {
    throw noVectors();
  }

  item(): number {
    throw noVectors();
  }

  toArray(): NestedArray {
    throw noVectors();
  }

  override toString(): string {
    return "no derivative of eigenvectors";
  }
}

function noVectors(): RepeatedValuesError {
  return new RepeatedValuesError(
    "eig: eigenvectors of a general matrix have no derivative here: their scale and phase are arbitrary. For eigenvalues alone " +
      "use eigvals; for a symmetric matrix, eigh has vectors with derivatives.",
    "eig",
  );
}

/**
 * The eigenvalues of a general real matrix, in no particular order; complex ones in pairs, that with the positive imaginary
 * part first.
 *
 *     dλᵢ = (V⁻¹ dA V)ᵢᵢ
 *
 * where the columns of V are the eigenvectors; so only while eigenvalues are distinct.
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008; it holds
 * for complex pairs as it stands.
 *
 * @param a - [..., n, n]
 * @returns `{re, im}`, each [..., n]
 * @throws {RepeatedValuesError} for the derivative where two eigenvalues coincide
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { eigvals } from "@wengert/linalg";
 *
 * eigvals(tensor([[0, -2], [2, 0]])).im.toArray(); // => [2, -2]
 */
export function eigvals(a: Value): ComplexTensor {
  const matrix = resolve(a, "eigvals");
  orderOf("eigvals", "a", matrix);
  if (!isTraced(matrix)) return valuesOf("eigvals", matrix);
  const { re, im } = eigenRule(matrix, { op: "eigvals" });
  return { re, im };
}

/**
 * The eigenvalues of a general real matrix, as `eigvals` has them, and eigenvectors: A V = V diag(λ). The values are
 * differentiable while they are distinct. The vectors, whose scale and phase are arbitrary, are not: what would be
 * their derivative throws when it is used.
 *
 * @param a - [..., n, n]
 * @returns `{values: {re, im}, vectors: {re, im}}`: values [..., n], vectors [..., n, n] in columns, of length 1
 * @throws {RepeatedValuesError} for a derivative of vectors, or of values that coincide
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { eig } from "@wengert/linalg";
 *
 * const { values, vectors } = eig(tensor([[3, 0], [0, -1]]));
 * values.re.toArray(); // => [3, -1]
 * vectors.re.toArray(); // => [[1, 0], [0, 1]]
 */
export function eig(a: Value): Eigen {
  const matrix = resolve(a, "eig");
  orderOf("eig", "a", matrix);
  const { re, im, s } = eigenRule(matrix, { op: "eig" });
  const [c] = pairing(concrete(im));
  return { values: { re, im }, vectors: { re: fixedRule(product(s, c.re)), im: fixedRule(product(s, c.im)) } };
}
