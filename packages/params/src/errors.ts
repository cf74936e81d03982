import { WengertError } from "@wengert/array";

/** A parameter that is not in the set it was looked for in, or a set without any. */
export class UnknownParamError extends WengertError {
  override readonly name: string = "UnknownParamError";
}

/** A value outside of what a parameter's constraint allows. */
export class ConstraintError extends WengertError {
  override readonly name: string = "ConstraintError";
}
