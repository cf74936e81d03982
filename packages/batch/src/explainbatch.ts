import type { Tensor } from "@wengert/array";
import { expectFunction, expectOptions } from "@wengert/array/author";
import type { Inputs } from "@wengert/rule";
import { type BatchedOperation, Report } from "./report.ts";
import { mapped, type VmapOptions } from "./vmap.ts";

/**
 * Tells how `vmap(f)` carries out each operation: in one call for all examples, or in a loop over them, because a rule reads
 * numbers and does not say how it batches.
 *
 * @param f - as for `vmap`
 * @returns a function of the same arguments, which returns the operations by name, in the order in which they were met
 * @see vmap
 * @example
 * import { tensor } from "@wengert/array";
 * import { explainBatch } from "@wengert/batch";
 * import { exp } from "@wengert/ops";
 *
 * explainBatch((x) => exp(exp(x)))(tensor([1, 2, 3])); // => [{ op: "exp", how: "one call", calls: 2 }]
 */
export function explainBatch<A extends readonly unknown[] = readonly Tensor[]>(
  f: (...args: A) => unknown,
  options: VmapOptions = {},
): (...args: Inputs<A>) => readonly BatchedOperation[] {
  expectFunction("explainBatch", "f", f);
  expectOptions("explainBatch", options, ["inAxes", "outAxes", "axisSize"]);
  return (...args) => {
    const report = new Report();
    mapped("explainBatch", f as (...args: readonly unknown[]) => unknown, options, args, report);
    return report.operations;
  };
}
