import { WengertError } from "@wengert/array";

/** A gradient was asked of a function whose value is not one number. */
export class NonScalarLossError extends WengertError {
  override readonly name: string = "NonScalarLossError";
}
