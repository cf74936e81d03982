import type { Kernels, Tensor } from "@wengert/array";
import { differenceKernels, fromData } from "@wengert/array/author";
import { sumTo } from "@wengert/ops/author";
import { addTangents, type Value, zerosLike } from "@wengert/rule";
import { rule, ruleWithAttributes } from "@wengert/rule/library";
import { match } from "../batch/batch.ts";
import { anyDependence, dependingProducts, dependingWeighted } from "./dependence.ts";

/*
 * Two operations on differences of rows, closed under differentiation, so that no derivative is ever rearranged into a
 * difference of large sums:
 *
 *     P(x, y, u, v)ᵢⱼ = Σₖ (xᵢₖ − yⱼₖ)(uᵢₖ − vⱼₖ)       products of differences
 *     W(w, x, y)ᵢₖ = Σⱼ wᵢⱼ (xᵢₖ − yⱼₖ)                 weighted differences; Wᵀ the same with wᵀ
 *
 * P is bilinear in (x, y) and (u, v), W in w and (x, y), and their cotangents are
 *
 *     P   ū = W(P̄, x, y),   v̄ = Wᵀ(P̄, y, x),   and x̄, ȳ likewise from u and v
 *     W   w̄ = P(x, y, W̄, 0),   x̄ = W(w, W̄, 0),   ȳ = Wᵀ(w, 0, W̄)
 */

export type Differences = Required<NonNullable<Kernels["differences"]>>;

/** The kernel in use for n and m points of d coordinates, if there is one and the points are enough for it to be quicker (measured). */
export function kernelFor<K extends keyof Differences>(
  n: number,
  m: number,
  d: number,
  name: K,
): Differences[K] | undefined {
  return n < 16 || m < 16 || n * m * d < 1024 ? undefined : differenceKernels()?.[name];
}

/** Plain rows [n, d] as columns [d, n]: inner loops run over points, of which there are many, not over coordinates. */
export function columnsOf(x: Float64Array, start: number, n: number, d: number): Float64Array {
  if (d === 1) return x.subarray(start, start + n);
  const out = new Float64Array(n * d);
  for (let i = 0, at = start; i < n; i++) for (let k = 0; k < d; k++) out[k * n + i] = x[at++];
  return out;
}

/**
 * P(x, y, u, v)
 *
 * @param x - [..., n, d], as u
 * @param y - [..., m, d], as v
 * @returns [..., n, m]
 */
export const differenceProducts: (x: Value, y: Value, u: Value, v: Value) => Tensor = /* @__PURE__ */ rule({
  name: "differenceProducts",
  impl: (x: Tensor, y: Tensor, u: Tensor, v: Tensor): Tensor => {
    const { batch, count, starts } = match("differenceProducts", x, y, u, v);
    const [n, d] = x.shape.slice(-2);
    const m = y.shape[y.ndim - 2];
    const shape = [...batch, n, m];
    if (anyDependence(x, y, u, v)) return dependingProducts([x, y, u, v], { n, m, d, count, starts }, shape);
    const out = new Float64Array(count * n * m);
    for (let b = 0; b < count; b++) {
      const [xStart, yStart, uStart, vStart] = starts.map((start) => start[b]);
      const [ys, vs] = [columnsOf(y.data, yStart, m, d), columnsOf(v.data, vStart, m, d)];
      for (let i = 0; i < n; i++) {
        const row = (b * n + i) * m;
        for (let k = 0; k < d; k++) {
          const [xik, uik, from] = [x.data[xStart + i * d + k], u.data[uStart + i * d + k], k * m];
          for (let j = 0; j < m; j++) out[row + j] += (xik - ys[from + j]) * (uik - vs[from + j]);
        }
      }
    }
    return fromData(out, shape);
  },
  jvp: ([dx, dy, du, dv], [x, y, u, v]) => addTangents([...moved(dx, dy, x, y, u, v), ...moved(du, dv, u, v, x, y)]),
  vjp: (zbar, [x, y, u, v]) => [
    () => weightedTo(x, zbar, u, v),
    () => weightedTo(y, zbar, v, u, true),
    () => weightedTo(u, zbar, x, y),
    () => weightedTo(v, zbar, y, x, true),
  ],
});

