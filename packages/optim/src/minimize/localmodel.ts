import { positiveInverse } from "../spaces/positiveinverse.ts";
import { inner, norm, type Vector } from "../spaces/vector.ts";

/** A quadratic model gᵀd + ½dᵀHd of some variables. */
export interface LocalModel {
  readonly gradient: Vector;
  /** n·n, symmetric up to rounding. */
  readonly hessian: Vector;
}

/** A step, and what it gains if the model is right. */
export interface ModelStep {
  readonly step: Vector;
  readonly decrease: number;
}

/**
 * The lowest point of a model within the unit sphere, nearly: the step -(H + μI)⁻¹g with the least μ of a series by powers of 8
 * for which the matrix is positive definite and the step no longer than 1.
 *
 * @returns `undefined` where an entry is not finite
 */
export function regionStep(model: LocalModel): ModelStep | undefined {
  const { gradient } = model;
  const largest = norm(gradient);
  let mu = 0;
  while (Number.isFinite(mu)) {
    const inverse = shiftedInverse(model, mu);
    const step = inverse && product(inverse, gradient).map((x) => -x);
    if (step !== undefined && norm(step) <= 1) {
      return { step, decrease: -inner(step, gradient) - inner(step, product(model.hessian, step)) / 2 };
    }
    mu = mu === 0 ? smallest(model, largest) : 8 * mu;
  }
  return undefined;
}

/**
 * A direction of length 1 along which a model bends down by more than a part of its largest entry: nearly the eigenvector of the least
 * eigenvalue, by inverse iteration. `undefined` where there is none.
 */
export function downwardBend(model: LocalModel, part: number): ModelStep | undefined {
  const { hessian } = model;
  const n = model.gradient.length;
  const largest = hessian.reduce((most, h) => Math.max(most, Math.abs(h)), 0);
  let [low, high] = [0, part * largest];
  if (!(high > 0) || shiftedInverse(model, high) !== undefined) return undefined;
  for (let count = 0; count < 80 && shiftedInverse(model, high) === undefined; count++) [low, high] = [high, 4 * high];
  for (let count = 0; count < 10; count++) {
    const middle = (low + high) / 2;
    if (shiftedInverse(model, middle) === undefined) low = middle;
    else high = middle;
  }
  const inverse = shiftedInverse(model, high);
  if (inverse === undefined) return undefined;
  // Any start but one orthogonal to the eigenvector will do.
  let step: Vector = Float64Array.from({ length: n }, (_, i) => Math.cos(1 + i * i));
  for (let count = 0; count < 4; count++) {
    step = product(inverse, step);
    const length = norm(step);
    step = step.map((x) => x / length);
  }
  const bend = inner(step, product(hessian, step));
  if (!(bend < -part * largest)) return undefined;
  const slope = inner(step, model.gradient);
  return { step: slope > 0 ? step.map((x) => -x) : step, decrease: Math.abs(slope) - bend / 2 };
}

/** The first μ after 0. */
function smallest({ hessian, gradient }: LocalModel, slope: number): number {
  const largest = hessian.reduce((most, h) => Math.max(most, Math.abs(h)), 0);
  return Number.EPSILON * (gradient.length * largest + slope) || Number.NaN;
}

/** (H + μI)⁻¹; `undefined` unless H + μI is positive definite. */
function shiftedInverse({ hessian, gradient: { length: n } }: LocalModel, mu: number): Vector | undefined {
  const shifted = hessian.map((h, k) => (k % (n + 1) === 0 ? h + mu : h));
  const inverted = positiveInverse(shifted, n);
  return typeof inverted === "number" ? undefined : inverted.inverse;
}

function product(matrix: Vector, v: Vector): Vector {
  const n = v.length;
  return v.map((_, i) => inner(matrix.subarray(i * n, (i + 1) * n), v));
}
