import type { Tensor } from "@wengert/array";

/** The columns of a table by name, of one length. */
export interface Columns {
  /** Columns of numbers; a missing cell is NaN. */
  readonly tensors: Record<string, Tensor>;
  /** Columns of texts; a missing cell is the empty text. */
  readonly texts: Record<string, string[]>;
}
