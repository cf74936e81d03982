import type { FlatBounds } from "../spaces/flatbounds.ts";
import type { Vector } from "../spaces/vector.ts";
import type { LocalModel } from "./localmodel.ts";
import type { Point, Problem } from "./problem.ts";

/** Of a step to the size of its variable, for a difference of gradients. */
const stepSize = Math.sqrt(Number.EPSILON);

/** The model of some variables over their sizes, with the exact Hessian; `undefined` where it does not exist or is not finite. */
export function modelByProducts(
  problem: Problem,
  { x, gradient }: Point,
  places: readonly number[],
  sizes: Vector,
): LocalModel | undefined {
  const product = problem.hessianAt(x);
  try {
    return modelOf(gradient, places, sizes, (i) => {
      const v = new Float64Array(x.length);
      v[i] = sizes[i];
      return product(v);
    });
  } catch (error) {
    // Where all parameters are frozen there is no Hessian, and nothing to ask.
    if (error instanceof Error && error.name === "IndependentLossError") return undefined;
    throw error;
  }
}

/** The same with differences of gradients, one evaluation for each variable. */
export function modelByDifferences(
  problem: Problem,
  { x, gradient }: Point,
  places: readonly number[],
  sizes: Vector,
  bounds: FlatBounds,
): LocalModel | undefined {
  return modelOf(gradient, places, sizes, (i) => {
    const there = x.slice();
    const h = stepSize * sizes[i];
    there[i] = x[i] + h <= bounds.upper[i] ? x[i] + h : x[i] - h;
    const point = problem.evaluate(there);
    const length = (there[i] - x[i]) / sizes[i];
    return Number.isFinite(point.value) ? point.gradient.map((g, j) => (g - gradient[j]) / length) : undefined;
  });
}

/** The model in variables over their sizes, from columns of the Hessian. */
function modelOf(
  gradient: Vector,
  places: readonly number[],
  sizes: Vector,
  column: (place: number) => Vector | undefined,
): LocalModel | undefined {
  const n = places.length;
  const hessian = new Float64Array(n * n);
  for (const [k, i] of places.entries()) {
    const entries = column(i);
    if (entries === undefined) return undefined;
    for (const [l, j] of places.entries()) hessian[k * n + l] = entries[j] * sizes[j];
  }
  // Columns by differences are symmetric up to their rounding only.
  const symmetric = hessian.map((h, k) => (h + hessian[(k % n) * n + Math.floor(k / n)]) / 2);
  if (!symmetric.every(Number.isFinite)) return undefined;
  return { gradient: Float64Array.from(places, (i) => gradient[i] * sizes[i]), hessian: symmetric };
}
