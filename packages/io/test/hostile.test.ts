import { tensor, zeros } from "@wengert/array";
import { FileFormatError, readNpy, readNpz, readSafetensors, writeNpy, writeNpz, writeSafetensors } from "@wengert/io";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { fixture } from "./fixtures.ts";

function refuses(read: () => unknown, message: RegExp): void {
  expect(read).toThrow(FileFormatError);
  expect(read).toThrow(message);
}

/** An npy file of version 1.0 with this header. */
function npy(header: string, elements = 0): Buffer {
  const file = Buffer.concat([
    Buffer.from("\x93NUMPY\x01\x00\x00\x00", "latin1"),
    Buffer.from(header),
    Buffer.alloc(elements),
  ]);
  file.writeUInt16LE(header.length, 8);
  return file;
}

const npyWith = (shape: string, elements = 0, descr = "<f8"): Buffer =>
  npy(`{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`, elements);

/** A safetensors file with this header. */
function safetensors(header: unknown, elements = 0): Buffer {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const file = Buffer.concat([Buffer.alloc(8), text, Buffer.alloc(elements)]);
  file.writeBigUInt64LE(BigInt(text.length));
  return file;
}

describe("npy", () => {
  it.each([
    ["(-1,)", /not a whole number of at least 0/],
    ["(3)", /no tuple/],
    ["(1, x)", /must hold|no tuple/],
    ["(1 2,)", /no tuple/],
    ["(,)", /no tuple/],
    [`(${"1,".repeat(65)})`, /65 axes/],
    ["(9007199254740993,)", /not a whole number/],
    ["(4294967296, 4294967296)", /more than maxBytes/],
    ["(4294967296, 4294967296, 4294967296, 2)", /more than maxBytes/],
    ["(1000,)", /truncated: its elements take 8000 bytes, and 8 bytes/],
  ])("the shape %s", (shape, message) => {
    refuses(() => readNpy(npyWith(shape, 8)), message);
  });

  it("an empty array may have long other axes", () => {
    expect(readNpy(npyWith("(0, 4294967296, 4294967296, 4294967296)")).size).toBe(0);
  });

  it.each([
    ["", /no dictionary/],
    ["{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (), }", /descr twice/],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (), 'more': True, }", /nothing else/],
    ["{'descr': '<f8', 'shape': (), }", /must hold/],
    ["{'descr': '<f8', 'fortran_order': (), 'shape': (), }", /fortran_order is \(\)/],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': ()", /must hold/],
    ["{'descr': '|f8', 'fortran_order': False, 'shape': (), }", /order of bytes/],
    ["{'descr': '<x3', 'fortran_order': False, 'shape': (), }", /unknown/],
    ["{'descr': '<constructor', 'fortran_order': False, 'shape': (), }", /is of complex|unknown/],
  ])("the header %s", (header, message) => {
    refuses(() => readNpy(npy(header, 8)), message);
  });

  it("other versions, other formats, further bytes", () => {
    const file = Buffer.from(writeNpy(tensor([1, 2])));
    refuses(() => readNpy(Buffer.concat([file, file])), /144 bytes follow the array/);
    file[6] = 4;
    refuses(() => readNpy(file), /version 4\.0/);
    refuses(() => readNpy(new ArrayBuffer(0)), /no npy file/);
    const long = Buffer.concat([Buffer.from("\x93NUMPY\x02\x00\xff\xff\xff\xff", "latin1"), Buffer.alloc(100)]);
    refuses(() => readNpy(long), /4294967295 bytes; 65535 are the most/);
  });

  it("every truncation is named", () => {
    const file = writeNpy(tensor([1, 2]));
    for (let length = 0; length < file.length; length++)
      expect(() => readNpy(file.slice(0, length)), String(length)).toThrow(FileFormatError);
  });
});

describe("npz", () => {
  const small = writeNpz({ a: zeros([3]), b: zeros([4]) });

  it("every truncation is named", () => {
    for (let length = 0; length < small.length; length++)
      expect(() => readNpz(small.slice(0, length)), String(length)).toThrow(FileFormatError);
  });

  it("a bomb stops at maxBytes, and before that at what the archive promises", () => {
    const bomb = writeNpz({ x: zeros([2_000_000]) }, { compress: true });
    expect(bomb.length).toBeLessThan(100_000);
    refuses(() => readNpz(bomb, { maxBytes: 1e6 }), /more than maxBytes, 1000000/);
    const lying = Buffer.from(bomb);
    const directory = lying.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    lying.writeUInt32LE(5000, directory + 24);
    refuses(() => readNpz(lying), /more than the 5000 bytes that the archive promises/);
    lying.writeUInt32LE(0x7ffffff0, directory + 24);
    refuses(() => readNpz(lying), /cannot unpack to the 2147483632/);
    lying.writeUInt32LE(16_000_129, directory + 24);
    refuses(() => readNpz(lying), /unpacks to 16000128 bytes, and the archive promises 16000129/);
  });

  it("narrow elements count as the 64-bit numbers that they become", () => {
    const bytes = writeNpz({ x: zeros([1000]), y: zeros([1000]) }, { dtype: "uint8" });
    expect(readNpz(bytes, { maxBytes: 16000 })["y"].size).toBe(1000);
    refuses(() => readNpz(bytes, { maxBytes: 15999 }), /more than maxBytes/);
  });

  it("files that share bytes or names", () => {
    const both = Buffer.from(small);
    const [first, second] = [both.indexOf("PK\x01\x02"), both.lastIndexOf("PK\x01\x02")];
    const overlapping = Buffer.from(both);
    overlapping.copy(overlapping, second + 16, first + 16, first + 28);
    overlapping.writeUInt32LE(0, second + 42);
    refuses(() => readNpz(overlapping), /shares bytes of the archive with/);
    both.write("a.npy", second + 46);
    refuses(() => readNpz(both), /two files of this name/);
  });

  it("damaged, encrypted, and otherwise compressed content", () => {
    const at = Buffer.from(small).indexOf("PK\x01\x02");
    const change = (offset: number, value: number): Buffer => {
      const file = Buffer.from(small);
      file[offset] = value;
      return file;
    };
    refuses(() => readNpz(change(at + 8, 1)), /encrypted/);
    refuses(() => readNpz(change(at + 10, 12)), /method 12/);
    refuses(() => readNpz(change(at - 1, 7)), /checksum/);
    refuses(() => readNpz(change(at + 20, 0)), /said to have|checksum/);
  });

  it("leaves out what is no array", () => {
    const file = zipSync({ "a.npy": writeNpy(tensor([1])), "notes.txt": new Uint8Array(3) });
    expect(Object.keys(readNpz(file))).toEqual(["a"]);
  });
});

