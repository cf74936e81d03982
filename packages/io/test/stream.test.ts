import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArgumentError, tensor } from "@wengert/array";
import { FileFormatError, readNpy, readNpyStream, writeNpy } from "@wengert/io";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";

/** The bytes in parts of these sizes, again and again. */
async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = sizes[i % sizes.length];
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

/** A file with a header of our own. */
function npy(descr: string, fortran: boolean, shape: string, elements: Uint8Array): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shape}, }\n`;
  const head = [0x93, ...Buffer.from("NUMPY"), 1, 0, text.length, 0, ...Buffer.from(text)];
  return Uint8Array.from([...head, ...elements]);
}

const counted = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => (i * 37) % 100);

describe("an array that comes in parts", () => {
  it("is what it is as a whole, however it is cut", async () => {
    const files = ["<f8", ">f8", "<f4", ">f2", "<i2", ">u4", "|b1", "|u1"].flatMap((descr) =>
      [false, true].flatMap((fortran) =>
        ["(2, 3, 4)", "(24,)", "()", "(0, 3)", "(4, 6)"].map((shape) => {
          const count = shape === "()" ? 1 : shape === "(0, 3)" ? 0 : 24;
          return npy(descr, fortran, shape, counted(count * Number(descr[2])));
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
        async (file, sizes) => {
          const [found, whole] = [await readNpyStream(cut(file, sizes)), readNpy(file)];
          expect(found.shape).toEqual(whole.shape);
          expect(found.data).toEqual(whole.data);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("comes from a Blob, a Response, a stream and a file of Node, in parts larger than what is widened at once", async () => {
    const x = tensor(Float64Array.from({ length: 60_001 }, (_, i) => 1e15 / (i + 1)));
    const file = writeNpy(x);
    const folder = mkdtempSync(join(tmpdir(), "wengert-stream-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, "x.npy"), file);
    const bytes = new Uint8Array(file);
    const sources = [
      new Blob([bytes]),
      new Response(bytes),
      new Blob([bytes]).stream(),
      createReadStream(join(folder, "x.npy"), { highWaterMark: 1001 }),
      cut(file, [file.length]),
    ];
    for (const source of sources) expect((await readNpyStream(source)).data).toEqual(x.data);
  });

  it("refuses a stream that ends early, wherever it ends, or goes on", async () => {
    const file = writeNpy(tensor([1, 2, 3]));
    for (let length = 0; length < file.length; length++) {
      const ended = readNpyStream(cut(file.subarray(0, length), [7]));
      await expect(ended).rejects.toThrow(FileFormatError);
    }
    await expect(readNpyStream(cut(file.subarray(0, 150), [7]))).rejects.toThrow(
      "readNpyStream: the stream ended early: the elements take 24 bytes, and 22 came after the header",
    );
    await expect(readNpyStream(cut(Uint8Array.from([...file, 0]), [7]))).rejects.toThrow("bytes follow the array");
  });

  it("refuses what its header promises beyond maxBytes, and integers beyond 2^53 by their index", async () => {
    const lies = npy("<f8", false, "(1000000, 1000000)", counted(8));
    await expect(readNpyStream(cut(lies, [20]))).rejects.toThrow("more than maxBytes");
    await expect(readNpyStream(cut(writeNpy(tensor([1, 2])), [9]), { maxBytes: 8 })).rejects.toThrow(FileFormatError);
    const elements = new Uint8Array(BigInt64Array.of(1n, 2n, 3n, 2n ** 53n, 5n, 6n).buffer);
    const at = (fortran: boolean) => readNpyStream(cut(npy("<i8", fortran, "(2, 3)", elements), [5]));
    await expect(at(false)).rejects.toThrow("element [1, 0] is beyond");
    await expect(at(true)).rejects.toThrow("element [1, 1] is beyond");
    await expect(readNpyStream(cut(Buffer.from("PK no npy file at all"), [4]))).rejects.toThrow("this is no npy file");
  });

  it("ends when it is aborted, also while it waits, and cancels the stream", async () => {
    const file = writeNpy(tensor([1, 2, 3]));
    let cancelled: unknown;
    const waiting = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(file.subarray(0, 140)),
      cancel: (reason) => {
        cancelled = reason;
      },
    });
    const controller = new AbortController();
    const reading = readNpyStream(waiting, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 5);
    await expect(reading).rejects.toThrow("enough");
    expect(cancelled).toEqual(new Error("enough"));
    async function* stuck(): AsyncGenerator<Uint8Array> {
      yield file.subarray(0, 140);
      await new Promise(() => {});
    }
    const another = new AbortController();
    const stopped = readNpyStream(stuck(), { signal: another.signal });
    setTimeout(() => another.abort(new Error("enough")), 5);
    await expect(stopped).rejects.toThrow("enough");
    await expect(readNpyStream(new Blob([]), { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  });

  it("cancels a stream that it refuses, and passes on what the stream throws", async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from("not an npy file");
      } finally {
        closed = true;
      }
    }
    await expect(readNpyStream(endless())).rejects.toThrow(FileFormatError);
    expect(closed).toBe(true);
    const failing = new ReadableStream<Uint8Array>({ pull: (c) => c.error(new Error("connection lost")) });
    await expect(readNpyStream(failing)).rejects.toThrow("connection lost");
    await expect(readNpyStream([1, 2] as never)).rejects.toThrow(ArgumentError);
    await expect(readNpyStream(null as never)).rejects.toThrow(ArgumentError);
  });
});
