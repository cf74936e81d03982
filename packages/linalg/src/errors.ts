import { WengertError } from "@wengert/array";

/** The pivot on which a factorization failed: where, and what it was. */
interface Pivot {
  readonly index: number;
  readonly value: number;
  readonly batch: readonly number[];
}

/** A matrix that has no Cholesky factor: a pivot is zero, negative, or not finite. */
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

/** A matrix that has no inverse, where one is needed. */
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

/** A matrix with entries that are NaN or ±∞, given to a decomposition. */
export class NonFiniteMatrixError extends WengertError {
  override readonly name: string = "NonFiniteMatrixError";
}

/**
 * A derivative that does not exist because eigenvalues or singular values coincide (or vanish): their vectors turn
 * arbitrarily fast.
 */
export class RepeatedValuesError extends WengertError {
  override readonly name: string = "RepeatedValuesError";
}

/** A function of a matrix, or a decomposition, that has no real result. */
export class NoRealResultError extends WengertError {
  override readonly name: string = "NoRealResultError";
}
