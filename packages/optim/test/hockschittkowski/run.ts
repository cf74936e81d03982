import { type Tensor, tensor } from "@wengert/array";
import { mul } from "@wengert/ops";
import { type FunctionConstraint, minimize, type OptimizeResult } from "../../src/index.ts";
import { type ConstrainedExample, type Formulas, variables, vector } from "./formulas.ts";

/** Units: the objective is multiplied by c, the variables are divided by s, and constraint i is multiplied by k(i). */
export interface Units {
  readonly c: number;
  readonly s: number;
  readonly k: (i: number) => number;
}

export const plain: Units = { c: 1, s: 1, k: () => 1 };

/** Minimizes an example in some units. */
export function run(
  { start, lower, upper, objective, equalities, inequalities }: ConstrainedExample,
  method: "sqp" | "auglag",
  { c, s, k }: Units = plain,
): OptimizeResult<Tensor, Tensor> {
  const scaled = (x: Tensor): readonly Tensor[] => variables(mul(s, x));
  const all = (formulas: Formulas | undefined, limit: Partial<FunctionConstraint>): FunctionConstraint<Tensor>[] => {
    if (formulas === undefined) return [];
    const of = (x: Tensor): Tensor => vector(formulas(...scaled(x)).map((value, i) => mul(k(i), value)));
    return [{ of, ...limit }];
  };
  const side = (bound: number | readonly number[] | undefined): number | Tensor | undefined => {
    if (bound === undefined) return undefined;
    return typeof bound === "number" ? bound / s : tensor(bound.map((b) => b / s));
  };
  const hasBounds = lower !== undefined || upper !== undefined;
  return minimize((x) => mul(c, objective(...scaled(x))), tensor(start.map((x) => x / s)), {
    method,
    bounds: hasBounds ? { lower: side(lower), upper: side(upper) } : undefined,
    constraints: [
      ...all(equalities, { equals: 0, name: "equalities" }),
      ...all(inequalities, { atLeast: 0, name: "inequalities" }),
    ],
  });
}
