import { afterEach, expect, test, vi } from "vitest";
import { defaultKernels } from "../src/kernels/current.ts";
import { type Kernels, kernels, useKernels } from "../src/kernels/index.ts";

afterEach(() => {
  useKernels();
  vi.unstubAllGlobals();
  vi.resetModules();
});

const twice: Kernels["potrf"] = () => 2;

test("the default kernels are WebAssembly's, and made once", () => {
  expect(kernels().name).toBe("wasm");
  expect(kernels()).toBe(defaultKernels());
});

test("useKernels replaces what is given, keeps the rest, and restores", () => {
  const before = kernels();
  useKernels({ name: "mine", potrf: twice });
  expect(kernels().name).toBe("mine");
  expect(kernels().potrf(1, Float64Array.of(1), 0, 1)).toBe(2);
  expect(kernels().gemm).toBe(before.gemm);

  useKernels({ potri: () => undefined });
  expect(kernels().potrf(1, Float64Array.of(1), 0, 1), "an earlier replacement stays").toBe(2);

  useKernels();
  expect(kernels()).toBe(before);
  useKernels({ potrf: twice });
  useKernels(defaultKernels());
  expect(kernels().potrf(1, Float64Array.of(1), 0, 1)).toBe(0);
});

test("who replaces potrf replaces what factors in other memory too", () => {
  expect(kernels().potrfOf).toBeDefined();
  useKernels({ potri: () => undefined });
  expect(kernels().potrfOf).toBe(defaultKernels().potrfOf);
  useKernels({ potrf: twice });
  expect(kernels().potrfOf).toBeUndefined();
  useKernels({ potrfOf: () => 4 });
  expect(kernels().potrfOf?.(1, Float64Array.of(1), 0, 1, Float64Array.of(1), 0, 1)).toBe(4);
  expect(kernels().potrf(1, Float64Array.of(1), 0, 1), "an earlier replacement stays").toBe(2);
});

test("kernels may be methods of an object", () => {
  class Mine {
    readonly answer = 3;
    potrf(): number {
      return this.answer;
    }
  }
  useKernels(new Mine());
  expect(kernels().potrf(1, Float64Array.of(1), 0, 1)).toBe(3);
});

test("without WebAssembly the plain kernels take over", async () => {
  vi.resetModules();
  vi.stubGlobal("WebAssembly", undefined);
  const fallback = await import("../src/kernels/index.ts");
  expect(fallback.kernels().name).toBe("plain");
  const n = 40;
  const a = Float64Array.from({ length: n * n }, (_, i) => Math.sin(i));
  const c = new Float64Array(n * n);
  const expected = new Float64Array(n * n);
  fallback.kernels().gemm(false, false, n, n, n, 1, a, 0, n, a, 0, n, 0, c, 0, n);
  kernels().gemm(false, false, n, n, n, 1, a, 0, n, a, 0, n, 0, expected, 0, n);
  for (let i = 0; i < c.length; i++) expect(Math.abs(c[i] - expected[i])).toBeLessThan(1e-13);
});
