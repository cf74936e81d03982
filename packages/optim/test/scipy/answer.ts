import { type Tensor, tensor } from "@wengert/array";
import { valueAndGrad } from "@wengert/core";
import { hvp, jacobian } from "@wengert/forward";
import { moreGarbowHillstrom, sumOfSquares } from "../moregarbowhillstrom.ts";

/** What SciPy may want to know of a function; no `what` asks for the list of functions. */
interface Request {
  readonly function: number;
  readonly what?: "residual" | "jacobian" | "objective" | "hvp";
  readonly x: readonly number[];
  readonly v: readonly number[];
}

/** The answer to a request, as JSON has it: numbers that are not finite become null. */
export function answer(request: Request): unknown {
  const { what } = request;
  if (what === undefined) return moreGarbowHillstrom.map(({ name, start }) => ({ name, start }));
  const problem = moreGarbowHillstrom[request.function];
  const x = tensor([...request.x]);
  if (what === "residual") return problem.residual(x).toArray();
  if (what === "jacobian") return (jacobian((p: Tensor) => problem.residual(p))(x) as Tensor).toArray();
  const f = sumOfSquares(problem);
  if (what === "hvp") return hvp((p: Tensor) => f(p))(x, tensor([...request.v])).toArray();
  const [value, gradient] = valueAndGrad((p: Tensor) => f(p))(x);
  return { value, gradient: gradient.toArray() };
}
