import type { Vector } from "../spaces/vector.ts";

/** The value at a point, with the gradient unless only values are wanted. The caller may keep the arrays. */
export interface Evaluated {
  readonly value: number;
  readonly gradient?: Vector | undefined;
  /** Whether it was found to use none of its parameters. */
  readonly usesNothing?: boolean | undefined;
}

/** A function of a flat vector. */
export type Objective = (x: Vector) => Evaluated;

/** Products of the Hessian at a point with vectors. */
export type Curvature = (x: Vector) => (v: Vector) => Vector;

/** A sentence with the operation and the line of the first NaN at a point, if there is one. */
export type FirstNaN = (x: Vector) => string | undefined;

/** A point where the objective was evaluated. The value is Infinity where the evaluation failed. */
export interface Point {
  readonly x: Vector;
  readonly value: number;
  /** NaN where no gradient was wanted. */
  readonly gradient: Vector;
}

/** Counts of evaluations, and the lowest point among them. */
export interface EvaluationCounts {
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  readonly hessianEvaluations: number;
  readonly best: Point | undefined;
  /** The first value, and whether all others were the same: a state of an earlier version does not know it. */
  readonly first?: number | undefined;
  readonly same?: boolean;
}

/** Thrown where another evaluation would exceed the limit. The iteration loop catches it. */
export class EvaluationLimit extends Error {}

/**
 * An objective with counts of its evaluations and its best point. Outside of its domain its value is Infinity, so that a line
 * search takes a shorter step.
 *
 * A point is outside of the domain where a factorization reports that a matrix is singular or not positive definite, and where
 * the value or an entry of the gradient is not finite.
 */
export class Problem {
  evaluations: number = 0;
  gradientEvaluations: number = 0;
  hessianEvaluations: number = 0;
  /** The most evaluations; beyond that, `evaluate` throws {@link EvaluationLimit}. */
  maxEvaluations: number = Number.POSITIVE_INFINITY;
  /** Whether the objective was found to use none of its parameters. */
  usesNothing: boolean = false;
  /** Whether the value was -Infinity somewhere. */
  sawMinusInfinity: boolean = false;
  readonly #objective: Objective;
  readonly #curvature: Curvature | undefined;
  readonly #firstNaN: FirstNaN | undefined;
  #best: Point | undefined;
  #first: number | undefined;
  #same = true;
  /** The point of the last evaluation if it was not finite. */
  #nonFinite: Vector | undefined;

  constructor(objective: Objective, curvature?: Curvature, firstNaN?: FirstNaN) {
    this.#objective = objective;
    this.#curvature = curvature;
    this.#firstNaN = firstNaN;
  }

  /** The value of the first evaluation. */
  get firstValue(): number {
    return this.#first ?? Number.NaN;
  }

  /** Notes a gradient that was computed apart from the value. */
  noteGradient(gradient: Vector): void {
    this.#same &&= gradient.every((g) => g === 0);
  }

  /** Notes that a derivative that was computed apart from the value is not finite at a point. */
  noteNonFinite(x: Vector): void {
    this.#nonFinite = x;
  }

  /** Whether all evaluations had the same value, and a gradient of 0 if any. */
  get sawOneValue(): boolean {
    return this.#same;
  }

  /** The operation and line of the first NaN in the last evaluation, if there is one. */
  causeOfNaN(): string | undefined {
    return this.#nonFinite && this.#firstNaN?.(this.#nonFinite);
  }

  /** The largest violation of a constraint; there is none here. */
  violationAt(_point: Point): number {
    return 0;
  }

  /** The lowest point so far. */
  get best(): Point | undefined {
    return this.#best;
  }

  /** Makes a point the best. For points whose values differ by rounding only and that are better by another criterion. */
  prefer(point: Point): void {
    this.#best = point;
  }

  /** The part of the state that a saved minimization needs. */
  get counts(): EvaluationCounts {
    const { evaluations, gradientEvaluations, hessianEvaluations, best } = this;
    return { evaluations, gradientEvaluations, hessianEvaluations, best, first: this.#first, same: this.#same };
  }

  /** Continues from a saved state. */
  restore({ evaluations, gradientEvaluations, hessianEvaluations, best, first, same }: EvaluationCounts): void {
    this.evaluations = evaluations;
    this.gradientEvaluations = gradientEvaluations;
    this.hessianEvaluations = hessianEvaluations;
    this.#best = best;
    this.#first = first;
    this.#same = same ?? true;
  }

  /** A step may be so long that a variable overflows. That is no point, whatever the objective is there. */
  evaluate(x: Vector): Point {
    if (!x.every(Number.isFinite)) return outside(x);
    try {
      return this.evaluateStart(x);
    } catch (error) {
      if (!isOutside(error)) throw error;
      return outside(x);
    }
  }

  /** Like `evaluate`, but throws the errors of factorizations, because no shorter step can help at the start. */
  evaluateStart(x: Vector): Point {
    if (this.evaluations >= this.maxEvaluations) throw new EvaluationLimit();
    this.evaluations++;
    const { value, gradient, usesNothing = false } = this.#objective(x);
    this.usesNothing ||= usesNothing;
    if (value === Number.NEGATIVE_INFINITY) this.sawMinusInfinity = true;
    if (gradient !== undefined) this.gradientEvaluations++;
    const finite = Number.isFinite(value) && (gradient?.every(Number.isFinite) ?? true);
    this.#nonFinite = finite ? undefined : x;
    this.#first ??= value;
    this.#same &&= value === this.#first && (gradient?.every((g) => g === 0) ?? true);
    const point = {
      x,
      value: finite ? value : Number.POSITIVE_INFINITY,
      gradient: gradient ?? new Float64Array(x.length).fill(Number.NaN),
    };
    if (finite && !(point.value >= (this.#best?.value ?? Number.POSITIVE_INFINITY))) this.#best = point;
    return point;
  }

  /**
   * The product Hv with the Hessian at a point; not finite where the objective cannot be differentiated twice.
   * @throws {Error} for a problem without curvature
   */
  hessianAt(x: Vector): (v: Vector) => Vector {
    if (this.#curvature === undefined) throw new Error("this problem has no curvature");
    let product: ((v: Vector) => Vector) | undefined;
    return (v) => {
      this.hessianEvaluations++;
      try {
        product ??= this.#curvature?.(x) as (v: Vector) => Vector;
        return product(v);
      } catch (error) {
        if (!isOutside(error)) throw error;
        return v.map(() => Number.NaN);
      }
    };
  }
}

/** What counts as the point where the objective has no finite value. */
function outside(x: Vector): Point {
  return { x, value: Number.POSITIVE_INFINITY, gradient: new Float64Array(x.length) };
}

/** Compared by name, because a program may hold several copies of a package, each with its own class. */
export function isOutside(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotPositiveDefiniteError" || error.name === "SingularMatrixError");
}
