import type { Document, Run } from "./document.ts";
import type { History } from "./store.ts";

/** A history as it is stored: documents that share a fit name it by its number, so that it is stored once. */
export interface StoredHistory {
  readonly past: readonly StoredDocument[];
  readonly future: readonly StoredDocument[];
  readonly runs: readonly Run[];
}

interface StoredDocument extends Omit<Document, "run"> {
  readonly run: number | undefined;
}

/** A history in the form that is stored. */
export function storedHistory({ past, future }: History): StoredHistory {
  const runs = [...new Set([...past, ...future].flatMap(({ run }) => run ?? []))];
  const numbers = new Map(runs.map((run, i) => [run, i]));
  const stored = (document: Document): StoredDocument => ({
    ...document,
    run: document.run && numbers.get(document.run),
  });
  return { past: past.map(stored), future: future.map(stored), runs };
}

/** The history of that form. */
export function historyFrom({ past, future, runs }: StoredHistory): History {
  const read = (document: StoredDocument): Document => ({
    ...document,
    run: document.run === undefined ? undefined : runs[document.run],
  });
  return { past: past.map(read), future: future.map(read) };
}
