import type { Source } from "@wengert/trace";
import { CaptureError } from "../errors.ts";

/** Hears that numbers are drawn. */
export function refuseDraws(_source: Source, op: string): never {
  throw new CaptureError(
    `compile: random numbers are drawn inside of the function (${op}), and a plan would repeat the same ones for ever. Draw them ` +
      "outside, and hand them in as an argument.",
    op,
  );
}

/** Hears that a parameter gets another value, or is frozen or thawed. */
export function refuseChanges(op: string): never {
  throw new CaptureError(
    `compile: parameters are changed inside of the function (${op}). That would happen while the function is written down, and never ` +
      "again. Do it between calls. Return values that are computed, and write them outside: assign(params, compiled(x)).",
    op,
  );
}

/** `detectAnomaly` inside of a function. */
export function watched(): CaptureError {
  return new CaptureError(
    "compile: detectAnomaly stands inside of the function, where it would look at the first call only. Put it around: " +
      "detectAnomaly(() => compiled(x)) runs the function itself, operation by operation.",
    "detectAnomaly",
  );
}

/** Of an operation that returns what is no Tensor. */
export function noTensor(op: string): CaptureError {
  return new CaptureError(
    `compile: ${op} returns what is no Tensor, computed from numbers that will be others when the plan runs again. Return ` +
      "a Tensor, and choose with where(c, x, y).",
    op,
  );
}
