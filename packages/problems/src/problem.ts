import { type Tensor, tensor } from "@wengert/array";
import { add, mul, reshape, slice, stack } from "@wengert/ops";

/** What arithmetic on single values takes. */
export type Scalar = number | Tensor;

/** A test problem: residuals, whose sum of squares is the objective, and the usual start. */
export interface ResidualFunction {
  readonly name: string;
  readonly start: readonly number[];
  readonly residual: (x: Tensor) => Tensor;
}

/** The sum of all. */
export const plus = (...terms: readonly Scalar[]): Scalar => terms.reduce((total, term) => add(total, term));
/** The product of all. */
export const times = (...factors: readonly Scalar[]): Scalar => factors.reduce((total, factor) => mul(total, factor));
/** 1, 2, …, n. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** A problem from its residuals, one by one or as a vector, as functions of the variables one by one. */
export function problem(
  name: string,
  start: readonly number[],
  residuals: (...x: readonly Tensor[]) => readonly Scalar[] | Tensor,
): ResidualFunction {
  const residual = (x: Tensor): Tensor => {
    const variables = start.map((_, j) => reshape(slice(x, [j], [j + 1]), []));
    const found = residuals(...variables);
    if (!Array.isArray(found)) return found as Tensor;
    return stack(
      (found as readonly Scalar[]).map((r) => (typeof r === "number" ? tensor(r) : r)),
      0,
    );
  };
  return { name, start, residual };
}
