import { expectFunction, isTensor, type Tensor, WengertError } from "@wengert/array";
import type { Outputs } from "./contract.ts";
import { stack } from "./frame.ts";

/** An operation made NaN out of numbers, in a value or in a derivative. */
export class AnomalyError extends WengertError {
  override readonly name: string = "AnomalyError";

  /** @param what - of the operation: its value, or its derivative */
  constructor(op: string, what: string, site: string) {
    super(`${op}: ${what} ${op} is NaN, though nothing that went in was. It is called ${site}.`, op);
  }
}

/**
 * Runs a function and throws where the first NaN appears that an operation makes out of numbers, naming the operation
 * and the line that called it: in a value, or in a gradient, where it is the line of the operation that is
 * differentiated. Slow; for looking for mistakes.
 *
 * @returns what the function returns
 * @throws {AnomalyError} at the first NaN
 * @example
 * import { detectAnomaly, grad } from "@wengert/core";
 * import { mul } from "@wengert/ops";
 *
 * detectAnomaly(() => grad((x) => mul(x, x))(3)); // => 6
 */
export function detectAnomaly<T>(fn: () => T): T {
  expectFunction("detectAnomaly", "fn", fn);
  stack.watches++;
  try {
    return fn();
  } finally {
    stack.watches--;
  }
}

/** Throws when an operation has made NaN. */
export function refuseNaN(op: string, xs: readonly Tensor[], y: Outputs): void {
  const outputs = isTensor(y) ? [y] : Object.values(y);
  if (outputs.some(hasNaN) && !xs.some(hasNaN)) throw new AnomalyError(op, "the value of", here());
}

function hasNaN(x: Tensor): boolean {
  return x.data.some(Number.isNaN);
}

/** Where the user's code is, while anomalies are being looked for. */
export function callSite(): string | undefined {
  return stack.watches > 0 ? here() : undefined;
}

/** Files of the library itself: installed, or in its own repository. */
const OWN = /@wengert\/|\/wengert\/(?:src|dist)\/|\/packages\/[a-z]+\/(?:src|dist)\/|node:internal/;

/** The first line of the call stack outside of the library. */
function here(): string {
  const lines = (new Error().stack ?? "").split("\n").slice(1);
  return lines.find((line) => !OWN.test(line))?.trim() ?? "from an unknown place";
}
