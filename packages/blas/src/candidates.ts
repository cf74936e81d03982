import type { Candidate } from "./library.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where a BLAS with LAPACK usually is, in the order of trying: what the system's loader knows by its name, then places that
 * it does not look into. What all systems call alike, whosever it is, comes last.
 */
export function candidates(platform: string, env: Environment): Candidate[] {
  const named = env["WENGERT_BLAS"];
  if (named) return [{ file: named }];
  // Where environments of conda and Python keep their libraries.
  const prefixes = [env["CONDA_PREFIX"], env["VIRTUAL_ENV"]].filter((prefix) => prefix !== undefined && prefix !== "");
  const mkl = env["MKLROOT"];
  switch (platform) {
    case "darwin":
      return candidatesOf([
        "/System/Library/Frameworks/Accelerate.framework/Accelerate",
        "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
        "/usr/local/opt/openblas/lib/libopenblas.dylib",
        "/opt/local/lib/libopenblas.dylib",
        ...prefixes.flatMap((prefix) => [`${prefix}/lib/libopenblas.dylib`, `${prefix}/lib/libmkl_rt.2.dylib`]),
        ...(mkl ? [`${mkl}/lib/libmkl_rt.2.dylib`] : []),
      ]);
    case "win32":
      return candidatesOf([
        "libopenblas.dll",
        "openblas.dll",
        "mkl_rt.2.dll",
        "mkl_rt.dll",
        ...prefixes.flatMap((prefix) => [
          `${prefix}\\Library\\bin\\openblas.dll`,
          `${prefix}\\Library\\bin\\mkl_rt.2.dll`,
        ]),
        ...(mkl ? [`${mkl}\\bin\\mkl_rt.2.dll`, `${mkl}\\redist\\intel64\\mkl_rt.2.dll`] : []),
        "C:\\Program Files (x86)\\Intel\\oneAPI\\mkl\\latest\\bin\\mkl_rt.2.dll",
      ]);
    default:
      return [
        ...candidatesOf([
          "libopenblas.so.0",
          "libopenblasp.so.0",
          "libopenblas.so",
          "libopenblas64.so.0",
          "libopenblas64_.so.0",
          "libmkl_rt.so.2",
          "libmkl_rt.so",
          ...prefixes.flatMap((prefix) => [`${prefix}/lib/libopenblas.so.0`, `${prefix}/lib/libmkl_rt.so.2`]),
          ...(mkl ? [`${mkl}/lib/libmkl_rt.so.2`, `${mkl}/lib/intel64/libmkl_rt.so.2`] : []),
          "/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so.2",
          "/opt/OpenBLAS/lib/libopenblas.so.0",
        ]),
        { file: "liblapack.so.3", common: true },
        { file: "liblapack.so", common: true },
      ];
  }
}

function candidatesOf(files: readonly string[]): Candidate[] {
  return files.map((file) => ({ file }));
}
