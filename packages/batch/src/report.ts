/** How an operation was carried out for a batch. */
export interface BatchedOperation {
  readonly op: string;
  readonly how: "one call" | "loop";
  /** How often the program called it. */
  readonly calls: number;
}

/** What a batch notes about its operations. */
export class Report {
  readonly #operations: Map<string, { op: string; how: "one call" | "loop"; calls: number }> = new Map();

  note(op: string, how: "one call" | "loop"): void {
    const key = `${how} ${op}`;
    const noted = this.#operations.get(key) ?? { op, how, calls: 0 };
    noted.calls++;
    this.#operations.set(key, noted);
  }

  /** In the order in which they were met first. */
  get operations(): readonly BatchedOperation[] {
    return [...this.#operations.values()];
  }
}
