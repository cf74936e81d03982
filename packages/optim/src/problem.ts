import type { Vector } from "./vector.ts";

/** The value at a point, and the gradient unless only values are wanted. Arrays belong to the caller from then on. */
export interface Evaluated {
  readonly value: number;
  readonly gradient?: Vector | undefined;
}

/** A function of a flat vector. */
export type Objective = (x: Vector) => Evaluated;

/** Products of the Hessian at a point with vectors. */
export type Curvature = (x: Vector) => (v: Vector) => Vector;

/** A place the objective was evaluated at. The value is Infinity where it could not be. */
export interface Point {
  readonly x: Vector;
  readonly value: number;
  /** NaN where no gradient was wanted. */
  readonly gradient: Vector;
}

/** How much was evaluated, and the lowest point of it. */
export interface Account {
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  readonly hessianEvaluations: number;
  readonly best: Point | undefined;
}

/**
 * An objective as a method sees it: counted, remembering its best point, and with Infinity for whatever is outside its
 * domain, so that a line search just takes a shorter step.
 *
 * Outside is where a matrix is not positive definite or singular (the error of a factorization), and where the
 * value or an entry of the gradient is not finite.
 */
export class Problem {
  evaluations: number = 0;
  gradientEvaluations: number = 0;
  hessianEvaluations: number = 0;
  readonly #objective: Objective;
  readonly #curvature: Curvature | undefined;
  #best: Point | undefined;

  constructor(objective: Objective, curvature?: Curvature) {
    this.#objective = objective;
    this.#curvature = curvature;
  }

  /** The lowest point so far. */
  get best(): Point | undefined {
    return this.#best;
  }

  /** Takes a point for the best that is as low as the best, as far as rounding lets one see, and better otherwise. */
  prefer(point: Point): void {
    this.#best = point;
  }

  /** What a saved run has to remember. */
  get account(): Account {
    const { evaluations, gradientEvaluations, hessianEvaluations, best } = this;
    return { evaluations, gradientEvaluations, hessianEvaluations, best };
  }

  /** Takes up a saved run. */
  restore({ evaluations, gradientEvaluations, hessianEvaluations, best }: Account): void {
    this.evaluations = evaluations;
    this.gradientEvaluations = gradientEvaluations;
    this.hessianEvaluations = hessianEvaluations;
    this.#best = best;
  }

  evaluate(x: Vector): Point {
    try {
      return this.evaluateStart(x);
    } catch (error) {
      if (!isOutside(error)) throw error;
      return { x, value: Number.POSITIVE_INFINITY, gradient: new Float64Array(x.length) };
    }
  }

  /** As `evaluate`, but errors pass: no shorter step leads away from a start outside the domain. */
  evaluateStart(x: Vector): Point {
    this.evaluations++;
    const { value, gradient } = this.#objective(x);
    if (gradient !== undefined) this.gradientEvaluations++;
    const finite = Number.isFinite(value) && (gradient?.every(Number.isFinite) ?? true);
    const point = {
      x,
      value: finite ? value : Number.POSITIVE_INFINITY,
      gradient: gradient ?? new Float64Array(x.length).fill(Number.NaN),
    };
    if (finite && !(point.value >= (this.#best?.value ?? Number.POSITIVE_INFINITY))) this.#best = point;
    return point;
  }

  /**
   * Hv at a point, for as many v as one likes; not finite where the objective cannot be differentiated twice.
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

/** By name: several copies of a package have several classes. */
export function isOutside(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotPositiveDefiniteError" || error.name === "SingularMatrixError");
}
