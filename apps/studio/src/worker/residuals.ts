import { erfInv } from "@wengert/special";
import { cholesky, choleskyInverse, choleskySolve, diagonal, mul, tensor } from "wengert";
import { Objective } from "./objective.ts";
import type { ResidualsAnswer, Task } from "./protocol.ts";

/**
 * Each observation against the prediction from all others, without fitting again:
 *
 *     rᵢ = αᵢ/Kⁱⁱ,   σᵢ² = 1/Kⁱⁱ,   α = K⁻¹y,   Kⁱⁱ the diagonal of K⁻¹
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning (2006), equations 5.10 to 5.12.
 */
export function residualsAnswer(task: Task): ResidualsAnswer {
  const objective = new Objective(task);
  const l = cholesky(objective.matrix());
  const alpha = choleskySolve(l, objective.sample.y).data;
  const precision = diagonal(choleskyInverse(l)).data;
  return {
    quantiles: normalQuantiles(alpha.length),
    standardized: alpha.map((value, i) => value / Math.sqrt(precision[i])),
    raw: alpha.map((value, i) => (value / precision[i]) * objective.units.y),
  };
}

/** Φ⁻¹((i + ½)/n) for each i. */
function normalQuantiles(n: number): Float64Array {
  const shares = tensor(Float64Array.from({ length: n }, (_, i) => (2 * i + 1) / n - 1));
  return mul(Math.SQRT2, erfInv(shares)).data;
}
