import { ShapeError, type Tensor } from "@wengert/array";
import {
  broadcastShapes,
  elementsOf,
  fromData,
  presenceOf,
  scalar,
  showShape,
  sizeOf,
  withPresence,
} from "@wengert/array/author";
import { broadcastTo, expandDims, mul } from "@wengert/ops";
import { sumTo } from "@wengert/ops/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { type Arithmetic, binary, type Cell, type Elements } from "@wengert/rule/library";

const dotRule: (a: Value, b: Value) => Tensor = /* @__PURE__ */ binary({
  name: "dot",
  spelling: spelledDot,
  impl: (a: Tensor, b: Tensor): Tensor => {
    const y = a.ndim === 1 && b.ndim === 1 ? scalar(innerProduct(elementsOf(a), elementsOf(b))) : rows(a, b);
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
  const shape = broadcastShapes("dot", a.shape.slice(0, -1), b.shape.slice(0, -1));
  const [x, y] = [a, b].map((vectors) => broadcastTo(vectors, [...shape, n]).data);
  const out = Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
    innerProduct(x.subarray(i * n, (i + 1) * n), y.subarray(i * n, (i + 1) * n)),
  );
  return fromData(out, shape);
}

/** The same where some elements of a tangent do not depend: these contribute nothing, not even against ∞. */
function depending(a: Tensor, b: Tensor, shape: readonly number[]): Tensor {
  const n = a.shape[a.ndim - 1];
  const [x, y, p, q] = [a, b, presenceOf(a), presenceOf(b)].map(
    (vectors) => vectors && broadcastTo(vectors, [...shape, n]).data,
  );
  const [out, present] = [new Float64Array(sizeOf(shape)), new Float64Array(sizeOf(shape))];
  for (let i = 0; i < out.length * n; i++) {
    if (p?.[i] === 0 || q?.[i] === 0) continue;
    const at = Math.floor(i / n);
    present[at] = 1;
    out[at] += (x as Float64Array)[i] * (y as Float64Array)[i];
  }
  return withPresence(fromData(out, shape), fromData(present, shape));
}

/** The same number by number. */
function spelledDot(
  [a, b]: readonly Elements[],
  arithmetic: Arithmetic,
): { readonly cells: readonly Cell[]; readonly presence: undefined } | undefined {
  if (a.shape.length !== 1 || b.shape.length !== 1 || a.presence !== undefined || b.presence !== undefined)
    return undefined;
  const add = (x: Cell, y: Cell): Cell => arithmetic.operator("+", x, y);
  const sums = [0, 0, 0, 0].map((zero) => arithmetic.constant(zero));
  const whole = a.cells.length & ~3;
  for (const [i, cell] of a.cells.entries()) {
    const lane = i < whole ? i % 4 : 0;
    sums[lane] = add(sums[lane], arithmetic.operator("*", cell, b.cells[i]));
  }
  return { cells: [add(add(sums[0], sums[1]), add(sums[2], sums[3]))], presence: undefined };
}

/** Σ x·y in four partial sums, which the processor can add in parallel. */
function innerProduct(x: Float64Array, y: Float64Array): number {
  const whole = x.length & ~3;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += x[i] * y[i];
    s1 += x[i + 1] * y[i + 1];
    s2 += x[i + 2] * y[i + 2];
    s3 += x[i + 3] * y[i + 3];
  }
  for (let i = whole; i < x.length; i++) s0 += x[i] * y[i];
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
  const [x, y] = [resolve(a, "dot", 0), resolve(b, "dot", 1)];
  if (x.ndim === 1 && y.ndim === 1 && x.size === y.size) return dotRule(x, y);
  const remedy =
    x.ndim === 1 && y.ndim === 1
      ? "They must be equally long."
      : "It takes two vectors. Use matmul or matvec with matrices, mul with scalars.";
  throw new ShapeError(`dot: shapes ${showShape(x.shape)} and ${showShape(y.shape)}. ${remedy}`, "dot");
}
