import { existsSync, readFileSync } from "node:fs";
import { WengertError } from "@wengert/array";
import { expect, test } from "vitest";
import { candidates } from "../src/candidates.ts";
import { BlasNotFoundError, openBlas } from "../src/index.ts";
import { installed } from "./library.ts";

// First in this file: the process must not have loaded anything before.
test.skipIf(!existsSync("/proc/self/maps"))("importing the package loads no library", () => {
  const loaded = (): string => readFileSync("/proc/self/maps", "utf8");
  expect(loaded()).not.toMatch(/koffi/);
  expect(loaded()).not.toMatch(/openblas|libmkl/);
  const found = installed();
  expect(loaded()).toMatch(/koffi/);
  if (!(found instanceof Error)) expect(loaded()).toMatch(/openblas|libmkl/);
});

function refusal(path: string): BlasNotFoundError {
  try {
    openBlas({ path });
  } catch (error) {
    if (error instanceof BlasNotFoundError) return error;
    throw error;
  }
  throw new Error(`openBlas({ path: "${path}" }) found a library`);
}

test("a path that leads nowhere: an error that names it", () => {
  const error = refusal("/nowhere/libblas.so");
  expect(error).toBeInstanceOf(WengertError);
  expect(error.name).toBe("BlasNotFoundError");
  expect(error.op).toBe("openBlas");
  expect(error.tried).toHaveLength(1);
  expect(error.message).toContain("/nowhere/libblas.so");
  expect(error.message).toContain("openBlas({ path })");
});

test.skipIf(process.platform !== "linux")("a library without the functions: an error that names one", () => {
  expect(refusal("libm.so.6").message).toContain("cblas_dgemm");
});

test("where a library is looked for", () => {
  expect(candidates("darwin", {})[0]).toContain("Accelerate.framework");
  expect(candidates("linux", {})[0]).toBe("libopenblas.so.0");
  expect(candidates("win32", {})).toContain("libopenblas.dll");
  expect(candidates("linux", { CONDA_PREFIX: "/conda" })).toContain("/conda/lib/libopenblas.so.0");
  expect(candidates("linux", { MKLROOT: "/mkl" })).toContain("/mkl/lib/libmkl_rt.so.2");
  for (const platform of ["darwin", "linux", "win32"]) {
    const list = candidates(platform, { CONDA_PREFIX: "/conda", MKLROOT: "/mkl" });
    expect(new Set(list).size).toBe(list.length);
  }
});
