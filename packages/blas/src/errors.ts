import { WengertError } from "@wengert/array";

/**
 * No usable library was found: says which were tried, and what each of them lacked.
 *
 * @example
 * import { openBlas } from "@wengert/blas";
 *
 * openBlas({ path: "/no/such/libopenblas.so" }); // throws BlasNotFoundError: /no/such/libopenblas.so
 */
export class BlasNotFoundError extends WengertError {
  override readonly name: string = "BlasNotFoundError";
  /** One line for each library that was tried: where, and what went wrong. */
  readonly tried: readonly string[];

  constructor(tried: readonly string[]) {
    super(
      `openBlas: no BLAS with LAPACK could be loaded. Install one (Debian: libopenblas0, Fedora: openblas, macOS: nothing to ` +
        `install) or name its file with openBlas({ path }) or in WENGERT_BLAS. Tried:\n${tried.map((line) => `  ${line}`).join("\n")}`,
      "openBlas",
    );
    this.tried = tried;
  }
}
