import { WengertError } from "@wengert/array";

/** A gradient was asked of a function whose value is not one number. */
export class NonScalarLossError extends WengertError {
  override readonly name: string = "NonScalarLossError";
}

/** A loss that uses nothing of what it is to be differentiated by: its gradient would be 0 without a word. */
export class IndependentLossError extends WengertError {
  override readonly name: string = "IndependentLossError";
}
