import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Panels } from "../src/index.ts";

type Module = typeof import("../src/index.ts");

const load = (): Promise<Module> => import("../src/index.ts");

beforeEach(() => {
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function panels(): Promise<Panels> {
  const found = (await load()).wasmPanels();
  if (!found) throw new Error("this machine has no WebAssembly SIMD");
  return found;
}

let seed = 1;
/** Multiples of 1/8 in [-1, 1): sums of their products are exact, so results can be compared with ===. */
function random(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return (seed >>> 28) / 8 - 1;
}

const strip = (i: number, p: number, depth: number): number => (i - (i % 4)) * depth + 4 * p + (i % 4);

test.each([
  [4, 4, 1],
  [4, 8, 2],
  [8, 4, 3],
  [16, 12, 31],
  [96, 768, 384],
])("multiply: %i × %i, depth %i", async (m, n, k) => {
  const { left, right, out, multiply } = await panels();
  for (let i = 0; i < m * k; i++) left[i] = random();
  for (let i = 0; i < n * k; i++) right[i] = random();
  out.fill(Number.NaN);
  multiply(m, n, k);
  for (let i = 0; i < m; i += m > 16 ? 19 : 1)
    for (let j = 0; j < n; j += n > 16 ? 23 : 1) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += left[strip(i, p, k)] * right[strip(j, p, k)];
      expect(out[i * n + j]).toBe(sum);
    }
  expect(out.subarray(m * n).every(Number.isNaN)).toBe(true);
});

test.each([
  [4, 4],
  [8, 4],
  [12, 8],
  [96, 20],
])("solve: order %i, %i right-hand sides", async (n, r) => {
  const { left, right, solve } = await panels();
  left.fill(Number.NaN); // what is not set, the strict upper triangle, must not be read
  for (let i = 0; i < n; i++)
    for (let p = 0; p <= i; p++) left[strip(i, p, n)] = p === i ? 2 + random() / 2 : random() / n;
  const x = Float64Array.from({ length: n * r }, random);
  for (let j = 0; j < r; j++)
    for (let i = 0; i < n; i++) {
      let b = 0;
      for (let p = 0; p <= i; p++) b += left[strip(i, p, n)] * x[p * r + j];
      right[strip(j, i, n)] = b;
    }
  solve(n, r);
  for (let j = 0; j < r; j++)
    for (let i = 0; i < n; i++) expect(Math.abs(right[strip(j, i, n)] - x[i * r + j])).toBeLessThan(1e-14);
});

test("columns that are not finite keep to themselves", async () => {
  const { left, right, out, multiply, solve } = await panels();
  left.fill(0.5, 0, 16);
  right.fill(1, 0, 16);
  right[strip(1, 2, 4)] = Number.NaN;
  right[strip(3, 0, 4)] = Number.POSITIVE_INFINITY;
  multiply(4, 4, 4);
  for (let i = 0; i < 4; i++)
    expect([...out.subarray(4 * i, 4 * i + 4)]).toEqual([2, Number.NaN, 2, Number.POSITIVE_INFINITY]);
  solve(4, 4);
  expect([0, 1, 2, 3].map((i) => right[strip(0, i, 4)])).toEqual([2, 0, 0, 0]);
  expect([0, 1, 2, 3].map((i) => right[strip(1, i, 4)])).toEqual([2, 0, Number.NaN, Number.NaN]);
});

test("compiles on the first call, not on import, and once", async () => {
  const compiled = vi.fn();
  const Original = WebAssembly.Module;
  class Counted extends Original {
    constructor(bytes: BufferSource) {
      super(bytes);
      compiled();
    }
  }
  vi.stubGlobal("WebAssembly", { ...namespace(), Module: Counted });
  const { wasmPanels } = await load();
  expect(compiled).not.toHaveBeenCalled();
  expect(wasmPanels()).toBeDefined();
  expect(wasmPanels()).toBe(wasmPanels());
  expect(compiled).toHaveBeenCalledOnce();
});

test("the memory is the panels, and cannot grow", async () => {
  const create = vi.fn();
  const Original = WebAssembly.Memory;
  class Watched extends Original {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      create(descriptor);
    }
  }
  vi.stubGlobal("WebAssembly", { ...namespace(), Memory: Watched });
  const { left, right, out } = await panels();
  const [{ initial, maximum }] = create.mock.calls[0] as [WebAssembly.MemoryDescriptor];
  expect(maximum).toBe(initial);
  const used = left.byteLength + right.byteLength + out.byteLength;
  expect(left.buffer.byteLength - used).toBeLessThan(65536);
  expect(used).toBeLessThan(4 * 2 ** 20);
});

test("undefined where WebAssembly is missing or may not compile", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  expect((await load()).wasmPanels()).toBeUndefined();

  vi.resetModules();
  class Forbidden {
    constructor() {
      throw new WebAssembly.CompileError("refused by the content security policy");
    }
  }
  vi.unstubAllGlobals();
  vi.stubGlobal("WebAssembly", { ...namespace(), Module: Forbidden });
  expect((await load()).wasmPanels()).toBeUndefined();
});

/** The members of WebAssembly, which are not enumerable and so not spread. */
function namespace(): Record<string, unknown> {
  const original = Object.getOwnPropertyDescriptors(WebAssembly);
  return Object.fromEntries(Object.entries(original).map(([name, { value }]) => [name, value]));
}
