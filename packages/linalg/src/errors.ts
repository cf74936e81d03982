import { WengertError } from "@wengert/array";

/** The pivot on which a factorization failed: where, and what it was. */
interface Pivot {
  readonly index: number;
  readonly value: number;
  readonly batch: readonly number[];
}

/**
 * A matrix that has no Cholesky factor: a pivot is zero, negative, or not finite.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { addDiagonal, cholesky, NotPositiveDefiniteError } from "@wengert/linalg";
 *
 * const a = tensor([[1, 1], [1, 1]]);
 * try {
 *   cholesky(a);
 * } catch (error) {
 *   if (!(error instanceof NotPositiveDefiniteError)) throw error;
 *   error.index; // => 1
 *   error.value; // => 0
 * }
 * cholesky(addDiagonal(a, 1e-9)).shape; // => [2, 2]
 */
export class NotPositiveDefiniteError extends WengertError {
  override readonly name: string = "NotPositiveDefiniteError";
  /** The row of the first pivot that is not positive, counted from 0. */
  readonly index: number;
  /** That pivot; NaN or ±∞ where the matrix is not finite. */
  readonly value: number;
  /** Which matrix of a batch: its position along the leading axes. */
  readonly batch: readonly number[];

  constructor(message: string, op: string, { index, value, batch }: Pivot) {
    super(message, op);
    this.index = index;
    this.value = value;
    this.batch = batch;
  }
}

/**
 * A matrix that has no inverse, where one is needed.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { lstsq, solve } from "@wengert/linalg";
 *
 * const [a, b] = [tensor([[1, 2], [2, 4]]), tensor([5, 10])];
 * solve(a, b); // throws SingularMatrixError
 * lstsq(a, b).toArray(); // => [1, 2]
 */
export class SingularMatrixError extends WengertError {
  override readonly name: string = "SingularMatrixError";
  /** The row of the zero pivot, counted from 0. */
  readonly index: number;
  /** Which matrix of a batch: its position along the leading axes. */
  readonly batch: readonly number[];

  constructor(message: string, op: string, { index, batch }: Omit<Pivot, "value">) {
    super(message, op);
    this.index = index;
    this.batch = batch;
  }
}

/**
 * A matrix with entries that are NaN or ±∞, given to a decomposition.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { eigvalsh } from "@wengert/linalg";
 *
 * eigvalsh(tensor([[1, NaN], [NaN, 1]])); // throws NonFiniteMatrixError
 */
export class NonFiniteMatrixError extends WengertError {
  override readonly name: string = "NonFiniteMatrixError";
}

/**
 * A derivative that does not exist because eigenvalues or singular values coincide (or vanish): their vectors turn
 * arbitrarily fast.
 *
 * @example
 * import { grad } from "@wengert/core";
 * import { eye, type Tensor, tensor } from "@wengert/array";
 * import { eigh, matrixFunction } from "@wengert/linalg";
 * import { exp, mul, sum } from "@wengert/ops";
 *
 * grad((a: Tensor) => sum(mul(tensor([[1, 2], [3, 4]]), eigh(a).vectors)))(eye(2)); // throws RepeatedValuesError
 * grad((a: Tensor) => sum(matrixFunction(a, exp)))(eye(2)).shape; // => [2, 2]
 */
export class RepeatedValuesError extends WengertError {
  override readonly name: string = "RepeatedValuesError";
}

/**
 * A function of a matrix, or a decomposition, that has no real result.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { sqrtm } from "@wengert/linalg";
 *
 * sqrtm(tensor([[-1, 0], [0, 1]])); // throws NoRealResultError
 */
export class NoRealResultError extends WengertError {
  override readonly name: string = "NoRealResultError";
}
