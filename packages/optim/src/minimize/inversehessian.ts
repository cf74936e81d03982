import { ArgumentError, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { matrixOf, positiveInverse } from "../spaces/positiveinverse.ts";
import type { Vector } from "../spaces/vector.ts";
import type { Method } from "./method.ts";
import { EvaluationLimit, type Problem } from "./problem.ts";

/** What kind of inverse Hessian a result is to have. */
export type InverseHessian = "approximate" | "exact" | undefined;

/** @throws {ArgumentError} for an unknown kind, and for an approximate one of a method that gathers none */
export function checkInverseHessian(kind: InverseHessian, method: Method, name: string): void {
  const refuse = (what: string): ArgumentError => new ArgumentError(`minimize: ${what}.`, "minimize");
  if (kind === undefined || kind === "exact") return;
  if (kind !== "approximate")
    throw refuse(`inverseHessian must be "approximate" or "exact", not ${JSON.stringify(kind)}`);
  if (method.inverseHessian !== undefined) return;
  throw refuse(`the method "${name}" gathers no inverse Hessian; ask for the "exact" one, or take "bfgs"`);
}

/**
 * The inverse Hessian at the end of a minimization.
 *
 * @param scales - s, if the variables are the parameters over s
 */
export function inverseHessianOf(
  kind: "approximate" | "exact",
  problem: Problem,
  method: Method,
  state: unknown,
  x: Vector,
  scales: Vector | undefined,
): Tensor | undefined {
  const n = x.length;
  const matrix =
    kind === "exact" ? exact(problem, x) : state === undefined ? undefined : method.inverseHessian?.(state, n);
  const unit = (i: number): number => scales?.[i] ?? 1;
  // Symmetric to the bit, which updates are not.
  const entry = (x: number, k: number, whole: Vector): number => {
    const [i, j] = [Math.floor(k / n), k % n];
    return ((x + whole[j * n + i]) / 2) * unit(i) * unit(j);
  };
  return matrix && fromData(matrix.map(entry), [n, n]);
}

function exact(problem: Problem, x: Vector): Vector | undefined {
  try {
    const inverted = positiveInverse(matrixOf(problem.hessianAt(x), x.length), x.length);
    return typeof inverted === "number" ? undefined : inverted.inverse;
  } catch (error) {
    // Aborted: nothing is evaluated any more.
    if (!(error instanceof EvaluationLimit)) throw error;
    return undefined;
  }
}
