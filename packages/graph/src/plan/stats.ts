/** What a compiled function has done so far. */
export interface CompileStats {
  /** How often it was called. */
  readonly calls: number;
  /** Calls that ran a plan. */
  readonly hits: number;
  /** Calls that wrote the function down: the first one for arguments of a new form. The second one, which looks whether the function is the same, counts too. */
  readonly captures: number;
  /**
   * Calls that ran the function itself: inside of a transformation or another compiled function, where a plan did not hold, and
   * where an operation threw because of its numbers.
   */
  readonly eager: number;
  /** How many plans there are at present. */
  readonly plans: number;
  /** Plans that were given up because there were more than `maxPlans`. */
  readonly evicted: number;
  /** How long the captures took, in milliseconds. */
  readonly captureTime: number;
  /** The memory that the plans keep, in bytes: their constants, their blocks, and the same of the steps of their loops. */
  readonly bytes: number;
}
