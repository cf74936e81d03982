import type { Vector } from "./vector.ts";

/** A function of a flat vector, with its gradient. Both arrays belong to the caller from then on. */
export type Objective = (x: Vector) => { readonly value: number; readonly gradient: Vector };

/** A place the objective was evaluated at. The value is Infinity where it could not be. */
export interface Point {
  readonly x: Vector;
  readonly value: number;
  readonly gradient: Vector;
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
  readonly #objective: Objective;
  #best: Point | undefined;

  constructor(objective: Objective) {
    this.#objective = objective;
  }

  /** The lowest point so far. */
  get best(): Point | undefined {
    return this.#best;
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
    this.gradientEvaluations++;
    const { value, gradient } = this.#objective(x);
    const finite = Number.isFinite(value) && gradient.every(Number.isFinite);
    const point = { x, value: finite ? value : Number.POSITIVE_INFINITY, gradient };
    if (finite && !(point.value >= (this.#best?.value ?? Number.POSITIVE_INFINITY))) this.#best = point;
    return point;
  }
}

/** By name: several copies of a package have several classes. */
function isOutside(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotPositiveDefiniteError" || error.name === "SingularMatrixError");
}
