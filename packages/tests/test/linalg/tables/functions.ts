import { mul, type Tensor, tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { definite, type Row, random, regular, type Table } from "./inputs.ts";

const shapes = [
  [4, 4],
  [1, 1],
  [0, 0],
  [2, 3, 3],
  [0, 3, 3],
] as const;

/** Not to be diagonalised: one eigenvalue, one eigenvector. */
const jordan: Tensor = tensor([
  [1.5, 1, 0],
  [0, 1.5, 1],
  [0, 0, 1.5],
]);

/** Two rotations by the same angle, so that a pair of complex eigenvalues is there twice. */
const rotations: Tensor = tensor([
  [0.8, -0.6, 0.5, 0],
  [0.6, 0.8, 0, 0.5],
  [0, 0, 0.8, -0.6],
  [0, 0, 0.6, 0.8],
]);

const hard: readonly Tensor[] = [jordan, rotations, mul(3, jordan), linalg.diag(tensor([1e-3, 1, 1, 30]))];

const rows = (op: Row[0]): readonly Row[] => [
  ...shapes.map((shape): Row => [op, [regular(shape, 3)]]),
  [op, [regular([3, 3], 2)], { batched: true }],
];

const ofHard = (op: Row[0], options: Row[2] = {}): readonly Row[] => hard.map((a): Row => [op, [a], options]);

/** Functions of general square matrices, and the equations of Sylvester and Lyapunov. */
export const functions: Table = {
  expm: [
    ...rows((a: Tensor) => linalg.expm(mul(0.3, a))),
    ...rows((a: Tensor) => linalg.expm(mul(0.01, a))),
    ...ofHard((a: Tensor) => linalg.expm(mul(0.2, a)), { exact: 1e-10, tolerance: 1e-6 }),
    [linalg.expm, [mul(3, random([3, 3]))]],
    [linalg.expm, [tensor(new Float64Array(9), [3, 3])]],
  ],
  logm: [
    ...rows(linalg.logm),
    [linalg.logm, [jordan], { exact: 1e-9 }],
    [linalg.logm, [rotations], { exact: 1e-10 }],
    [linalg.logm, [linalg.diag(tensor([1, 1, 1]))]],
    [linalg.logm, [linalg.diag(tensor([1e-2, 1, 1, 30]))], { step: 1e-4, tolerance: 1e-5, exact: 1e-9 }],
  ],
  sqrtm: [
    ...rows(linalg.sqrtm),
    [linalg.sqrtm, [jordan]],
    [linalg.sqrtm, [rotations]],
    [linalg.sqrtm, [linalg.diag(tensor([1, 1, 1]))]],
    [linalg.sqrtm, [linalg.diag(tensor([1e-2, 1, 1, 30]))], { step: 1e-4, tolerance: 1e-5 }],
  ],
  matrixPower: [-3, -1, 0, 1, 2, 5].flatMap((n): readonly Row[] => [
    ...rows((a: Tensor) => linalg.matrixPower(mul(0.3, a), n)),
    [(a: Tensor) => linalg.matrixPower(a, n), [jordan]],
  ]),
  sylvester: [
    [linalg.sylvester, [regular([3, 3]), regular([4, 4], 2), random([3, 4])], { batched: true }],
    [linalg.sylvester, [rotations, jordan, random([4, 3])]],
    [linalg.sylvester, [regular([2, 3, 3]), regular([4, 4], 2), random([3, 4])]],
    [linalg.sylvester, [regular([3, 3]), regular([2, 1, 2, 2], 2), random([4, 3, 2])]],
    [linalg.sylvester, [regular([1, 1]), regular([1, 1], 2), random([1, 1])]],
    [linalg.sylvester, [regular([0, 0]), regular([2, 2], 2), random([0, 2])]],
    [linalg.sylvester, [regular([0, 2, 2]), regular([2, 2], 2), random([2, 2])]],
  ],
  lyapunov: [
    [linalg.lyapunov, [regular([3, 3]), definite([3, 3])], { symmetric: [1], batched: true }],
    [linalg.lyapunov, [rotations, definite([4, 4])], { symmetric: [1] }],
    [linalg.lyapunov, [jordan, definite([2, 3, 3])], { symmetric: [1] }],
    [linalg.lyapunov, [regular([1, 1]), definite([1, 1])], { symmetric: [1] }],
    [linalg.lyapunov, [regular([0, 0]), definite([0, 0])], { symmetric: [1] }],
  ],
};
