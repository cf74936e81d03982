/**
 * Collects garbage, so that nobody pays for what was done before: only what is young, since a full collection also throws compiled
 * code away. Does nothing where Node was started without --expose-gc.
 */
export function youngCollected(): void {
  globalThis.gc?.({ type: "minor", execution: "sync" });
}
