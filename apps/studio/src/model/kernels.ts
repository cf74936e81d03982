import { type Argument, leaf, library, type Series } from "@wengert/gp-app/model";
import { treeFor } from "./convert.ts";
import type { LeafNode, Node } from "./tree.ts";

/** A kernel as it is offered: a name, what it does, and the constants that go with the name. */
export interface Offer {
  readonly value: string;
  readonly kernel: string;
  readonly label: string;
  readonly hint: string;
  readonly nu?: number;
}

/** All kernels that can be chosen. */
export const offers: readonly Offer[] = [
  { value: "rbf", kernel: "rbf", label: "RBF", hint: "smooth, forgets after a length" },
  { value: "matern0.5", kernel: "matern", nu: 0.5, label: "Matérn 1/2", hint: "rough, as a random walk" },
  { value: "matern1.5", kernel: "matern", nu: 1.5, label: "Matérn 3/2", hint: "with corners that are bent once" },
  { value: "matern2.5", kernel: "matern", nu: 2.5, label: "Matérn 5/2", hint: "nearly smooth" },
  { value: "periodic", kernel: "periodic", label: "Periodic", hint: "repeats after its period" },
  {
    value: "rationalQuadratic",
    kernel: "rationalQuadratic",
    label: "Rational quadratic",
    hint: "lengths of many sizes",
  },
  { value: "linear", kernel: "linear", label: "Linear", hint: "a straight line" },
  { value: "constant", kernel: "constant", label: "Constant", hint: "an unknown level" },
  { value: "noise", kernel: "noise", label: "Noise", hint: "each observation on its own" },
];

/** What is offered under the kernel of a leaf; a Matérn kernel of another order has no offer. */
export function offerOf(node: LeafNode): Offer | undefined {
  return offers.find(({ kernel, nu }) => kernel === node.kernel && (nu === undefined || nu === node.constants["nu"]));
}

/** How a leaf is called in the editor. */
export function labelOf(node: LeafNode): string {
  return offerOf(node)?.label ?? (node.kernel === "matern" ? `Matérn ${node.constants["nu"]}` : node.kernel);
}

/** A leaf that starts where the data suggest, as a term of a sum. */
export function leafFor({ kernel, nu }: Offer, data: Series): Node {
  const { fixed, learned } = library[kernel];
  const constants: Record<string, Argument> = {};
  if (fixed.includes("nu")) constants["nu"] = nu ?? 1.5;
  if (fixed.includes("period")) constants["period"] = periodFor(data);
  // With several inputs each has a length of its own: they rarely have one unit.
  if (learned.includes("length") && data.x.length > 1 && kernel !== "periodic") {
    constants["length"] = data.x.map(() => "auto" as const);
  }
  return treeFor(leaf(kernel, constants, "auto"), data, kernel);
}

/** A year where x counts years, or else a tenth of the record: a period is never guessed well. */
function periodFor({ x: [x], xLabels, timeUnit }: Series): number {
  if (timeUnit === "years" || /^years?\b/i.test(xLabels[0])) return 1;
  if (timeUnit === "days") return 365.25;
  if (timeUnit === "hours") return 24;
  return Number(((x[x.length - 1] - x[0]) / 10).toPrecision(2));
}
