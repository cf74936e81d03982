import { expect, test } from "vitest";
import { readOptions } from "../src/options.ts";

const names = ["gemm", "scalar"];

test("without options everything runs", () => {
  expect(readOptions([], names)).toEqual({ only: names, scale: "full" });
});

test("--only chooses workloads, --quick the small scale", () => {
  expect(readOptions(["--only", "scalar", "--quick"], names)).toEqual({ only: ["scalar"], scale: "quick" });
  expect(readOptions(["--only=scalar, gemm"], names)).toEqual({ only: ["scalar", "gemm"], scale: "full" });
});

test("--help names the workloads", () => {
  expect(readOptions(["--help"], names)).toContain("gemm, scalar");
});

test("what does not exist is refused by name", () => {
  expect(() => readOptions(["--only", "gem"], names)).toThrow('no workload "gem"; there are gemm, scalar');
  expect(() => readOptions(["--slow"], names)).toThrow("--slow");
});
