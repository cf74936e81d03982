import { afterEach, expect, test, vi } from "vitest";
import { differenceKernels, elementwiseKernels } from "../src/author.ts";
import { kernels, useKernels } from "../src/index.ts";

afterEach(() => {
  useKernels();
  vi.unstubAllGlobals();
});

test("by default those in WebAssembly", () => {
  const out = new Float64Array(2);
  expect(elementwiseKernels()?.exp?.(Float64Array.of(0, 1), out)).toBe(false);
  expect([...out]).toEqual([1, Math.E]);
  expect(differenceKernels()?.squaredDistances).toBeTypeOf("function");
  expect(kernels().map).toBeUndefined();
});

test("what is given replaces all of its kind, and nothing else", () => {
  const exp = vi.fn(() => false);
  const { gemm } = kernels();
  useKernels({ map: { exp } });
  expect(elementwiseKernels()).toEqual({ exp });
  expect(kernels().map).toEqual({ exp });
  expect(kernels().gemm).toBe(gemm);
  expect(differenceKernels()?.weightedDifferences).toBeTypeOf("function");
  useKernels({ differences: {} });
  expect(elementwiseKernels()).toEqual({ exp }); // stays
  expect(differenceKernels()).toEqual({});
  useKernels();
  expect(elementwiseKernels()?.log).toBeTypeOf("function");
  expect(differenceKernels()?.squaredDistances).toBeTypeOf("function");
});

test("undefined where WebAssembly is missing", async () => {
  vi.resetModules();
  vi.stubGlobal("WebAssembly", undefined);
  const array = await import("../src/author.ts");
  expect(array.elementwiseKernels()).toBeUndefined();
  expect(array.differenceKernels()).toBeUndefined();
});
