import { eigh as eighOp, solve as solveOp, svd as svdOp, tensor } from "wengert";
import { eigenvalues, singularValues, solution } from "../byhand/spectral.ts";
import { byHand } from "../peers/hand.ts";
import { mlMatrix } from "../peers/mlmatrix.ts";
import { python } from "../peers/python.ts";
import { wengertWithBlas } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Workload } from "../workload.ts";

const cannot = { "scikit-learn": "it computes with SciPy" };

/** A symmetric n×n matrix. */
function symmetric(n: number): Float64Array {
  const a = uniform(n * n, 1);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j];
  return a;
}

export const eigh: Workload = {
  name: "eigh",
  title: "Eigenvalues and eigenvectors",
  what: "Of a symmetric n×n matrix; the values are compared. By hand, the values alone, by Jacobi's rotations.",
  sizes: { tiny: [5], quick: [300], full: [100, 300, 1000] },
  label: (n) => `n = ${n}`,
  cannot,
  contenders: (n) => {
    const a = symmetric(n);
    const A = tensor(a, [n, n]);
    const inputs = { a: { data: a, shape: [n, n] } };
    return [
      byHand(() => eigenvalues(n, a)),
      ...wengertWithBlas({ run: () => eighOp(A), numbers: ({ values }) => values.data }),
      mlMatrix(({ EigenvalueDecomposition, Matrix }) => {
        const matrix = Matrix.from1DArray(n, n, [...a]);
        return () => {
          const values = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues;
          return Matrix.rowVector(values.toSorted((x, y) => x - y));
        };
      }),
      python("NumPy/SciPy by hand", "spectral", inputs, "eigh"),
      python("PyTorch", "spectral", inputs, "eigh"),
    ];
  },
};

export const svd: Workload = {
  name: "svd",
  title: "Singular value decomposition",
  what: "Thin, of an n×n matrix; the values are compared. By hand, the values alone, by rotations of rows.",
  sizes: { tiny: [5], quick: [200], full: [100, 500] },
  label: (n) => `n = ${n}`,
  cannot,
  contenders: (n) => {
    const a = uniform(n * n, 1);
    const A = tensor(a, [n, n]);
    const inputs = { a: { data: a, shape: [n, n] } };
    return [
      byHand(() => singularValues(n, a)),
      ...wengertWithBlas({ run: () => svdOp(A), numbers: ({ s }) => s.data }),
      mlMatrix(({ SingularValueDecomposition, Matrix }) => {
        const matrix = Matrix.from1DArray(n, n, [...a]);
        return () => Matrix.rowVector(new SingularValueDecomposition(matrix).diagonal);
      }),
      python("NumPy/SciPy by hand", "spectral", inputs, "svd"),
      python("PyTorch", "spectral", inputs, "svd"),
    ];
  },
};

export const solve: Workload = {
  name: "solve",
  title: "A system of equations",
  what: "x with A x = b, one right-hand side.",
  sizes: { tiny: [5], quick: [200], full: [200, 500] },
  label: (n) => `n = ${n}`,
  cannot,
  contenders: (n) => {
    const [a, b] = [uniform(n * n, 1), uniform(n, 2)];
    const [A, B] = [tensor(a, [n, n]), tensor(b)];
    const inputs = { a: { data: a, shape: [n, n] }, b: { data: b, shape: [n] } };
    return [
      byHand(() => solution(n, a, b)),
      ...wengertWithBlas({ run: () => solveOp(A, B), numbers: (x) => x.data }),
      python("NumPy/SciPy by hand", "spectral", inputs, "solve"),
      python("PyTorch", "spectral", inputs, "solve"),
    ];
  },
};
