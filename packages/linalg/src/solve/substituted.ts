import { kernels, type Tensor } from "@wengert/array";
import { allocate, elementsOf, fromData } from "@wengert/array/author";
import { match } from "../batch/batch.ts";

interface System {
  readonly op: string;
  readonly lower: boolean;
  readonly transpose: boolean;
  readonly unitDiagonal: boolean;
  readonly side: "left" | "right";
}

/** The solutions of plain triangular systems with matrices [..., m, n] on the right-hand side, whose leading axes broadcast. */
export function substituted(a: Tensor, b: Tensor, { op, lower, transpose, unitDiagonal, side }: System): Tensor {
  const { batch, count, starts } = match(op, a, b);
  const order = a.shape[a.ndim - 1];
  const [m, n] = b.shape.slice(-2);
  const x = allocate(count * m * n);
  const { trsm } = kernels();
  const [matrices, given] = [elementsOf(a), elementsOf(b)];
  const solution = fromData(x, [...batch, m, n]);
  if (x.length === 0) return solution;
  const rows = side === "right" || n === 1;
  if (rows && count > 1 && matrices.length === order * order && given.length === x.length) {
    // Rows that share a matrix are one problem, x op(T) = b. Columns of one entry each are rows of that with the transpose.
    const turned = side === "right" ? transpose : !transpose;
    x.set(given);
    trsm("right", lower, turned, unitDiagonal, x.length / order, order, 1, matrices, 0, order, x, 0, order);
    return solution;
  }
  for (let i = 0; i < count; i++) {
    x.set(count === 1 ? given : given.subarray(starts[1][i], starts[1][i] + m * n), i * m * n);
    trsm(side, lower, transpose, unitDiagonal, m, n, 1, matrices, starts[0][i], order, x, i * m * n, n);
  }
  return solution;
}
