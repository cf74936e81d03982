import { existsSync, readFileSync } from "node:fs";
import { WengertError } from "@wengert/array";
import { describe, expect, test } from "vitest";
import { candidates } from "../src/candidates.ts";
import { BlasNotFoundError, openBlas } from "../src/index.ts";
import { signatures, spellingIn } from "../src/symbols.ts";

// First in this file: the process must not have loaded anything before.
test.skipIf(!existsSync("/proc/self/maps"))("importing the package loads no library", () => {
  const loaded = (): string => readFileSync("/proc/self/maps", "utf8");
  expect(loaded()).not.toMatch(/koffi/);
  expect(loaded()).not.toMatch(/openblas|libmkl/);
  expect(() => openBlas({ path: "/nowhere/libblas.so" })).toThrow(BlasNotFoundError);
  expect(loaded()).toMatch(/koffi/);
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
  expect(refusal("libm.so.6").message).toContain("libm.so.6: it has no dgemm under any of the names");
});

test("where a library is looked for", () => {
  const files = (platform: string, env: Record<string, string> = {}): string[] =>
    candidates(platform, env).map(({ file }) => file);
  expect(files("darwin")[0]).toContain("Accelerate.framework");
  expect(files("linux")[0]).toBe("libopenblas.so.0");
  expect(files("win32")).toContain("libopenblas.dll");
  expect(files("linux", { CONDA_PREFIX: "/conda" })).toContain("/conda/lib/libopenblas.so.0");
  expect(files("linux", { VIRTUAL_ENV: "/venv" })).toContain("/venv/lib/libmkl_rt.so.2");
  expect(files("linux", { MKLROOT: "/mkl" })).toContain("/mkl/lib/libmkl_rt.so.2");
  expect(files("freebsd")).toEqual(files("linux"));
  for (const platform of ["darwin", "linux", "win32"]) {
    const list = files(platform, { CONDA_PREFIX: "/conda", VIRTUAL_ENV: "/venv", MKLROOT: "/mkl" });
    expect(new Set(list).size).toBe(list.length);
    expect(files(platform, { WENGERT_BLAS: "/mine.so", MKLROOT: "/mkl" })).toEqual(["/mine.so"]);
  }
  expect(candidates("linux", {}).filter(({ common }) => common)).toEqual([
    { file: "liblapack.so.3", common: true },
    { file: "liblapack.so", common: true },
  ]);
});

describe("names of functions", () => {
  const exporting =
    (spell: (name: string) => string, ...more: string[]) =>
    (symbol: string): boolean =>
      more.includes(symbol) || Object.keys(signatures).some((name) => spell(name) === symbol);

  test.each<[string, (name: string) => string]>([
    ["Fortran", (name) => `${name}_`],
    ["with integers of 64 bits", (name) => `${name}_64_`],
    ["Accelerate", (name) => `${name}$NEWLAPACK`],
    ["SciPy", (name) => `scipy_${name}_`],
    ["NumPy", (name) => `scipy_${name}_64_`],
    ["bare", (name) => name],
  ])("%s", (_name, spell) => {
    expect(spellingIn(exporting(spell), false)("dpotrf")).toBe(spell("dpotrf"));
  });

  test("what is missing is named", () => {
    const has = (symbol: string): boolean => /^(dgemm|idamax|dgesdd)_$/.test(symbol);
    expect(() => spellingIn(has, false)).toThrow(/dsyrk_, .*dgees_$/);
    expect(() => spellingIn(() => false, false)).toThrow("dgemm$NEWLAPACK, dgemm_, dgemm_64_");
  });

  test("under a name that any BLAS may have, the reference implementation is refused", () => {
    const fortran = (name: string): string => `${name}_`;
    expect(() => spellingIn(exporting(fortran), true)).toThrow("reference BLAS");
    expect(spellingIn(exporting(fortran, "openblas_get_config"), true)("dgemm")).toBe("dgemm_");
  });
});
