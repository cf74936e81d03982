import { FileFormatError, readNpy, readNpz } from "@wengert/io";
import { describe, expect, it } from "vitest";
import { fixture } from "./fixtures.ts";

const expected: Record<string, unknown> = {
  b: [
    [1, 0, 1],
    [0, 0, 1],
  ],
  f: [
    [0.5, -1.25, Number.POSITIVE_INFINITY],
    [Number.NaN, -0, 65504],
  ],
  i: [
    [0, -1, 100],
    [-128, 127, 5],
  ],
  u: [
    [0, 1, 100],
    [128, 255, 5],
  ],
};
const codes = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"];
const count = (shape: number[]): unknown => {
  let next = 0;
  const nest = ([n, ...rest]: number[]): unknown =>
    n === undefined ? next++ : Array.from({ length: n }, () => nest(rest));
  return nest(shape);
};

describe.each(["numpy1.npz", "numpy1-compressed.npz", "numpy2.npz", "numpy2-compressed.npz"])("%s", (file) => {
  const arrays = readNpz(fixture(file));
  const { wide_i8, wide_f4, wide_f2, scalar, empty, deep_C, deep_F } = arrays;

  it.each(codes)("%s, both orders of bytes, C and Fortran", (code) => {
    for (const order of ["le", "be"])
      for (const layout of ["C", "F"])
        expect(arrays[`${order}_${layout}_${code}`].toArray(), `${order}_${layout}`).toEqual(expected[code[0]]);
  });

  it("keeps what is at the ends of the types", () => {
    expect(wide_i8.toArray()).toEqual([2 ** 53 - 1, -(2 ** 53) + 1]);
    expect(wide_f4.toArray()).toEqual([Math.fround(0.1), 2 ** -129, (2 - 2 ** -23) * 2 ** 127]);
    expect(wide_f2.toArray()).toEqual([2 ** -24, 2 ** -14, 1365 / 4096, 65504, Number.NEGATIVE_INFINITY]);
  });

  it("reads every number of axes", () => {
    expect(scalar.shape).toEqual([]);
    expect(scalar.item()).toBe(2.5);
    expect(empty.shape).toEqual([0, 3]);
    expect(deep_C.toArray()).toEqual(count([2, 3, 4, 5]));
    expect(deep_F.toArray()).toEqual(count([2, 3, 4, 5]));
  });

  it("holds nothing else", () => {
    expect(Object.keys(arrays)).toHaveLength(codes.length * 4 + 7);
  });
});

it.each(["1-v1", "1-v2", "1-v3", "2-v1", "2-v2", "2-v3"])("numpy%s.npy", (name) => {
  expect(readNpy(fixture(`numpy${name}.npy`)).toArray()).toEqual(count([2, 3]));
});

it.each([
  ["beyond", /element \[1, 1\] is beyond ±2\^53/],
  ["beyond-unsigned", /element \[0\] is beyond/],
  ["complex", /complex numbers; save their real and imaginary parts/],
  ["text", /'<U1' is of text/],
  ["dates", /dates or durations/],
  ["structured", /structured; save each of its fields/],
  ["objects", /Python objects, which are programs/],
  ["long", /of a machine's own width/],
])("refuses refused-%s.npy and says why", (name, message) => {
  const read = (): unknown => readNpy(fixture(`refused-${name}.npy`));
  expect(read).toThrow(FileFormatError);
  expect(read).toThrow(message);
});
