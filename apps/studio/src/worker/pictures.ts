import type { Task } from "./task.ts";

/** The questions of the pictures that look into the objective. */
export interface Pictures {
  readonly surface: { readonly ask: Task & SurfaceAsk; readonly answer: SurfaceAnswer };
  readonly tape: { readonly ask: Task; readonly answer: TapeAnswer };
  readonly check: { readonly ask: Task; readonly answer: CheckAnswer };
}

/** Two parameters, by their number, and the extent of each. */
export interface SurfaceAsk {
  readonly first: number;
  readonly second: number;
  readonly firstRange: readonly [number, number];
  readonly secondRange: readonly [number, number];
}

/** A grid of negative log likelihoods, row by row; the axes are logarithmic. NaN where the matrix is singular. */
export interface SurfaceAnswer {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly values: Float64Array;
  readonly arrows: readonly Arrow[];
}

/** Downhill at a place: the negative gradient by the logarithms of both parameters. */
export interface Arrow {
  readonly first: number;
  readonly second: number;
  readonly alongFirst: number;
  readonly alongSecond: number;
}

/** The list of operations that one evaluation writes down. */
export interface TapeAnswer {
  readonly lines: readonly TapeLine[];
  /** Milliseconds of a whole evaluation: the value alone, and with its gradient. */
  readonly value: number;
  readonly valueAndGradient: number;
}

/** An operation of the tape. Times are in milliseconds, memory in bytes. */
export interface TapeLine {
  readonly op: string;
  /** The numbers of the lines whose results it takes; −1 for a constant, −2 − i for parameter i. */
  readonly inputs: readonly number[];
  readonly shapes: readonly string[];
  readonly shape: string;
  readonly forward: number;
  readonly backward: number | undefined;
  readonly bytes: number;
}

/** The derivative by the logarithm of each learned parameter, in three ways. */
export interface CheckAnswer {
  readonly rows: readonly CheckRow[];
  readonly reverse: number;
  readonly forward: number;
}

/** One parameter; times are in milliseconds. */
export interface CheckRow {
  readonly parameter: number;
  readonly reverse: number;
  readonly forward: number;
  readonly differences: number;
  /** Of the finite differences: what they may be wrong by. */
  readonly tolerance: number;
  readonly forwardTime: number;
}
