import { moreGarbowHillstrom, sumOfSquares } from "@wengert/problems";
import { hvp, jacobian, type Tensor, tensor, valueAndGrad } from "wengert";

/** What a minimizer elsewhere may want to know of a function at a point. */
export interface Question {
  /** Which of the functions. */
  readonly function: number;
  readonly what: "residual" | "jacobian" | "objective" | "hvp";
  readonly x: readonly number[];
  /** What the Hessian is to be multiplied with. */
  readonly v: readonly number[];
}

/** The answer, exact derivatives included, as JSON has it: numbers that are not finite become null. */
export function answer({ function: index, what, x, v }: Question): unknown {
  const problem = moreGarbowHillstrom[index];
  const at = tensor([...x]);
  if (what === "residual") return problem.residual(at).toArray();
  if (what === "jacobian") return (jacobian((p: Tensor) => problem.residual(p))(at) as Tensor).toArray();
  const f = sumOfSquares(problem);
  if (what === "hvp") return hvp((p: Tensor) => f(p))(at, tensor([...v])).toArray();
  const [value, gradient] = valueAndGrad((p: Tensor) => f(p))(at);
  return { value, gradient: gradient.toArray() };
}
