import { allocate, cleared } from "@wengert/array/author";
import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

const LENGTH = 5000;

describe("large arrays", () => {
  test("have a buffer of their own, which can be sent to a worker", () => {
    const array = allocate(LENGTH).fill(3);
    const other = allocate(LENGTH).fill(4);
    expect([array.length, array.byteOffset, array.buffer.byteLength]).toEqual([LENGTH, 0, 8 * LENGTH]);
    const sent = structuredClone(array, { transfer: [array.buffer as ArrayBuffer] });
    expect(sent.every((value) => value === 3)).toBe(true);
    expect(other.every((value) => value === 4)).toBe(true);
  });

  test("of zeros are zeros, whatever stood there before", () => {
    for (let k = 0; k < 50; k++) {
      allocate(LENGTH).fill(Number.NaN);
      expect(cleared(LENGTH).every((value) => value === 0)).toBe(true);
    }
  });

  test.each([
    ["no buffers, as in a browser", undefined],
    ["buffers without the function", {}],
    [
      "buffers that share memory",
      { allocUnsafeSlow: (bytes: number) => new Uint8Array(new ArrayBuffer(bytes + 8), 8) },
    ],
  ])("with %s come from JavaScript", (_what, Buffer) => {
    vi.stubGlobal("Buffer", Buffer);
    const array = allocate(LENGTH);
    expect([array.length, array.byteOffset, array.buffer.byteLength]).toEqual([LENGTH, 0, 8 * LENGTH]);
  });
});