describe("safetensors", () => {
  const x = { dtype: "F32", shape: [2], data_offsets: [0, 8] };
  it.each([
    [{ x: { ...x, shape: [-2] } }, 8, /not a whole number/],
    [{ x: { ...x, shape: [1.5] } }, 8, /not a whole number/],
    [{ x: { ...x, shape: "2" } }, 8, /shape is no array/],
    [{ x: { ...x, shape: [2 ** 40, 2 ** 40] } }, 8, /more than maxBytes/],
    [{ x: { ...x, shape: [3] } }, 8, /span 8 bytes, and its shape and type take 12/],
    [{ x: { ...x, dtype: "F8_E4M3" } }, 8, /dtype is "F8_E4M3"/],
    [{ x: { ...x, dtype: "constructor" } }, 8, /dtype is "constructor"/],
    [{ x: { ...x, data_offsets: [8, 0] } }, 8, /begin ≤ end/],
    [{ x: { ...x, data_offsets: [-8, 0] } }, 8, /begin ≤ end/],
    [{ x: { ...x, data_offsets: [0] } }, 8, /begin ≤ end/],
    [{ x: { ...x, data_offsets: [0, 2 ** 60] } }, 8, /begin ≤ end/],
    [{ x }, 4, /truncated: the array ends at byte 8 of 4/],
    [{ x }, 12, /last 4 bytes of the file belong to no array/],
    [{ x, y: x }, 8, /shares bytes/],
    [{ x, y: { ...x, data_offsets: [12, 20] } }, 20, /4 bytes before it belong to no array/],
    [{ x: 3 }, 8, /no JSON object/],
    [[], 0, /no JSON object/],
    [{ __metadata__: { a: 1 } }, 0, /no JSON object of texts/],
    ['{"a": ', 0, /no JSON/],
    [`{"x": ${JSON.stringify(x)}, "\\u0078": ${JSON.stringify(x)}}`, 8, /names "x" twice/],
    ['{"x": {"dtype": "F32", "dtype": "I32", "shape": [2], "data_offsets": [0, 8]}}', 8, /names "dtype" twice/],
    ["[".repeat(1e6), 0, /no JSON/],
  ] as [unknown, number, RegExp][])("%.80j with %d bytes", (header, elements, message) => {
    refuses(() => readSafetensors(safetensors(header, elements)), message);
  });

  it("every truncation is named", () => {
    const file = writeSafetensors({ x: tensor([1, 2]) });
    for (let length = 0; length < file.length; length++)
      expect(() => readSafetensors(file.slice(0, length)), String(length)).toThrow(FileFormatError);
    refuses(() => readSafetensors(Buffer.alloc(16, 255)), /no safetensors file/);
  });

  it("the sum of all arrays counts", () => {
    const file = writeSafetensors({ x: zeros([10]), y: zeros([10]) }, { dtype: "uint8" });
    refuses(() => readSafetensors(file, { maxBytes: 159 }), /more than maxBytes/);
  });
});

describe("mutated files give arrays or the named error, and little memory", () => {
  const seeds: [string, Uint8Array, (file: Uint8Array) => unknown][] = [
    ["npy", fixture("numpy1-v1.npy"), readNpy],
    ["npz", writeNpz({ a: tensor([1, 2]), b: tensor([[3]]) }), readNpz],
    ["compressed npz", writeNpz({ a: tensor([1, 2]), b: tensor([[3]]) }, { compress: true }), readNpz],
    [
      "safetensors",
      writeSafetensors({ a: tensor([1, 2]), b: tensor([[3]]) }, { metadata: { k: "v" } }),
      readSafetensors,
    ],
  ];
  it.each(seeds)("%s", (_, seed, read) => {
    const change = fc.record({
      at: fc.nat(seed.length - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      cut: fc.boolean(),
    });
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let file = Buffer.from(seed);
        for (const { at, bytes, cut } of changes) {
          if (cut) file = Buffer.concat([file.subarray(0, at), file.subarray(at + bytes.length)]);
          else file.set(bytes.subarray(0, Math.max(0, file.length - at)), Math.min(at, file.length));
        }
        try {
          read(file);
        } catch (error) {
          if (!(error instanceof FileFormatError)) throw error;
        }
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      }),
      { numRuns: 600 },
    );
    expect(most).toBeLessThan(2 ** 29);
  });

  it("random bytes after each magic number", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const [, seed, read] of seeds)
          for (const file of [
            bytes,
            Buffer.concat([seed.subarray(0, 8), bytes]),
            Buffer.concat([bytes, seed.slice(-22)]),
          ])
            try {
              read(file);
            } catch (error) {
              if (!(error instanceof FileFormatError)) throw error;
            }
      }),
      { numRuns: 200 },
    );
  });
});
