import type { OptimizeResult } from "../minimize/options.ts";
import type { Layout } from "../spaces/space.ts";
import { type Leaf, sizeOf } from "../trees/leaf.ts";
import { readable } from "./readable.ts";
import { showNumber, table } from "./table.ts";

/** How many parameters, and how many elements of one, are shown. */
const most = { parameters: 12, elements: 6 };

/** Gives the result of a minimization its text. */
export function minimizeReport<R extends OptimizeResult<unknown, unknown>>(
  result: R,
  layout: Layout<unknown, unknown>,
  name: string = "minimize",
  further: readonly string[] = [],
): R {
  // Read now, because tags may move on.
  const values = layout.read(result.params).map(([path, value]) => [path || "params", showLeaf(value)]);
  return readable(result, () => {
    const { status, message, value, iterations, evaluations, gradientEvaluations } = result;
    const shown = values.slice(0, most.parameters);
    const hidden = values.length - shown.length;
    return [
      `${name}: ${status} (${message})`,
      "",
      `value ${showNumber(value, 8)} after ${iterations} iterations, ${evaluations} evaluations, ${gradientEvaluations} of derivatives`,
      ...further,
      "",
      ...table(shown),
      ...(hidden > 0 ? [`… and ${hidden} more`] : []),
      ...constraintLines(result),
    ].join("\n");
  });
}

/** A table of the constraints, and how well they hold. */
function constraintLines({ constraints, violation }: OptimizeResult<unknown, unknown>): readonly string[] {
  if (constraints.length === 0) return [];
  const shown = constraints.slice(0, most.parameters);
  const rows = shown.map(({ name, value, multiplier }) => [name, showLeaf(value), showLeaf(multiplier)]);
  const hidden = constraints.length - shown.length;
  return [
    "",
    `constraints, which hold to ${showNumber(violation, 3)} of their sizes`,
    ...table([["", "value", "multiplier"], ...rows]),
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
  ];
}

function showLeaf(leaf: Leaf): string {
  if (typeof leaf === "number") return showNumber(leaf, 6);
  const first = Array.from(leaf.data.subarray(0, most.elements), (x) => showNumber(x, 6)).join(", ");
  if (leaf.ndim === 0) return first;
  const shape = leaf.ndim === 1 ? "" : `[${leaf.shape.join(", ")}] `;
  return `${shape}${first}${sizeOf(leaf) > most.elements ? ", …" : ""}`;
}
