import { createRequire } from "node:module";
import { BlasNotFoundError } from "./errors.ts";

const declarations = {
  dgemm:
    "void cblas_dgemm(int order, int transA, int transB, int m, int n, int k, double alpha, const double *a, int lda, const double *b, int ldb, double beta, double *c, int ldc)",
  dsyrk:
    "void cblas_dsyrk(int order, int uplo, int trans, int n, int k, double alpha, const double *a, int lda, double beta, double *c, int ldc)",
  dtrsm:
    "void cblas_dtrsm(int order, int side, int uplo, int trans, int diag, int m, int n, double alpha, const double *a, int lda, double *b, int ldb)",
  // Fortran passes all by reference, and the length of the string as a last argument of its own.
  dpotrf: "void dpotrf_(const uint8_t *uplo, const int *n, double *a, const int *lda, int *info, size_t length)",
  dpotri: "void dpotri_(const uint8_t *uplo, const int *n, double *a, const int *lda, int *info, size_t length)",
} as const;

type ForeignFunction = (...args: (number | Float64Array | Int32Array | Uint8Array)[]) => void;

/** The functions of a loaded library; arrays are handed over in place. */
export type Library = { readonly file: string } & { readonly [F in keyof typeof declarations]: ForeignFunction };

/** The first of the files that loads and has every function. */
export function openLibrary(files: readonly string[]): Library {
  const tried: string[] = [];
  for (const file of files) {
    try {
      // koffi is a native module: loaded here, so that importing this package loads nothing.
      const koffi = createRequire(import.meta.url)("koffi") as typeof import("koffi");
      const library = koffi.load(file);
      const functions = Object.entries(declarations).map(([name, text]) => [name, library.func(text)]);
      return { file, ...Object.fromEntries(functions) };
    } catch (error) {
      tried.push(`${file}: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new BlasNotFoundError(tried);
}
