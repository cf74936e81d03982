/**
 * Where a BLAS with LAPACK usually is, in the order of trying. A bare file name is looked for by the system's loader. All of
 * these use 32-bit integers; the reference BLAS is not among them, because our own kernels are faster.
 */
export function candidates(platform: string, env: Readonly<Record<string, string | undefined>>): string[] {
  const conda = env["CONDA_PREFIX"];
  const mkl = env["MKLROOT"];
  switch (platform) {
    case "darwin":
      return [
        "/System/Library/Frameworks/Accelerate.framework/Accelerate",
        "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
        "/usr/local/opt/openblas/lib/libopenblas.dylib",
        ...(conda ? [`${conda}/lib/libopenblas.dylib`] : []),
        ...(mkl ? [`${mkl}/lib/libmkl_rt.2.dylib`] : []),
      ];
    case "win32":
      return [
        "libopenblas.dll",
        "openblas.dll",
        "mkl_rt.2.dll",
        ...(conda ? [`${conda}\\Library\\bin\\openblas.dll`, `${conda}\\Library\\bin\\mkl_rt.2.dll`] : []),
        ...(mkl ? [`${mkl}\\bin\\mkl_rt.2.dll`] : []),
      ];
    default:
      return [
        "libopenblas.so.0",
        "libopenblasp.so.0",
        "libopenblas.so",
        "libmkl_rt.so.2",
        "libmkl_rt.so",
        ...(conda ? [`${conda}/lib/libopenblas.so.0`, `${conda}/lib/libmkl_rt.so.2`] : []),
        ...(mkl ? [`${mkl}/lib/libmkl_rt.so.2`, `${mkl}/lib/intel64/libmkl_rt.so.2`] : []),
        "/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so.2",
        "/opt/OpenBLAS/lib/libopenblas.so.0",
      ];
  }
}
