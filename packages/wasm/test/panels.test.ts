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

const strip = (i: number, p: number, order: number): number => (i - (i % 4)) * order + 4 * p + (i % 4);

test.each([
  [4, 4, 1, 1],
  [4, 8, 2, 5],
  [8, 4, 3, 3],
  [16, 12, 31, 40],
  [64, 512, 512, 512],
])("multiply: %i × %i, depth %i of %i", async (m, n, k, order) => {
  const { memory, left, right, out, multiply } = await panels();
  for (let i = 0; i < m * order; i++) memory[left + i] = random();
  for (let i = 0; i < n * order; i++) memory[right + i] = random();
  memory.fill(Number.NaN, out, out + m * n);
  const end = memory[out + m * n];
  const [a, b] = [left + 4 * (order - k), right + 4 * (order - k)]; // the last k entries of depth
  multiply(m, n, k, a, b, order);
  for (let i = 0; i < m; i += m > 16 ? 19 : 1)
    for (let j = 0; j < n; j += n > 16 ? 23 : 1) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += memory[a + strip(i, p, order)] * memory[b + strip(j, p, order)];
      expect(memory[out + i * n + j]).toBe(sum);
    }
  expect(memory[out + m * n]).toBe(end);
});

test.each([
  [4, 4, 4],
  [8, 4, 12],
  [12, 8, 12],
  [96, 20, 100],
])("solve: order %i, %i right-hand sides, strips of %i", async (n, r, order) => {
  const { memory, left, right, solve } = await panels();
  memory.fill(Number.NaN, left, right); // what is not set, the strict upper triangle, must not be read
  for (let i = 0; i < n; i++)
    for (let p = 0; p <= i; p++) memory[left + strip(i, p, order)] = p === i ? 1 / (2 + random() / 2) : random() / n;
  const x = Float64Array.from({ length: n * r }, random);
  for (let j = 0; j < r; j++)
    for (let i = 0; i < n; i++) {
      let b = x[i * r + j] / memory[left + strip(i, i, order)];
      for (let p = 0; p < i; p++) b += memory[left + strip(i, p, order)] * x[p * r + j];
      memory[right + strip(j, i, order)] = b;
    }
  solve(n, r, left, right, order);
  for (let j = 0; j < r; j++)
    for (let i = 0; i < n; i++) expect(Math.abs(memory[right + strip(j, i, order)] - x[i * r + j])).toBeLessThan(1e-14);
});

test("solve: a strip of the left panel may be the right-hand side", async () => {
  const { memory, left, solve } = await panels();
  const order = 8; // of a lower triangle of ones, the rows 4 to 7 against the rows 0 to 3
  memory.fill(1, left, left + 64);
  for (let p = 0; p < 4; p++) for (let i = 0; i < 4; i++) memory[left + strip(4 + i, p, order)] = p + i;
  solve(4, 4, left, left + 4 * order, order);
  for (let i = 0; i < 4; i++)
    expect([0, 1, 2, 3].map((p) => memory[left + strip(4 + i, p, order)])).toEqual([i, 1, 1, 1]);
});

test("columns that are not finite keep to themselves", async () => {
  const { memory, left, right, out, multiply, solve } = await panels();
  memory.fill(0.5, left, left + 16);
  memory.fill(1, right, right + 16);
  memory[right + strip(1, 2, 4)] = Number.NaN;
  memory[right + strip(3, 0, 4)] = Number.POSITIVE_INFINITY;
  multiply(4, 4, 4, left, right, 4);
  for (let i = 0; i < 4; i++)
    expect([...memory.subarray(out + 4 * i, out + 4 * i + 4)]).toEqual([2, Number.NaN, 2, Number.POSITIVE_INFINITY]);
  for (let i = 0; i < 4; i++) memory[left + strip(i, i, 4)] = 2;
  solve(4, 4, left, right, 4);
  expect([0, 1, 2, 3].map((i) => memory[right + strip(0, i, 4)])).toEqual([2, 0, 0, 0]);
  expect([0, 1, 2, 3].map((i) => memory[right + strip(1, i, 4)])).toEqual([2, 0, Number.NaN, Number.NaN]);
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

test("the memory is the panels and what is to be packed, and cannot grow", async () => {
  const create = vi.fn();
  const Original = WebAssembly.Memory;
  class Watched extends Original {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      create(descriptor);
    }
  }
  vi.stubGlobal("WebAssembly", { ...namespace(), Memory: Watched });
  const { memory, left, staging } = await panels();
  const [{ initial, maximum }] = create.mock.calls[0] as [WebAssembly.MemoryDescriptor];
  expect(maximum).toBe(initial);
  if (staging === undefined) throw new Error("nothing can be put there to be packed");
  const used = 8 * (staging.at + staging.length - left);
  expect(memory.byteLength - used).toBeLessThanOrEqual(65536);
  expect(used).toBeLessThan(5 * 2 ** 20);
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
