import { ArgumentError, tensor } from "@wengert/array";
import {
  type ElementName,
  FileFormatError,
  readNpy,
  readNpz,
  readSafetensors,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from "@wengert/io";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const integers: Record<string, [number, number]> = {
  int8: [-128, 127],
  int16: [-32768, 32767],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint8: [0, 255],
  uint16: [0, 65535],
  uint32: [0, 2 ** 32 - 1],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  bool: [0, 1],
};

const usable = (name: string): boolean => name !== "__proto__" && name !== "__metadata__";

const shaped = fc
  .array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })
  .chain((shape) =>
    fc
      .array(fc.double(), { minLength: shape.reduce((a, b) => a * b, 1), maxLength: shape.reduce((a, b) => a * b, 1) })
      .map((data) => tensor(Float64Array.from(data), shape)),
  );

describe("what is written is read again", () => {
  it("as float64 to the last bit, in every format", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }).filter(usable), shaped), (arrays) => {
        const back = [
          readNpz(writeNpz(arrays)),
          readNpz(writeNpz(arrays, { compress: true })),
          readSafetensors(writeSafetensors(arrays)).tensors,
        ];
        for (const read of back) {
          expect(Object.keys(read).sort()).toEqual(Object.keys(arrays).sort());
          for (const [name, x] of Object.entries(arrays)) {
            expect(read[name].shape).toEqual(x.shape);
            expect(read[name].data).toEqual(x.data);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.keys(integers))("as %s at both ends, and refuses what lies beyond by its place", (dtype) => {
    const [lo, hi] = integers[dtype];
    const x = tensor([[lo, hi]]);
    expect(readNpy(writeNpy(x, { dtype: dtype as "int8" })).toArray()).toEqual([[lo, hi]]);
    const { tensors } = readSafetensors(writeSafetensors({ x }, { dtype: dtype as ElementName }));
    expect(tensors["x"].toArray()).toEqual([[lo, hi]]);
    for (const bad of [lo - 1, hi + 1, 0.5, Number.NaN]) {
      const write = (): unknown => writeNpy(tensor([[0], [bad]]), { dtype: dtype as "int8" });
      expect(write).toThrow(ArgumentError);
      expect(write).toThrow(/element \[1, 0\]/);
    }
  });

  it("every half and every bfloat16 keeps its bits", () => {
    for (const [dtype, first] of [
      ["float16", 0x7c00],
      ["bfloat16", 0x7f80],
    ] as const) {
      const bits = Uint16Array.from({ length: 65536 }, (_, i) => i).filter((i) => (i & 0x7fff) <= first);
      const header = JSON.stringify({
        x: { dtype: dtype === "float16" ? "F16" : "BF16", shape: [bits.length], data_offsets: [0, 2 * bits.length] },
      });
      const file = Buffer.concat([Buffer.alloc(8), Buffer.from(header), Buffer.from(bits.buffer)]);
      file.writeBigUInt64LE(BigInt(header.length));
      const { x } = readSafetensors(file).tensors;
      const again = writeSafetensors({ x }, { dtype });
      expect(new Uint8Array(again.slice(-2 * bits.length))).toEqual(new Uint8Array(bits.buffer));
    }
  });

  it("rounds floats to the nearest, ties to even", () => {
    const read = (values: number[], dtype: "float16" | "bfloat16"): unknown =>
      readSafetensors(writeSafetensors({ x: tensor(values) }, { dtype })).tensors["x"].toArray();
    expect(read([1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, 2 ** -25, 3 * 2 ** -26, -1e9], "float16")).toEqual([
      1,
      1 + 2 ** -9,
      65504,
      Number.POSITIVE_INFINITY,
      0,
      2 ** -24,
      Number.NEGATIVE_INFINITY,
    ]);
    // 1 + 2⁻⁸ + 2⁻⁴⁰ would round down by way of 32 bits.
    expect(read([1 + 2 ** -8, 1 + 2 ** -8 + 2 ** -40, 2 ** 128, 2 ** -134], "bfloat16")).toEqual([
      1,
      1 + 2 ** -7,
      Number.POSITIVE_INFINITY,
      0,
    ]);
  });

  it("compressed archives are smaller, and equal arrays give equal bytes", () => {
    const x = tensor(new Float64Array(1000));
    expect(writeNpz({ x }, { compress: true }).length).toBeLessThan(1000);
    expect(writeNpz({ x })).toEqual(writeNpz({ x }));
  });

  it("metadata come back", () => {
    const metadata = { "": "empty key", 'a"b\\': "ü\n" };
    expect(readSafetensors(writeSafetensors({}, { metadata })).metadata).toEqual(metadata);
  });
});

describe("names that objects cannot keep", () => {
  const arrays = Object.fromEntries([["__proto__", 1]]);
  it("are refused in writing", () => {
    expect(() => writeNpz(arrays)).toThrow(ArgumentError);
    expect(() => writeSafetensors(arrays)).toThrow(ArgumentError);
    expect(() => writeSafetensors({ __metadata__: 1 })).toThrow(ArgumentError);
  });
  it("are refused in reading", () => {
    const renamed = (file: Uint8Array): Buffer =>
      Buffer.from(Buffer.from(file).toString("latin1").replaceAll("xxprotoxx", "__proto__"), "latin1");
    expect(() => readNpz(renamed(writeNpz({ xxprotoxx: 1 })))).toThrow(FileFormatError);
    expect(() => readSafetensors(renamed(writeSafetensors({ xxprotoxx: 1 })))).toThrow(FileFormatError);
  });
});
