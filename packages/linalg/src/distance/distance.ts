import { ShapeError, type Tensor } from "@wengert/array";
import {
  allocate,
  copied,
  elementsOf,
  expectNoMore,
  fromData,
  presenceOf,
  showShape,
  withPresence,
} from "@wengert/array/author";
import { add, mul } from "@wengert/ops";
import { resolve, type Value, zerosLike } from "@wengert/rule";
import { linear, rule } from "@wengert/rule/library";
import { aligned, checkMatrix, match } from "../batch/batch.ts";
import { columnsOf, type Differences, differenceProducts, kernelFor, weightedTo } from "./rowdifferences.ts";

const distanceRule: (x: Value, y: Value) => Tensor = /* @__PURE__ */ rule({
  name: "pairwiseSquaredDistance",
  impl: distances,
  jvp: ([dx, dy], [x, y]) =>
    dx === undefined && dy === undefined
      ? undefined
      : differenceProducts(
          x,
          y,
          dx === undefined ? zerosLike(x) : mul(2, dx),
          dy === undefined ? zerosLike(y) : mul(2, dy),
        ),
  vjp: (zbar, [x, y]) => [() => mul(2, weightedTo(x, zbar, x, y)), () => mul(2, weightedTo(y, zbar, y, x, true))],
  reads: () => [0, 1],
});

function distances(x: Tensor, y: Tensor): Tensor {
  const { batch, count, starts } = match("pairwiseSquaredDistance", x, y);
  const [n, d] = x.shape.slice(-2);
  const m = y.shape[y.ndim - 2];
  const squares = kernelFor(n, m, d, "squaredDistances") ?? squaredDistances;
  const out = allocate(count * n * m);
  for (let b = 0; b < count; b++)
    squares(n, m, d, elementsOf(x), starts[0][b], elementsOf(y), starts[1][b], out, b * n * m);
  return fromData(out, [...batch, n, m]);
}

/** The distances of points from each other. The diagonal is 0 and does not depend on them. */
const ownDistanceRule: (x: Value) => Tensor = /* @__PURE__ */ rule({
  name: "pairwiseSquaredDistance",
  impl: (x: Tensor): Tensor => distances(x, x),
  jvp: ([dx], [x]) => {
    if (dx === undefined) return undefined;
    const moved = mul(2, dx);
    return offDiagonal(differenceProducts(x, x, moved, moved));
  },
  vjp: (zbar, [x]) => {
    const weights = weightsOf(zbar);
    return [() => mul(2, add(weightedTo(x, weights, x, x), weightedTo(x, weights, x, x, true)))];
  },
  reads: () => [0],
});

/** A tangent or cotangent whose diagonal does not depend on anything: a mask, and so its own transpose. */
const offDiagonal: (a: Value) => Tensor = /* @__PURE__ */ linear({
  name: "pairwiseSquaredDistance",
  leavesOut: true,
  impl: (a: Tensor): Tensor => fromData(withoutDiagonal(a), a.shape),
  transpose: (ybar) => offDiagonal(ybar),
});

function withoutDiagonal(a: Tensor): Float64Array {
  const out = copied(elementsOf(a));
  for (const at of diagonalOf(a)) out[at] = 0;
  return out;
}

/** The positions of the diagonals of square matrices. */
function diagonalOf(a: Tensor): readonly number[] {
  const n = a.shape[a.ndim - 1];
  return Array.from({ length: n === 0 ? 0 : a.size / n }, (_, row) => row * n + (row % n));
}

/**
 * Weights of differences of points, without those of a point from itself. Such a difference is 0, so a weight on the
 * diagonal matters only where it is no number.
 */
const weightsOf: (w: Value) => Tensor = /* @__PURE__ */ rule({
  name: "pairwiseSquaredDistance",
  impl: (w: Tensor): Tensor => {
    const presence = presenceOf(w);
    if (presence !== undefined) {
      return withPresence(fromData(withoutDiagonal(w), w.shape), fromData(withoutDiagonal(presence), w.shape));
    }
    const finite = diagonalOf(w).every((at) => Number.isFinite(w.data[at]));
    return fromData(finite ? w.data : withoutDiagonal(w), w.shape);
  },
  jvp: ([dw]) => (dw === undefined ? undefined : offDiagonal(dw)),
  vjp: (ybar) => [() => offDiagonal(ybar)],
});

/** The plain loops: over points, of which there are many, not over coordinates. */
export const squaredDistances: Differences["squaredDistances"] = (n, m, d, x, xOffset, y, yOffset, out, outOffset) => {
  out.fill(0, outOffset, outOffset + n * m);
  const ys = columnsOf(y, yOffset, m, d);
  for (let i = 0; i < n; i++) {
    const row = outOffset + i * m;
    for (let k = 0, from = 0; k < d; k++, from += m) {
      const xik = x[xOffset + i * d + k];
      for (let j = 0; j < m; j++) {
        const difference = xik - ys[from + j];
        out[row + j] += difference * difference;
      }
    }
  }
};

/**
 * Squared Euclidean distances between all rows of x and all rows of y.
 *
 *     Dᵢⱼ = Σₖ (xᵢₖ − yⱼₖ)²
 *     dDᵢⱼ = 2 Σₖ (xᵢₖ − yⱼₖ)(dxᵢₖ − dyⱼₖ)
 *     x̄ᵢₖ = 2 Σⱼ D̄ᵢⱼ (xᵢₖ − yⱼₖ),   ȳⱼₖ = −2 Σᵢ D̄ᵢⱼ (xᵢₖ − yⱼₖ)
 *
 * Value and derivatives, of every order, are computed from the differences themselves. The Gram form |x|² + |y|² − 2 x·y
 * is a matrix product, and loses what |x|² and |x − y|² differ in: seven digits for months of a year near 1958. So equal
 * rows have distance and derivative exactly 0. Without y, the diagonal is 0 and depends on nothing, at every order: √ of it
 * has a gradient.
 *
 * @param x - [..., n, d]; points of one coordinate are [n, 1]
 * @param y - [..., m, d], by default x; the leading axes broadcast
 * @returns [..., n, m]
 * @throws {ShapeError} when rows differ in length, or the leading axes do not broadcast
 * @example
 * import { tensor } from "@wengert/array";
 * import { pairwiseSquaredDistance } from "@wengert/linalg";
 *
 * pairwiseSquaredDistance(tensor([[0, 0], [3, 4]])).toArray(); // => [[0, 25], [25, 0]]
 */
export function pairwiseSquaredDistance(x: Value, y: Value = x): Tensor {
  expectNoMore("pairwiseSquaredDistance", arguments[2]);
  const [left, right] = rowsOf("pairwiseSquaredDistance", x, y);
  return y === x ? ownDistanceRule(left) : distanceRule(left, right);
}

/**
 * The two sets of points of a distance, with equally many axes.
 *
 * @throws {ShapeError} when they are no matrices, or their rows differ in length
 */
export function rowsOf(op: string, x: Value, y: Value): readonly [x: Tensor, y: Tensor] {
  const [left, right] = [resolve(x, op, 0), resolve(y, op, 1)];
  checkMatrix(op, "x", left);
  checkMatrix(op, "y", right);
  const [d, other] = [left.shape[left.ndim - 1], right.shape[right.ndim - 1]];
  if (d === other) return aligned(left, right);
  throw new ShapeError(
    `${op}: rows of x of shape ${showShape(left.shape)} have ${d} coordinates, rows of y of shape ` +
      `${showShape(right.shape)} have ${other}; they must have equally many.`,
    op,
  );
}