/** The tangent of P through one of its two pairs; nothing where neither moves. */
function moved(
  dx: Tensor | undefined,
  dy: Tensor | undefined,
  x: Tensor,
  y: Tensor,
  u: Tensor,
  v: Tensor,
): readonly Tensor[] {
  if (dx === undefined && dy === undefined) return [];
  return [differenceProducts(dx ?? zerosLike(x), dy ?? zerosLike(y), u, v)];
}

interface Weights {
  readonly transpose: boolean;
}

const weightedRule: (w: Value, x: Value, y: Value, o: Weights) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "weightedDifferences",
  impl: (w: Tensor, x: Tensor, y: Tensor, { transpose }: Weights): Tensor => {
    const { batch, count, starts } = match("weightedDifferences", w, x, y);
    const [n, d] = x.shape.slice(-2);
    const m = y.shape[y.ndim - 2];
    const shape = [...batch, n, d];
    if (anyDependence(w, x, y)) return dependingWeighted([w, x, y], { n, m, d, count, starts }, transpose, shape);
    const out = new Float64Array(count * n * d);
    const kernel = kernelFor(n, m, d, "weightedDifferences");
    const write = transpose ? writeTransposed : writeWeighted;
    for (let b = 0; b < count; b++) {
      const [wStart, xStart, yStart] = starts.map((start) => start[b]);
      if (kernel !== undefined) {
        kernel(transpose, n, m, d, w.data, wStart, x.data, xStart, y.data, yStart, out, b * n * d);
        continue;
      }
      write(w.data.subarray(wStart), x.data.subarray(xStart), y.data.subarray(yStart), n, m, d, out, b * n * d);
    }
    return fromData(out, shape);
  },
  jvp: ([dw, dx, dy], [w, x, y], _z, o) =>
    addTangents([
      ...(dw === undefined ? [] : [weightedRule(dw, x, y, o)]),
      ...(dx === undefined && dy === undefined ? [] : [weightedRule(w, dx ?? zerosLike(x), dy ?? zerosLike(y), o)]),
    ]),
  vjp: (zbar, [w, x, y], _z, { transpose }) => [
    () => {
      const zero = zerosLike(y);
      return sumTo(transpose ? differenceProducts(y, x, zero, zbar) : differenceProducts(x, y, zbar, zero), w.shape);
    },
    () => weightedTo(x, w, zbar, zerosLike(y), transpose),
    () => weightedTo(y, w, zerosLike(y), zbar, !transpose),
  ],
});

/** W: both the row of w and the column of y are read in order. */
function writeWeighted(
  w: Float64Array,
  x: Float64Array,
  y: Float64Array,
  n: number,
  m: number,
  d: number,
  out: Float64Array,
  to: number,
): void {
  const ys = columnsOf(y, 0, m, d);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d; k++) {
      const xik = x[i * d + k];
      let total = 0;
      for (let j = 0, row = i * m, from = k * m; j < m; j++) total += w[row + j] * (xik - ys[from + j]);
      out[to + i * d + k] = total;
    }
  }
}

/** Wᵀ: w is read by its rows again, each of which adds to all results. */
function writeTransposed(
  w: Float64Array,
  x: Float64Array,
  y: Float64Array,
  n: number,
  m: number,
  d: number,
  out: Float64Array,
  to: number,
): void {
  const xs = columnsOf(x, 0, n, d);
  const totals = new Float64Array(n * d);
  for (let j = 0; j < m; j++) {
    for (let k = 0; k < d; k++) {
      const yjk = y[j * d + k];
      for (let i = 0, row = j * n, at = k * n; i < n; i++) totals[at + i] += w[row + i] * (xs[at + i] - yjk);
    }
  }
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) out[to + i * d + k] = totals[k * n + i];
}

/**
 * W(w, x, y), or Wᵀ, summed over batches to the shape of a tensor: the cotangent of that tensor.
 *
 * @param w - [..., n, m]; [..., m, n] if transposed
 * @param x - [..., n, d]
 * @param y - [..., m, d]
 * @returns [..., n, d]
 */
export function weightedTo(like: Tensor, w: Tensor, x: Tensor, y: Tensor, transpose: boolean = false): Tensor {
  return sumTo(weightedRule(w, x, y, { transpose }), like.shape);
}
