/** On whose behalf a rule computes: the public operation and its argument, which errors name. */
export interface Caller {
  readonly op: string;
  readonly name: string;
  /** It only solves systems, so that the factors of the transpose serve as well. */
  readonly solves?: boolean;
}
