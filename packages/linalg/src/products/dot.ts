import { ShapeError, type Tensor } from "@wengert/array";
import {
  allocate,
  elementsOf,
  expectNoMore,
  fromData,
  presenceOf,
  scalar,
  showShape,
  sizeOf,
  withPresence,
} from "@wengert/array/author";
import { expandDims, mul } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { type Arithmetic, binary, type Cell, type Elements, type Spelled } from "@wengert/rule/library";
import { match } from "../batch/batch.ts";
import { marked, spelledTerms } from "./spelledproduct.ts";

const dotRule: (a: Value, b: Value) => Tensor = /* @__PURE__ */ binary({
  name: "dot",
  spelling: spelledDot,
  impl: (a: Tensor, b: Tensor): Tensor => {
    const y =
      a.ndim === 1 && b.ndim === 1 ? scalar(innerProduct(elementsOf(a), 0, elementsOf(b), 0, a.size)) : rows(a, b);
    return presenceOf(a) === undefined && presenceOf(b) === undefined ? y : depending(a, b, y.shape);
  },
  jvp: ([da, db], [a, b]) =>
    addTangents([...(da === undefined ? [] : [dotRule(da, b)]), ...(db === undefined ? [] : [dotRule(a, db)])]),
  cotangent: (k, ybar, _y, a, b) =>
    k === 0 ? sumTo(mul(perVector(ybar), b), a.shape) : sumTo(mul(perVector(ybar), a), b.shape),
});

/** A number for each vector. */
function perVector(y: Tensor): Tensor {
  return y.ndim === 0 ? y : expandDims(y, -1);
}

/** The same for vectors along the last axis. */
function rows(a: Tensor, b: Tensor): Tensor {
  const n = a.shape[a.ndim - 1];
  const { batch, count, starts } = match("dot", asRows(a), asRows(b));
  const [x, y, out] = [elementsOf(a), elementsOf(b), allocate(count)];
  for (let i = 0; i < count; i++) out[i] = innerProduct(x, starts[0][i], y, starts[1][i], n);
  return fromData(out, batch);
}

const PRESENT = /* @__PURE__ */ scalar(1);

/** Each vector as a matrix of one row: where they stand is looked up of these. */
function asRows(vectors: Tensor): Tensor {
  return fromData(elementsOf(vectors), vectors.shape.toSpliced(-1, 0, 1));
}

/** The same where some elements of a tangent do not depend: these contribute 0, also against ∞. */
function depending(a: Tensor, b: Tensor, shape: readonly number[]): Tensor {
  const n = a.shape[a.ndim - 1];
  const [x, y] = [elementsOf(a), elementsOf(b)];
  const [p, q] = [a, b].map((vectors) => elementsOf(presenceOf(vectors) ?? PRESENT));
  const { starts } = match("dot", asRows(a), asRows(b));
  const [out, present] = [new Float64Array(sizeOf(shape)), new Float64Array(sizeOf(shape))];
  const [left, right] = [new Float64Array(n), new Float64Array(n)];
  for (let at = 0; at < out.length; at++) {
    for (let k = 0, i = starts[0][at], j = starts[1][at]; k < n; k++, i++, j++) {
      const absent = p[p.length === 1 ? 0 : i] === 0 || q[q.length === 1 ? 0 : j] === 0;
      left[k] = absent ? 0 : x[i];
      right[k] = absent ? 0 : y[j];
      if (!absent) present[at] = 1;
    }
    out[at] = innerProduct(left, 0, right, 0, n);
  }
  return withPresence(fromData(out, shape), fromData(present, shape));
}

/** The same number by number. */
function spelledDot([a, b]: readonly Elements[], arithmetic: Arithmetic): Spelled | undefined {
  if (a.shape.length !== 1 || b.shape.length !== 1) return undefined;
  const { terms, mark } = spelledTerms(a.cells.length, a, 0, 1, b, 0, 1, arithmetic);
  const add = (x: Cell, y: Cell): Cell => arithmetic.operator("+", x, y);
  const sums = [0, 0, 0, 0].map((zero) => arithmetic.constant(zero));
  const whole = terms.length & ~3;
  for (const [i, term] of terms.entries()) {
    const lane = i < whole ? i % 4 : 0;
    sums[lane] = add(sums[lane], term);
  }
  return marked([add(add(sums[0], sums[1]), add(sums[2], sums[3]))], [mark], arithmetic);
}

/** Σ x·y of n numbers from a place on, in four partial sums, which the processor can add in parallel. */
function innerProduct(x: Float64Array, p: number, y: Float64Array, q: number, n: number): number {
  const whole = n & ~3;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += x[p + i] * y[q + i];
    s1 += x[p + i + 1] * y[q + i + 1];
    s2 += x[p + i + 2] * y[q + i + 2];
    s3 += x[p + i + 3] * y[q + i + 3];
  }
  for (let i = whole; i < n; i++) s0 += x[p + i] * y[q + i];
  return s0 + s1 + (s2 + s3);
}

/**
 * The inner product of two vectors, y = Σ aᵢ bᵢ.
 *
 *     dy = da·b + a·db,   ā = ȳ b,   b̄ = ȳ a
 *
 * Vectors only: what NumPy's `dot` makes of more axes is better said by `matmul`, `matvec` or `outer`.
 *
 * @param a - [n]
 * @param b - [n]
 * @returns a scalar
 * @throws {ShapeError} unless both are vectors of one length
 * @example
 * import { tensor } from "@wengert/array";
 * import { dot } from "@wengert/linalg";
 *
 * dot(tensor([1, 2, 3]), tensor([4, 5, 6])).item(); // => 32
 */
export function dot(a: Value, b: Value): Tensor {
  expectNoMore("dot", arguments[2]);
  const [x, y] = [resolve(a, "dot", 0), resolve(b, "dot", 1)];
  if (x.ndim === 1 && y.ndim === 1 && x.size === y.size) return dotRule(x, y);
  const remedy =
    x.ndim === 1 && y.ndim === 1
      ? "They must be equally long."
      : "It takes two vectors. Use matmul or matvec with matrices, mul with scalars.";
  throw new ShapeError(`dot: shapes ${showShape(x.shape)} and ${showShape(y.shape)}. ${remedy}`, "dot");
}
