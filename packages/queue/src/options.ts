import { ArgumentError } from "@wengert/array";

/** Where things are in Redis: a queue of BullMQ, and beside it arrays and a channel. */
export interface Place {
  readonly queue: string;
  readonly prefix: string;
}

/** What coordinators and workers have in common. */
export interface Common extends Place {
  readonly maxBytes: number;
  readonly keep: number;
}

/** The common options, with defaults. */
export function commonOf(options: { readonly [K in keyof Common]?: Common[K] | undefined }): Common {
  const { queue = "wengert", prefix = "bull", maxBytes = 2 ** 26, keep = 3600 } = options;
  return { queue, prefix, maxBytes, keep };
}

/** The keys of large arrays begin with this. */
export function blobPrefix({ queue, prefix }: Place): string {
  return `${prefix}:${queue}:wengert:blob:`;
}

/** The channel on which coordinators ask workers to end tasks. */
export function endChannel({ queue, prefix }: Place): string {
  return `${prefix}:${queue}:wengert:end`;
}

/** @throws {ArgumentError} for what is no positive integer */
export function checkCounts(op: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (Number.isSafeInteger(value) && value >= 1 && value < 2 ** 31) continue;
    throw new ArgumentError(`${op}: ${name} must be a positive integer < 2³¹, not ${value}.`, op, name);
  }
}

/** @throws {ArgumentError} for what cannot be a part of a key */
export function checkNames(op: string, names: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(names)) {
    if (typeof value === "string" && /^[\w.{}-]{1,128}$/.test(value)) continue;
    throw new ArgumentError(`${op}: ${name} must consist of letters, digits, ".", "-" and "_".`, op, name);
  }
}
