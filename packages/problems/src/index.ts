import type { Tensor } from "@wengert/array";
import { square, sum } from "@wengert/ops";
import { anyNumber } from "./anynumber.ts";
import { fewVariables } from "./fewvariables.ts";
import type { ResidualFunction } from "./problem.ts";

export type { ResidualFunction };

/**
 * The functions of Moré, Garbow & Hillstrom with at most ten variables, in their order.
 *
 * Source: "Testing unconstrained optimization software", ACM Transactions on Mathematical Software 7 (1981) 17–41; Gulf
 * research and development with the correction y - x₂ of its published form.
 */
export const moreGarbowHillstrom: readonly ResidualFunction[] = [...fewVariables, ...anyNumber];

/** The objective of a problem: the sum of its squares. */
export function sumOfSquares({ residual }: ResidualFunction): (x: Tensor) => Tensor {
  return (x) => sum(square(residual(x)));
}
