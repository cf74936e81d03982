import { inner, type Vector } from "../spaces/vector.ts";
import type { Linear } from "./residualproblem.ts";

/** The Euclidean norms of the columns of the Jacobian. */
export function columnLengths({ jacobian, residual }: Linear): Vector {
  const m = residual.length;
  const n = m === 0 ? 0 : jacobian.length / m;
  return Float64Array.from({ length: n }, (_, j) => {
    const column = jacobian.subarray(j * m, (j + 1) * m);
    return Math.sqrt(inner(column, column));
  });
}

/**
 * The scale of each variable: the largest norm so far of its column of the Jacobian. It makes the trust region independent of
 * the units of the parameters.
 *
 * Source: Moré (1978), section 6, which found the largest norm so far better than the present one.
 */
export function enlargedScales(scale: Vector | undefined, linear: Linear): Vector {
  const lengths = columnLengths(linear);
  if (scale === undefined) return lengths.map((length) => (length === 0 ? 1 : length));
  return scale.map((d, j) => Math.max(d, lengths[j]));
}
