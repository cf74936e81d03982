import type { ArgumentError } from "@wengert/array";
import type { Space } from "../spaces/space.ts";
import { addScaled, inner, norm, type Vector } from "../spaces/vector.ts";

/**
 * The corners of a given simplex as flat vectors.
 *
 * @throws {ArgumentError} unless they are n + 1, finite, and in no common plane: a flat simplex never leaves its plane, and would
 * "converge" in it
 */
export function cornersOf(
  simplex: unknown,
  space: Space<unknown, unknown>,
  refuse: (what: string) => ArgumentError,
): readonly Vector[] {
  const size = space.size;
  if (!Array.isArray(simplex) || simplex.length !== size + 1) {
    throw refuse(`simplex must be an array of ${size + 1} corners, one more than there are numbers in the start`);
  }
  const corners = simplex.map((corner) => space.vector(corner));
  const odd = corners.findIndex((x) => !x.every(Number.isFinite));
  if (odd >= 0) throw refuse(`simplex[${odd}] must have finite numbers`);
  if (isFlat(corners)) throw refuse("simplex is flat: its corners lie in a plane, which no step would leave");
  return corners;
}

/** Whether the edges from the first corner depend on each other, up to rounding, each variable in the unit of its longest edge. */
function isFlat([origin, ...others]: readonly Vector[]): boolean {
  const edges = others.map((corner) => corner.map((xi, i) => xi - origin[i]));
  const units = origin.map((_, i) => edges.reduce((most, edge) => Math.max(most, Math.abs(edge[i])), 0));
  if (units.some((unit) => unit === 0)) return true;
  const basis: Vector[] = [];
  for (const edge of edges) {
    const rest = edge.map((e, i) => e / units[i]);
    const length = norm(rest);
    // The second time for what rounding has left of the first.
    for (const q of [...basis, ...basis]) addScaled(rest, -inner(q, rest), q);
    const left = norm(rest);
    if (!(left > 8 * origin.length * Number.EPSILON * length)) return true;
    basis.push(rest.map((r) => r / left));
  }
  return false;
}
