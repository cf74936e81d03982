import { ArgumentError, type Tensor } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { expectOptions } from "@wengert/tree/author";
import { limitOf, type ReadOptions } from "../bytes.ts";
import { StoredParts } from "../elements/parts.ts";
import { countOf, refuse } from "../elements/stored.ts";
import { headerLength, readHeader } from "./header.ts";

/** Bytes that come in parts: a stream, what `fetch` gave, a `File`, or whatever can be iterated, as Node's streams can. */
export type ByteSource =
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | { readonly body: ReadableStream<Uint8Array> | null }
  | { stream(): ReadableStream<Uint8Array> };

/** Limits of what a stream may ask for, and how to end it. */
export interface StreamOptions extends ReadOptions {
  /** When it is aborted, the stream is cancelled, and the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * The array of an `.npy` file that arrives in parts. Each part is put into the Tensor as it comes, so that the memory taken is the
 * array's own and one part.
 *
 * @param source - a `ReadableStream`, a `Response`, a `Blob` or `File`, or an async iterable of bytes
 * @throws {FileFormatError} for a stream that ends early or goes on after the array, and whatever `readNpy` refuses
 * @throws {ArgumentError} for what has no bytes to read
 * @see readNpy
 * @example
 * import { tensor } from "@wengert/array";
 * import { readNpyStream, writeNpy } from "@wengert/io";
 *
 * const file = new Blob([Uint8Array.from(writeNpy(tensor([[1, 2], [3, 4]])))]);
 * (await readNpyStream(file)).toArray(); // => [[1, 2], [3, 4]]
 */
export async function readNpyStream(source: ByteSource, options: StreamOptions = {}): Promise<Tensor> {
  const op = "readNpyStream";
  expectOptions(op, options, ["maxBytes", "signal"]);
  const { signal, ...limits } = options;
  const maxBytes = limitOf(op, limits);
  signal?.throwIfAborted();
  let beginning = new Uint8Array(0);
  let parts: StoredParts | undefined;
  for await (const part of partsOf(op, source, signal)) {
    if (parts !== undefined) {
      parts.add(part);
      continue;
    }
    beginning = joined(beginning, part);
    // A header is at most 64 kB long, and begins with its length.
    if (beginning.length < 12 || beginning.length < headerLength({ op }, beginning)) continue;
    const header = readHeader({ op }, beginning);
    parts = new StoredParts({ op }, header, countOf({ op }, header.shape, maxBytes));
    parts.add(beginning.subarray(header.start));
    beginning = new Uint8Array(0);
  }
  // Says what is wrong with a file that is shorter than its header.
  if (parts === undefined)
    return refuse({ op }, `the stream ended early: ${beginning.length} bytes came, within the header`);
  return parts.finish();
}

async function* partsOf(op: string, source: ByteSource, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const reader = readerOf(op, source);
  // Ends a read that waits, too.
  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener("abort", cancel);
  let done = false;
  try {
    while (!done) {
      const next = await reader.read();
      signal?.throwIfAborted();
      done = next.done === true;
      if (next.value === undefined) continue;
      if (!(ArrayBuffer.isView(next.value) && next.value.BYTES_PER_ELEMENT === 1))
        throw new ArgumentError(`${op}: the stream must give Uint8Arrays, not ${kindOf(next.value)}.`, op);
      yield next.value;
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
    if (!done) cancel();
  }
}

interface Reader {
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<unknown>;
}

function readerOf(op: string, source: ByteSource): Reader {
  const given = source as Partial<ReadableStream<Uint8Array> & AsyncIterable<Uint8Array> & Response & Blob> | null;
  if (typeof given?.getReader === "function") return given.getReader();
  if (given?.body != null) return given.body.getReader();
  if (typeof given?.stream === "function") return (given.stream() as ReadableStream<Uint8Array>).getReader();
  const iterator = given?.[Symbol.asyncIterator]?.();
  if (iterator === undefined)
    throw new ArgumentError(
      `${op}: the source must be a ReadableStream, a Response, a Blob or an async iterable, not ${kindOf(source)}; bytes that are there already are read by readNpy.`,
      op,
    );
  // An iterator that waits hears of its return only afterwards.
  let stop: (reason: unknown) => void = () => {};
  return {
    read: () =>
      new Promise((resolve, reject) => {
        stop = reject;
        iterator.next().then(resolve, reject);
      }),
    cancel: async (reason) => {
      stop(reason);
      await iterator.return?.();
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
