import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { cleared, expectOptions, fromData, presenceOf, withPresence } from "@wengert/array/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { describe } from "../arguments.ts";
import { lengthOf } from "../axes.ts";
import { blocksOf } from "../indexing/blocks.ts";
import { flip, sliceAxis } from "../indexing/slice.ts";
import { sumTo } from "../shape/broadcastto.ts";

/** How much of a convolution is wanted. */
export interface ConvolveOptions {
  /** All of it, as long as the longer argument around the middle, or where the two overlap completely. Default "full". */
  readonly mode?: "full" | "same" | "valid";
}

/**
 * z_k = Σ a_i v_{k−i}, over the last axis. It is bilinear, and its transposes are convolutions with the reverse:
 *
 *     dz = da ∗ v + a ∗ dv
 *     ā_i = (z̄ ∗ reverse v)_{i+m−1},   v̄_j = (z̄ ∗ reverse a)_{j+n−1}
 */
const fullConvolution: (a: Value, v: Value) => Tensor = /* @__PURE__ */ rule({
  name: "convolve",
  impl: (a: Tensor, v: Tensor): Tensor => {
    const [p, q] = [presenceOf(a), presenceOf(v)];
    if (p === undefined && q === undefined) return convolved(a, v);
    // What does not depend is left out, so that it stays 0 against ∞ too.
    const [left, right] = [p ?? onesOf(a), q ?? onesOf(v)];
    return withPresence(convolved(a, v, left.data, right.data), convolved(left, right));
  },
  jvp: ([da, dv], [a, v]) => {
    const terms = da === undefined ? [] : [fullConvolution(da, v)];
    return addTangents(dv === undefined ? terms : [...terms, fullConvolution(a, dv)]);
  },
  vjp: (zbar, [a, v]) => [() => reversed(zbar, v, a), () => reversed(zbar, a, v)],
});

/** The cotangent of `wanted` from that of the convolution with `other`. */
function reversed(zbar: Tensor, other: Tensor, wanted: Tensor): Tensor {
  const all = fullConvolution(zbar, flip(other, -1));
  return sumTo(sliceAxis(all, -1, lengthOf(other, -1) - 1, lengthOf(wanted, -1)), wanted.shape);
}

function onesOf({ size, shape }: Tensor): Tensor {
  return fromData(new Float64Array(size).fill(1), shape);
}

/** @param p - where a depends, and q where v does; the other products are left out */
function convolved(a: Tensor, v: Tensor, p?: Float64Array, q?: Float64Array): Tensor {
  const [n, m] = [lengthOf(a, -1), lengthOf(v, -1)];
  const length = n + m - 1;
  const blocks = blocksOf("convolve", a.shape.slice(0, -1), v.shape.slice(0, -1));
  const out = cleared(blocks.count * length);
  const [x, y] = [a.data, v.data];
  for (let b = 0; b < blocks.count; b++) {
    const [i0, j0] = [blocks.left(b) * n, blocks.right(b) * m];
    for (let i = 0; i < n; i++) {
      if (p !== undefined && p[i0 + i] === 0) continue;
      const [factor, to] = [x[i0 + i], b * length + i];
      if (q === undefined) for (let j = 0; j < m; j++) out[to + j] += factor * y[j0 + j];
      else for (let j = 0; j < m; j++) if (q[j0 + j] !== 0) out[to + j] += factor * y[j0 + j];
    }
  }
  return fromData(out, [...blocks.shape, length]);
}

/**
 * The convolution of two sequences, z_k = Σ a_i v_{k−i}: NumPy's `convolve`, over the last axis; leading axes broadcast.
 *
 * @param a - [..., n]
 * @param v - [..., m]
 * @returns [..., n + m − 1]; for "same" max(n, m) elements of it, for "valid" |n − m| + 1
 * @throws {ShapeError} for a scalar, or a sequence without elements
 * @throws {ArgumentError} for an unknown mode
 * @example
 * convolve(tensor([1, 2, 3]), tensor([0, 1, 0.5])).toArray(); // => [0, 1, 2.5, 4, 1.5]
 * convolve(tensor([1, 2, 3]), tensor([0, 1, 0.5]), { mode: "same" }).toArray(); // => [1, 2.5, 4]
 */
export function convolve(a: Value, v: Value, options: ConvolveOptions = {}): Tensor {
  expectOptions("convolve", options, ["mode"]);
  const { mode = "full" } = options;
  const [left, right] = [a, v].map((x, i) => resolve(x, "convolve", i));
  for (const x of [left, right]) {
    if (x.ndim > 0 && lengthOf(x, -1) > 0) continue;
    throw new ShapeError("convolve: both arguments must have at least one element along the last axis.", "convolve");
  }
  const z = fullConvolution(left, right);
  const [short, long] = [lengthOf(left, -1), lengthOf(right, -1)].sort((n, m) => n - m);
  if (mode === "full") return z;
  if (mode === "same") return sliceAxis(z, -1, Math.floor((short - 1) / 2), long);
  if (mode === "valid") return sliceAxis(z, -1, short - 1, long - short + 1);
  throw new ArgumentError(`convolve: mode must be "full", "same" or "valid", not ${describe(mode)}.`, "convolve");
}
