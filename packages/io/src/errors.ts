import { WengertError } from "@wengert/array";

/**
 * A file that is truncated, damaged, of another format, or whose header promises what its bytes do not hold. `path` names the
 * array in the file, where there is one.
 */
export class FileFormatError extends WengertError {
  override readonly name: string = "FileFormatError";
}
