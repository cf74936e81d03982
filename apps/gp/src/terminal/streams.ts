import type { Writable } from "node:stream";
import { oneLine, UserError } from "../errors.ts";
import type { Output } from "./progress.ts";

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/**
 * A stream whose failures are known to whoever writes: a full disk, or a reader that has gone.
 *
 * `write` is rejected with a UserError then.
 */
export function reliable(stream: Terminal, name: string): Output {
  // Without a listener, the failure that `write` reports would end the program as well.
  stream.on("error", () => {});
  const write = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      stream.write(text, (error) => {
        if (error) reject(new UserError(`${name}: cannot be written (${oneLine(error)})`));
        else resolve();
      });
    });
  return { isTTY: stream.isTTY, write };
}

/** A stream for what may be lost: progress and complaints that nobody can read. */
export function tolerant(stream: Terminal): Output {
  stream.on("error", () => {});
  return {
    isTTY: stream.isTTY,
    // A terminal may change its size.
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    write: (text) => stream.write(text),
  };
}
