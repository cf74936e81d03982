import { WengertError } from "@wengert/array";

/** A program, or a call of one, that a plan cannot be made of: its numbers would be wrong when the plan runs again. */
export class CaptureError extends WengertError {
  override readonly name: string = "CaptureError";
}

/** A plan finds that it does not hold for this call. Nobody outside sees it: the function itself is run instead. */
export class StalePlan extends Error {}
