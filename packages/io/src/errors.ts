import { WengertError } from "@wengert/array";

/**
 * A file that is truncated, damaged, of another format, or whose header promises what its bytes do not hold. `path` names the
 * array in the file, where there is one.
 *
 * @example
 * import { FileFormatError, readCsv, readNpy } from "@wengert/io";
 *
 * readNpy(new Uint8Array(8)); // throws FileFormatError
 * try {
 *   readCsv("x,y\n1,3.5\n2,n.d.\n");
 * } catch (error) {
 *   if (!(error instanceof FileFormatError)) throw error;
 *   error.path; // => y
 * }
 * readCsv("x,y\n1,3.5\n2,n.d.\n", { missing: ["n.d."] }).tensors["y"].toArray(); // => [3.5, NaN]
 */
export class FileFormatError extends WengertError {
  override readonly name: string = "FileFormatError";
}
