/** What a process that holds one contender of a workload is asked, one question after the other. */
export type Question =
  | { readonly want: "prepare"; readonly n: number }
  | { readonly want: "result" }
  | { readonly want: "sample"; readonly calls: number }
  | { readonly want: "close" };

/** What it answers to each. */
export interface Answers {
  readonly prepare: { readonly compiled: boolean };
  readonly result: { readonly numbers: Float64Array };
  readonly sample: { readonly seconds: number };
  readonly close: Readonly<Record<string, never>>;
}

/** What it answers where the contender fails. */
export interface Failure {
  /** The message of what was thrown. */
  readonly error: string;
  /** Whether that was `Absent`. */
  readonly absent: boolean;
}
