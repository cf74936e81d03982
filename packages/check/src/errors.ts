import { WengertError } from "@wengert/array";

/** A rule whose parts contradict each other or the finite differences of its value. */
export class RuleCheckError extends WengertError {
  override readonly name: string = "RuleCheckError";
}
