import { WengertError } from "@wengert/array";

/** A program, or a call of one, that a plan cannot be made of: its numbers would be wrong when the plan runs again. */
export class CaptureError extends WengertError {
  override readonly name: string = "CaptureError";
}
