import type { Point } from "../minimize/problem.ts";
import { type FlatBounds, project } from "../spaces/flatbounds.ts";
import { maxAbs, type Vector } from "../spaces/vector.ts";

/** v, the distance to the bound that -g points to, or 1 if there is none; and its derivative with respect to x. */
export function distances(
  x: Vector,
  gradient: Vector,
  { lower, upper }: FlatBounds,
): { readonly v: Vector; readonly dv: Vector } {
  const v = new Float64Array(x.length).fill(1);
  const dv = new Float64Array(x.length);
  for (const [i, g] of gradient.entries()) {
    const below = g < 0;
    const bound = below ? upper[i] : lower[i];
    if (g === 0 || !Number.isFinite(bound)) continue;
    v[i] = below ? bound - x[i] : x[i] - bound;
    dv[i] = below ? -1 : 1;
  }
  return { v, dv };
}

/**
 * The scale D of the variables: 1/s without a bound in the direction of descent, √(v/(s ρ)) with one, where s is the norm of the
 * Jacobian's column and ρ a norm of residuals. Both have the unit of x over that of the residual.
 */
export function boundScales({ x, gradient }: Point, scale: Vector, bounds: FlatBounds, rho: number): Vector {
  const { v, dv } = distances(x, gradient, bounds);
  return v.map((vi, i) => (dv[i] === 0 ? 1 / scale[i] : Math.sqrt(vi / (scale[i] * rho))));
}

/** A point strictly inside the bounds: entries at a bound are moved by `margin` of their size, or by one rounding unit. */
export function interior(x: Vector, { lower, upper }: FlatBounds, margin: number): Vector {
  const projected = project(x, { lower, upper });
  return projected.map((xi, i) => {
    const [low, high] = [lower[i], upper[i]];
    if (low === high || (xi > low && xi < high)) return xi;
    const width = high - low;
    const size = Math.abs(xi) || (Number.isFinite(width) ? width : maxAbs(projected)) || 1;
    const inwards = Math.max(margin, 2 ** -52) * size;
    const moved = xi <= low ? low + inwards : high - inwards;
    return moved > low && moved < high ? moved : (low + high) / 2;
  });
}
