import { type FlatBounds, longestStep } from "../spaces/flatbounds.ts";
import { inner, type Vector } from "../spaces/vector.ts";
import { modelChange } from "./linearmodel.ts";
import type { Linear } from "./residualproblem.ts";

/** The step with the lowest model among the step itself, cut off, reflected, and steepest descent, all within the bounds. */
export function feasibleStep(
  x: Vector,
  hat: Vector,
  model: Linear,
  d: Vector,
  radius: number,
  bounds: FlatBounds,
  inside: number,
): Vector {
  const real = (p: Vector): Vector => p.map((pi, i) => pi * d[i]);
  const room = longestStep(x, real(hat), bounds);
  if (room > 1) return hat;
  const cut = hat.map((p) => p * room);
  const onBound = x.map((xi, i) => xi + cut[i] * d[i]);
  const turned = hat.map((p, i) => (longestEntryStep(x, p * d[i], bounds, i) <= room ? -p : p));
  const reflectedRoom = Math.min(longestStep(onBound, real(turned), bounds), toRadius(cut, turned, radius));
  const steepest = model.gradient.map((g) => -g);
  const norm = Math.sqrt(inner(steepest, steepest));
  const candidates = [
    cut.map((p) => p * inside),
    ...(reflectedRoom > 0
      ? [minimumAlong(model, turned, cut, inside * reflectedRoom, (1 - inside) * reflectedRoom)]
      : []),
    minimumAlong(
      model,
      steepest,
      undefined,
      inside * Math.min(longestStep(x, real(steepest), bounds), radius / norm),
      0,
    ),
  ];
  // Candidates whose model is NaN are left out.
  const values = candidates.map((candidate) => modelChange(model, candidate).change);
  const known = values.filter((value) => !Number.isNaN(value));
  return candidates[Math.max(values.indexOf(Math.min(...known)), 0)];
}

function longestEntryStep(x: Vector, step: number, { lower, upper }: FlatBounds, i: number): number {
  return step === 0 ? Number.POSITIVE_INFINITY : ((step > 0 ? upper[i] : lower[i]) - x[i]) / step;
}

/** The point `from + t·direction` with the lowest model, for t between two limits. */
function minimumAlong(model: Linear, direction: Vector, from: Vector | undefined, most: number, least: number): Vector {
  const start = from ?? new Float64Array(direction.length);
  const at = (t: number): Vector => start.map((s, i) => s + t * direction[i]);
  const base = modelChange(model, start).change;
  const { square } = modelChange(model, direction);
  // The model is a parabola in t: base + bt + square·t².
  const b = modelChange(model, at(1)).change - base - square;
  const t = square > 0 ? -b / (2 * square) : b < 0 ? most : least;
  return at(Math.min(Math.max(t, least), most));
}

function toRadius(from: Vector, direction: Vector, radius: number): number {
  const [a, b, c] = [inner(direction, direction), inner(from, direction), inner(from, from) - radius * radius];
  const root = Math.sqrt(Math.max(b * b - a * c, 0));
  return b > 0 ? Math.max(-c, 0) / (b + root) : (root - b) / a;
}
