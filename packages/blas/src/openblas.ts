import { type Kernels, kernels } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { makeScratch } from "./arrays.ts";
import { candidates } from "./candidates.ts";
import { definite } from "./definite.ts";
import { BlasNotFoundError } from "./errors.ts";
import { general } from "./general.ts";
import { type Candidate, type Library, open } from "./library.ts";
import { orthogonal } from "./orthogonal.ts";
import { products } from "./products.ts";
import { spectral } from "./spectral.ts";

/** Options of `openBlas`. */
export interface OpenBlasOptions {
  /** The library's file, or its name as the system's loader knows it. */
  readonly path?: string;
}

/**
 * The kernels of @wengert/array from a BLAS and LAPACK of the system: OpenBLAS, Intel's MKL or Apple's Accelerate, with
 * integers of 32 or 64 bits. All that decompositions need is among them; their results differ from those of other kernels
 * by rounding, and vectors by their signs.
 *
 * The library is loaded by this call, not on import: the one that `path` or the environment variable WENGERT_BLAS names, else
 * the first of the usual names and places. Products and systems of few numbers stay with the kernels in use when this is
 * called. How many threads the library takes is its own affair (`OPENBLAS_NUM_THREADS`, `MKL_NUM_THREADS`).
 *
 * @throws {BlasNotFoundError} with what was tried
 * @throws {ArgumentError} for an option of another name
 *
 * @example
 * ```ts
 * import { useKernels } from "@wengert/array";
 * import { BlasNotFoundError, openBlas } from "@wengert/blas";
 *
 * try {
 *   useKernels(openBlas());
 * } catch (error) {
 *   if (!(error instanceof BlasNotFoundError)) throw error;
 *   console.log(error.message); // what was tried; the present kernels stay
 * }
 * openBlas({ path: "/no/such/file.so" }); // throws BlasNotFoundError
 * ```
 */
export function openBlas(options: OpenBlasOptions = {}): Kernels {
  expectOptions("openBlas", options, ["path"]);
  const { path } = options;
  const library = firstOf(path === undefined ? candidates(process.platform, process.env) : [{ file: path }]);
  const small = kernels();
  const scratch = makeScratch();
  const level3 = products(library, small);
  return {
    name: library.file,
    ...level3,
    ...definite(library, small, scratch),
    ...general(library, small, level3),
    ...orthogonal(library, scratch),
    ...spectral(library, scratch),
  };
}

/** The first of the files that loads and has every function. */
function firstOf(files: readonly Candidate[]): Library {
  const tried: string[] = [];
  for (const candidate of files) {
    try {
      return open(candidate);
    } catch (error) {
      tried.push(`${candidate.file}: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new BlasNotFoundError(tried);
}
