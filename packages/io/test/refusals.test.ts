/* What is refused before anything is read or written: arguments of another kind, and archives that no writer of ours makes. */
import { ArgumentError, tensor } from "@wengert/array";
import {
  decodeTree,
  encodeTree,
  FileFormatError,
  fromArrow,
  readCsv,
  readNpy,
  readNpyStream,
  readNpz,
  readSafetensors,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from "@wengert/io";
import { Field, Float64, Schema, Table, vectorFromArray } from "apache-arrow";
import { describe, expect, it } from "vitest";

const x = tensor([1, 2]);
const loose = (f: unknown): ((...args: unknown[]) => unknown) => f as (...args: unknown[]) => unknown;

describe("an argument of another kind", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["a file that is a text", () => loose(readNpy)("file.npy"), /readNpy: the file must be a Uint8Array or an Arr/],
    [
      "a file of numbers",
      () => loose(readSafetensors)(new Float64Array(2)),
      /readSafetensors: the file must be a Uint8/,
    ],
    ["a tree that is a text", () => loose(decodeTree)("{}"), /the file must be a Uint8Array/],
    ["an unknown type", () => loose(writeNpy)(x, { dtype: "float46" }), /dtype must be one of.*mean "float16"\?$/],
    [
      "a type of another format",
      () => loose(writeNpy)(x, { dtype: "bfloat16" }),
      /dtype must be one of (?!.*, bfloat16)/,
    ],
    ["a type that is like none", () => loose(writeNpy)(x, { dtype: "zzzzzzzzzz" }), /not "zzzzzzzzzz"\.$/],
    [
      "an array that is none",
      () => loose(writeNpy)([1, 2]),
      /the array must be a Tensor or a number.*wrap it in tensor/,
    ],
    ["one of several", () => loose(writeNpz)({ a: x, b: [1] }), /"b" must be a Tensor or a number/],
    [
      "metadata of numbers",
      () => loose(writeSafetensors)({ a: x }, { metadata: { n: 3 } }),
      /metadata "n" must be a text/,
    ],
    ["a delimiter that is none", () => loose(readCsv)("a,b", { delimiter: 3 }), /delimiter must be a text/],
    ["an unknown format", () => loose(encodeTree)({ x }, { format: "hdf5" }), /format must be "safetensors" or "npz"/],
  ])("%s", (_, f, message) => {
    expect(f).toThrow(ArgumentError);
    expect(f).toThrow(message);
  });

  it("a stream of texts, which is left at once", async () => {
    let left = false;
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue("text"),
      cancel: () => {
        left = true;
      },
    });
    await expect(readNpyStream(stream as never)).rejects.toThrow(/the stream must give Uint8Arrays, not /);
    expect(left).toBe(true);
  });
});

describe("an archive", () => {
  const zip = writeNpz({ a: x });
  const end = zip.length - 22;
  const changed = (change: (view: DataView) => void): Uint8Array => {
    const copy = zip.slice();
    change(new DataView(copy.buffer));
    return copy;
  };
  it.each<[string, (view: DataView) => void, RegExp]>([
    ["of more files than the old form holds", (view) => view.setUint16(end + 10, 0xffff, true), /zip64/],
    ["whose directory is too far away", (view) => view.setUint32(end + 16, 0xffffffff, true), /zip64/],
    ["of several parts", (view) => view.setUint16(end + 4, 1, true), /several parts/],
    ["that lists other files in this part", (view) => view.setUint16(end + 8, 7, true), /several parts/],
  ])("%s", (_, change, message) => {
    expect(() => readNpz(changed(change))).toThrow(FileFormatError);
    expect(() => readNpz(changed(change))).toThrow(message);
  });

  it("is read where nothing was changed", () => {
    expect(readNpz(changed(() => {}))["a"].toArray()).toEqual([1, 2]);
  });
});

it("a tree whose description is no JSON, or of another program", () => {
  const [key] = Object.keys(readSafetensors(encodeTree({ x })).metadata);
  for (const [text, message] of [
    ["{", /no JSON/],
    ["{}", /another program/],
    ['{"format":"wengert-tree","version":2}', /version 2; this release reads version 1/],
  ] as const) {
    const file = writeSafetensors({ x }, { metadata: { [key]: text } });
    expect(() => decodeTree(file)).toThrow(FileFormatError);
    expect(() => decodeTree(file)).toThrow(message);
  }
});

it("a table with two columns of one name", () => {
  const column = vectorFromArray([1, 2], new Float64());
  const fields = ["a", "b"].map((name) => new Field(name, new Float64()));
  const table = new Table(new Schema(fields), { a: column, b: column } as never);
  expect(Object.keys(fromArrow(table as never).tensors)).toEqual(["a", "b"]);
  const twice = { ...table, schema: { fields: [fields[0], fields[0]] }, numRows: 2, getChildAt: () => column };
  expect(() => fromArrow(twice as never)).toThrow(FileFormatError);
  expect(() => fromArrow(twice as never)).toThrow(/a.*two columns have this name/);
});
