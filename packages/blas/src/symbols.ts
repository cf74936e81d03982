/**
 * The functions of BLAS and LAPACK that we call. Parameters: s is the address of a number or string, d an array of doubles, i
 * one of integers, and behind them, as Fortran wants it, l the length of each string. Those of BLAS are called in Fortran's
 * way too, because that is what all libraries have.
 */
export const signatures = {
  dgemv: "ssssdsdssdsl",
  dtrsv: "ssssdsdslll",
  dgemm: "ssssssdsdssdsll",
  dsyrk: "sssssdssdsll",
  dtrsm: "sssssssdsdsllll",
  dgetrf: "ssdsis",
  dpotrf: "ssdssl",
  dpotri: "ssdssl",
  dsyevd: "sssdsddsissll",
  dgesdd: "sssdsddsdsdsisl",
  dgeqrf: "ssdsddss",
  dorgqr: "sssdsddss",
  dgelqf: "ssdsddss",
  dorglq: "sssdsddss",
  dgees: "ssssdssdddsdsssll",
  idamax: "sds",
} as const;

/** How a library spells the name of a function. */
export type Spelling = (name: string) => string;

/** Apple's newer LAPACK; Fortran's way; the same with integers of 64 bits; those that NumPy and SciPy bring; none at all. */
const spellings: readonly Spelling[] = [
  (name) => `${name}$NEWLAPACK`,
  (name) => `${name}_`,
  (name) => `${name}_64_`,
  (name) => `scipy_${name}_`,
  (name) => `scipy_${name}_64_`,
  (name) => name,
];

/** What a library has that is more than the reference implementation of BLAS. */
const marks = [
  "openblas_get_config",
  "mkl_get_version",
  "MKL_Get_Version",
  "bli_info_get_version_str",
  "ATL_buildinfo",
];

/**
 * How a library spells the names, all of which it must have.
 *
 * @param common - refuse the reference implementation, because our own kernels are faster
 */
export function spellingIn(has: (symbol: string) => boolean, common: boolean): Spelling {
  const spelling = spellings.find((spell) => has(spell("dgemm")));
  if (spelling === undefined) {
    throw new Error(`it has no dgemm under any of the names ${spellings.map((spell) => spell("dgemm")).join(", ")}`);
  }
  const missing = Object.keys(signatures)
    .map(spelling)
    .filter((symbol) => !has(symbol));
  if (missing.length > 0) throw new Error(`it has no ${missing.join(", ")}`);
  if (common && !marks.some(has)) throw new Error("it is the reference BLAS, which the present kernels outdo");
  return spelling;
}
