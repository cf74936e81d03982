import { type FirstNaN, isOutside, Problem } from "../minimize/problem.ts";
import { inner, type Vector } from "../spaces/vector.ts";
import { costOf, type Loss, linearizeLoss, losses } from "./loss.ts";

/** A function of a flat vector with many values, and its Jacobian, column after column. */
export interface Residuals {
  readonly residual: (x: Vector) => Vector;
  readonly jacobian: (x: Vector) => Vector;
  readonly firstNaN?: FirstNaN;
}

/** Residuals and their Jacobian at a point, as a linear least-squares problem. */
export interface Linear {
  /** Column after column: as many as variables, each as long as the residual. */
  readonly jacobian: Vector;
  readonly residual: Vector;
  /** Jᵀr */
  readonly gradient: Vector;
}

/** The problem to minimize half the sum of squares, or of a robust loss, of residuals. */
export class ResidualProblem extends Problem {
  readonly #residuals: Residuals;
  readonly #loss: Loss;
  readonly #scale: number;
  /** The last evaluation, cached because methods linearize at the point that they evaluated last. */
  #last: { readonly x: Vector; readonly residual: Vector; readonly jacobian?: Vector } | undefined;

  constructor(residuals: Residuals, loss: Loss, scale: number) {
    const objective = (x: Vector): { readonly value: number } => {
      const residual = residuals.residual(x);
      this.#last = { x, residual };
      return { value: costOf(losses[loss], scale, residual) };
    };
    super(objective, undefined, residuals.firstNaN);
    this.#residuals = residuals;
    this.#loss = loss;
    this.#scale = scale;
  }

  /** The linear problem at a point; `undefined` where the Jacobian does not exist or is not finite. */
  linearize(x: Vector): Linear | undefined {
    this.gradientEvaluations++;
    try {
      const { residual, jacobian } = this.raw(x);
      this.noteGradient(jacobian);
      if (jacobian.every(Number.isFinite)) return this.linearized(residual.slice(), jacobian.slice());
      this.noteNonFinite(x);
      return undefined;
    } catch (error) {
      if (!isOutside(error)) throw error;
      return undefined;
    }
  }

  /** Residuals and Jacobian without the loss. The caller must not change them. */
  raw(x: Vector): { readonly residual: Vector; readonly jacobian: Vector } {
    const known = this.#last?.x === x ? this.#last : undefined;
    const residual = known?.residual ?? this.#residuals.residual(x);
    const jacobian = known?.jacobian ?? this.#residuals.jacobian(x);
    this.#last = { x, residual, jacobian };
    return { residual, jacobian };
  }

  /** The linear problem for given residuals and Jacobian, whose memory it reuses. */
  linearized(residual: Vector, jacobian: Vector): Linear {
    if (this.#loss !== "linear") linearizeLoss(losses[this.#loss], this.#scale, residual, jacobian);
    const m = residual.length;
    const n = m === 0 ? 0 : jacobian.length / m;
    const gradient = Float64Array.from({ length: n }, (_, j) => inner(jacobian.subarray(j * m, (j + 1) * m), residual));
    return { jacobian, residual, gradient };
  }
}
