/** The options that every method takes. */
export interface IterationOptions {
  /** The most iterations. Default 1000; for "nelder-mead", 400 per variable if that is more. */
  readonly maxIterations?: number | undefined;
  /**
   * The most evaluations of the objective, never exceeded. Default: no limit; for "nelder-mead", 2000, or 800 per variable if that
   * is more.
   */
  readonly maxEvaluations?: number | undefined;
  /**
   * Stop where no entry of the gradient exceeds this in size, in the units of the objective and the parameters. By default, stop
   * where the gradient is small beside its largest size and little decrease is expected, or the value falls by less than 2.2·10⁻⁹ of
   * itself. A transformation as method has no default. For "nelder-mead", the relative size of the simplex, 10⁻⁸ by default.
   */
  readonly tolerance?: number | undefined;
  /** The number of pairs of steps and gradient changes that L-BFGS keeps. Default 10. */
  readonly memory?: number | undefined;
  /**
   * The most time, in milliseconds: no iteration begins after that, and the result has the status "timeLimit". Default: no limit. A
   * single evaluation is not interrupted.
   */
  readonly timeLimit?: number | undefined;
  /** Checked before each iteration. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the result contains the progress of every iteration. Default false. */
  readonly history?: boolean | undefined;
}

/** The same options, with a signal that may come from another thread. */
export interface LoopOptions extends Omit<IterationOptions, "signal"> {
  readonly signal?: Pick<AbortSignal, "aborted"> | undefined;
}
