import { type EvaluationCounts, type Point, Problem } from "../minimize/problem.ts";
import type { Space } from "../spaces/space.ts";
import { maxAbs, type Vector } from "../spaces/vector.ts";
import type { ConstraintSet } from "./constraintset.ts";
import { relative } from "./relative.ts";

/** A point with the values of the constraints there. */
export interface ConstrainedPoint extends Point {
  readonly c: Vector;
}

/** A constrained point with the rows of the constraints' Jacobian. */
export interface Linearized extends ConstrainedPoint {
  readonly rows: readonly Vector[];
}

/**
 * An objective with constraints. A point is outside of the domain where the objective or a constraint is not finite. The best point
 * is the last one that a method accepted, since a low value alone says nothing.
 */
export class ConstrainedProblem extends Problem {
  readonly constraints: ConstraintSet;
  /** The multipliers that belong to the best point, and the sizes of the constraints there. */
  multipliers: Vector;
  scales: Vector;
  /** The largest violation, relative to the size of its constraint, of a point that counts as feasible. */
  readonly feasibility: number;
  #accepted: Point | undefined;
  #outside: Vector | undefined;

  constructor(space: Space<unknown, unknown>, constraints: ConstraintSet, feasibility: number = 1e-8) {
    super(space.objective, space.curvature, space.firstNaN);
    this.constraints = constraints;
    this.feasibility = feasibility;
    this.multipliers = new Float64Array(constraints.size);
    this.scales = new Float64Array(constraints.size).fill(1);
  }

  /** An objective that its parameters do not change is as good as another, where there are constraints. */
  override get sawOneValue(): boolean {
    return this.constraints.size === 0 && super.sawOneValue;
  }

  override violationAt(point: Point): number {
    const { c } = point as ConstrainedPoint;
    return maxAbs(relative(this.constraints.violations(c), this.scales));
  }

  override get best(): Point | undefined {
    return this.#accepted;
  }

  override prefer(point: Point): void {
    this.#accepted = point;
  }

  override restore(counts: EvaluationCounts): void {
    super.restore(counts);
    this.#accepted = counts.best;
  }

  override causeOfNaN(): string | undefined {
    return super.causeOfNaN() ?? (this.#outside && this.constraints.firstNaN(this.#outside));
  }

  override evaluateStart(x: Vector): ConstrainedPoint {
    const point = super.evaluateStart(x);
    this.#outside = undefined;
    if (!Number.isFinite(point.value)) return { ...point, c: this.#nowhere };
    const c = this.constraints.values(x);
    if (c.every(Number.isFinite)) return { ...point, c };
    this.#outside = x;
    return { ...point, value: Number.POSITIVE_INFINITY, c };
  }

  override evaluate(x: Vector): ConstrainedPoint {
    const point: Point & { readonly c?: Vector } = super.evaluate(x);
    return { ...point, c: point.c ?? this.#nowhere };
  }

  /** The values of constraints outside of their domain. */
  get #nowhere(): Vector {
    return new Float64Array(this.constraints.size).fill(Number.NaN);
  }

  /** @returns `undefined` where the Jacobian is not finite */
  linearize(point: ConstrainedPoint): Linearized | undefined {
    const rows = this.constraints.jacobian(point.x);
    return rows.every((row) => row.every(Number.isFinite)) ? { ...point, rows } : undefined;
  }
}
