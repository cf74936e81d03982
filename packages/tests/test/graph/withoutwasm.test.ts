import { mul, sin, tensor } from "@wengert/core";
import { compile } from "@wengert/graph";
import { expect, test, vi } from "vitest";

// As where a content security policy forbids WebAssembly: every test of programs once more, on plans of calls.
vi.hoisted(() => {
  Object.defineProperty(globalThis, "WebAssembly", { value: undefined, configurable: true });
});

test("without WebAssembly a plan is a list of calls", () => {
  const compiled = compile((x: ReturnType<typeof tensor>) => sin(mul(2, sin(mul(2, sin(mul(2, x)))))));
  for (let k = 0; k < 3; k++) compiled(tensor(1));
  expect(compiled.explain()).toContain("calls");
  expect(compiled.explain()).not.toContain("straight");
});

await import("./programs.test.ts");
