import type { Kernels } from "@wengert/array";
import { BlasNotFoundError, openBlas } from "../src/index.ts";

/** The kernels of this machine's library, or the reason why there are none; the tests that need them are then skipped. */
export function installed(): Kernels | BlasNotFoundError {
  try {
    return openBlas();
  } catch (error) {
    if (error instanceof BlasNotFoundError) return error;
    throw error;
  }
}
