import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { expectArray, expectNoMore, showShape } from "@wengert/array/author";
import { mul, reshape } from "@wengert/ops";
import { axisOf } from "@wengert/ops/author";
import { resolve, type Value } from "@wengert/rule";
import { sharedBatch } from "../batch/batch.ts";
import { contract } from "./contraction.ts";
import { dot } from "./dot.ts";

/**
 * Contracts axes of one tensor with axes of another: y = Σ a[…, s] b[s, …] over all positions s along them. The result has
 * the other axes of a, and then those of b.
 *
 *     dy = da·b + a·db,   ā = ȳ·b over the axes of b that are left,   b̄ = a·ȳ likewise
 *
 * @param axes - a number k: the last k axes of a with the first k of b; or which axes of each, in pairs. Default 2
 * @throws {ShapeError} when the axes differ in length, or do not exist
 * @throws {ArgumentError} when there are not equally many on both sides
 * @example
 * import { tensor } from "@wengert/array";
 * import { tensordot } from "@wengert/linalg";
 *
 * const a = tensor([[1, 2], [3, 4]]);
 * tensordot(a, a, 1).toArray(); // => [[7, 10], [15, 22]]
 * tensordot(a, a, [[0, 1], [1, 0]]).item(); // => 29
 */
export function tensordot(
  a: Value,
  b: Value,
  axes: number | readonly [readonly number[], readonly number[]] = 2,
): Tensor {
  expectNoMore("tensordot", arguments[3]);
  const [left, right] = [resolve(a, "tensordot", 0), resolve(b, "tensordot", 1)];
  if (typeof axes !== "number") {
    expectArray("tensordot", "axes", axes);
    for (const list of [axes[0], axes[1]]) expectArray("tensordot", "axes, for each operand,", list);
  }
  const [of, by] = typeof axes === "number" ? outermost(left, right, axes) : axes;
  if (of.length !== by.length) {
    throw new ArgumentError(
      `tensordot: axes has ${of.length} for a and ${by.length} for b; they go in pairs.`,
      "tensordot",
    );
  }
  const ones = of.map((axis) => left.ndim + axisOf("tensordot", left, axis));
  const others = by.map((axis) => right.ndim + axisOf("tensordot", right, axis));
  const labels = [...left.shape.keys()];
  const rest = [...right.shape.keys()].map((axis) => left.ndim + axis);
  for (const [i, one] of ones.entries()) {
    const other = others[i];
    if (left.shape[one] !== right.shape[other] || ones.indexOf(one) !== i || others.indexOf(other) !== i) {
      throw new ShapeError(
        `tensordot: axis ${one} of a of shape ${showShape(left.shape)} and axis ${other} of b of shape ` +
          `${showShape(right.shape)} must be equally long, and each be named once.`,
        "tensordot",
      );
    }
    rest[other] = one;
  }
  const out = [...labels.filter((label) => !ones.includes(label)), ...rest.filter((label) => label >= left.ndim)];
  return contract([left, right], [labels, rest], out);
}

function outermost(a: Tensor, b: Tensor, count: number): readonly [readonly number[], readonly number[]] {
  if (!Number.isInteger(count) || count < 0 || count > Math.min(a.ndim, b.ndim)) {
    throw new ShapeError(
      `tensordot: ${count} axes of a of shape ${showShape(a.shape)} and b of shape ${showShape(b.shape)}: both need as many.`,
      "tensordot",
    );
  }
  const places = Array.from({ length: count }, (_, i) => i);
  return [places.map((i) => a.ndim - count + i), places];
}

/**
 * The inner product of all elements of two tensors of one shape, y = Σ aᵢ bᵢ.
 *
 *     dy = da·b + a·db,   ā = ȳ b,   b̄ = ȳ a
 *
 * @returns a scalar
 * @throws {ShapeError} when the shapes differ
 * @example
 * import { tensor } from "@wengert/array";
 * import { vdot } from "@wengert/linalg";
 *
 * vdot(tensor([[1, 2], [3, 4]]), tensor([[1, 0], [0, 1]])).item(); // => 5
 */
export function vdot(a: Value, b: Value): Tensor {
  expectNoMore("vdot", arguments[2]);
  const [left, right] = [resolve(a, "vdot", 0), resolve(b, "vdot", 1)];
  if (left.shape.join() === right.shape.join()) return dot(reshape(left, [left.size]), reshape(right, [right.size]));
  throw new ShapeError(
    `vdot: shapes ${showShape(left.shape)} and ${showShape(right.shape)} differ. Use tensordot to contract some axes only.`,
    "vdot",
  );
}

/**
 * Kronecker's product: every entry of a times the whole of b, in its place.
 *
 *     y[i p + k, j q + l] = a[i, j] b[k, l]   for b of shape [p, q]
 *
 * @param a - [..., m, n], or [n]
 * @param b - [..., p, q], or [q]; the leading axes broadcast
 * @returns [..., m p, n q], or [n q]
 * @throws {ShapeError} for scalars, a vector and a matrix, and when the leading axes do not broadcast
 * @example
 * import { tensor } from "@wengert/array";
 * import { kron } from "@wengert/linalg";
 *
 * kron(tensor([[1, 2]]), tensor([[0, 1], [1, 0]])).toArray(); // => [[0, 1, 0, 2], [1, 0, 2, 0]]
 */
export function kron(a: Value, b: Value): Tensor {
  expectNoMore("kron", arguments[2]);
  const [left, right] = [resolve(a, "kron", 0), resolve(b, "kron", 1)];
  if (left.ndim === 1 && right.ndim === 1) {
    return reshape(mul(reshape(left, [left.size, 1]), right), [left.size * right.size]);
  }
  if (left.ndim < 2 || right.ndim < 2) {
    throw new ShapeError(
      `kron: shapes ${showShape(left.shape)} and ${showShape(right.shape)}: it takes two matrices, or two vectors.`,
      "kron",
    );
  }
  const batch = sharedBatch("kron", [left, right]);
  const [[m, n], [p, q]] = [left.shape.slice(-2), right.shape.slice(-2)];
  const entries = reshape(left, [...left.shape.slice(0, -2), m, 1, n, 1]);
  const copies = reshape(right, [...right.shape.slice(0, -2), 1, p, 1, q]);
  return reshape(mul(entries, copies), [...batch, m * p, n * q]);
}
