import { type Tensor, tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { random, regular, type Table } from "./inputs.ts";

/** A square matrix of the given rank. */
function ofRank(n: number, rank: number, seed: number = 1): Tensor {
  return linalg.matmul(random([n, rank], seed), random([rank, n], seed + 1));
}

/** Rank n − 1 and n − 2 without a rounding error: the second row is twice the first, the third and fourth are equal. */
const deficient: Tensor = tensor([
  [1, 2, -1, 0.5],
  [2, 4, -2, 1],
  [0.25, -1, 1, 3],
  [0.25, -1, 1, 3],
]);

const stacked: Tensor = tensor([
  [
    [1, 2],
    [2, 4],
  ],
  [
    [2, 1],
    [0, 3],
  ],
  [
    [0, 0],
    [0, 0],
  ],
]);

/** Eigenvalues 0.8 ± 0.6i and 2. */
const rotation: Tensor = tensor([
  [0.8, -0.6, 0.3],
  [0.6, 0.8, 0.1],
  [0, 0, 2],
]);

/** Systems, inverses and determinants of general square matrices. */
export const general: Table = {
  solve: [
    [linalg.solve, [regular([4, 4]), random([4, 2], 2)], { batched: true }],
    [linalg.solve, [regular([4, 4]), random([4], 2)]],
    [linalg.solve, [regular([3, 3]), random([2, 3, 2])]],
    [linalg.solve, [regular([2, 3, 3]), random([3])]],
    [linalg.solve, [regular([2, 1, 3, 3]), random([4, 3, 2])]],
    [linalg.solve, [regular([1, 1]), random([1])]],
    [linalg.solve, [regular([0, 0]), random([0, 2])]],
    [linalg.solve, [regular([3, 3]), random([3, 0])]],
    [linalg.solve, [regular([0, 3, 3]), random([3, 2])]],
  ],
  inv: [
    [linalg.inv, [regular([4, 4])], { batched: true }],
    [linalg.inv, [random([4, 4], 3)], { tolerance: 1e-5 }],
    [linalg.inv, [regular([1, 1])]],
    [linalg.inv, [regular([0, 0])]],
    [linalg.inv, [regular([0, 3, 3])]],
  ],
  det: [
    [linalg.det, [random([4, 4])], { batched: true }],
    [linalg.det, [random([1, 1])]],
    [linalg.det, [random([0, 0])]],
    [linalg.det, [random([0, 2, 2])]],
    [linalg.det, [random([2, 2, 3, 3])]],
    [linalg.det, [ofRank(4, 3)]],
    [linalg.det, [ofRank(5, 3)]],
    [linalg.det, [ofRank(4, 1)]],
    [linalg.det, [deficient]],
    [linalg.det, [linalg.matmul(deficient, deficient)]],
    [linalg.det, [tensor(new Float64Array(1), [1, 1])]],
    [linalg.det, [tensor(new Float64Array(4), [2, 2])]],
    [linalg.det, [tensor(new Float64Array(9), [3, 3])]],
    [linalg.det, [stacked]],
    [linalg.det, [linalg.diag(tensor([1, 1e-5, 1e-9, 1e-12]))]],
  ],
  slogdet: [
    [linalg.slogdet as never, [regular([4, 4])], { batched: true }],
    [linalg.slogdet as never, [random([4, 4], 3)], { tolerance: 1e-5 }],
    [linalg.slogdet as never, [random([1, 1])]],
    [linalg.slogdet as never, [random([0, 0])]],
    [linalg.slogdet as never, [random([0, 3, 3])]],
  ],
  qr: [
    [linalg.qr as never, [random([4, 4])], { batched: true }],
    [linalg.qr as never, [random([5, 3], 4)]],
    [linalg.qr as never, [random([3, 5], 4)]],
    [linalg.qr as never, [random([2, 3, 2], 4)]],
    [linalg.qr as never, [random([1, 1])]],
    [linalg.qr as never, [random([1, 3])]],
    [linalg.qr as never, [random([3, 1])]],
    [linalg.qr as never, [random([0, 0])]],
    [linalg.qr as never, [random([0, 3])]],
    [linalg.qr as never, [random([3, 0])]],
    [linalg.qr as never, [random([0, 3, 3])]],
  ],
  eigvals: [
    [linalg.eigvals as never, [random([4, 4])], { batched: true }],
    [linalg.eigvals as never, [random([5, 5], 3)]],
    [linalg.eigvals as never, [random([2, 3, 3], 4)]],
    [linalg.eigvals as never, [rotation]],
    [linalg.eigvals as never, [random([1, 1])]],
    [linalg.eigvals as never, [random([0, 0])]],
    [linalg.eigvals as never, [random([0, 3, 3])]],
  ],
  eig: [
    [((a: Tensor) => linalg.eig(a).values) as never, [random([4, 4])], { batched: true }],
    [((a: Tensor) => linalg.eig(a).values) as never, [rotation]],
    [((a: Tensor) => linalg.eig(a).values) as never, [random([0, 0])]],
  ],
  lu: [
    [linalg.lu as never, [regular([4, 4])], { batched: true }],
    [linalg.lu as never, [random([5, 3], 4)]],
    [linalg.lu as never, [random([3, 5], 2)]],
    [linalg.lu as never, [random([2, 2, 4], 2)]],
    [linalg.lu as never, [random([1, 1])]],
    [linalg.lu as never, [random([0, 0])]],
    [linalg.lu as never, [random([0, 3])]],
    [linalg.lu as never, [random([3, 0])]],
  ],
};
