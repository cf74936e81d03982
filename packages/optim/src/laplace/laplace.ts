import { type Tensor, WengertError } from "@wengert/array";
import { expectFunction, fromData } from "@wengert/array/author";
import { correlationOf } from "../leastsquares/covariance.ts";
import { formatNumber } from "../minimize/outcome.ts";
import { type Grads, type ParamSet, paramSpace, trainableIn } from "../spaces/paramspace.ts";
import { matrixOf, positiveInverse } from "../spaces/positiveinverse.ts";
import { type ParamValues, type Shown, shownParams, shownTree } from "../spaces/shown.ts";
import type { Space } from "../spaces/space.ts";
import { type Gradient, type Lifted, treeSpace, type Value } from "../spaces/treespace.ts";
import { inner, type Vector } from "../spaces/vector.ts";
import { isParamSet } from "../trees/plaintree.ts";

/**
 * The normal distribution with the curvature of a loss at its minimum.
 *
 * @typeParam E - what has a number for each parameter
 */
export interface Laplace<E> {
  /** Of all numbers in the parameters, leaf after leaf; for tags, of the values within their constraints. */
  readonly covariance: Tensor;
  /** The roots of its diagonal. */
  readonly standardErrors: E;
  readonly correlation: Tensor;
  /** By the variables: for tags, their unconstrained values. */
  readonly hessian: Tensor;
  /** -loss + (n log 2π - log|H|)/2, which approximates the logarithm of the integral of exp(-loss) over the variables. */
  readonly logEvidence: number;
  /** gᵀH⁻¹g/2: how much lower the loss still is at the minimum of its quadratic model. */
  readonly decrement: number;
}

/** The same of tagged parameters. */
export interface TaggedLaplace extends Laplace<ParamValues> {
  /** In the space where constraints are lifted, and where the distribution is normal. */
  readonly unconstrained: { readonly standardErrors: Grads; readonly covariance: Tensor };
}

/** A decrement above this, in units of the loss, is no minimum: the point is half a standard deviation away from it. */
const farthest = 0.125;

/**
 * Laplace's approximation at a minimum: where the loss is a negative log density, as a posterior's or a likelihood's, its parameters
 * are distributed normally with the inverse of its Hessian as their covariance.
 *
 * For tags it holds in the unconstrained space; errors of the values follow by the delta method, C = D H⁻¹ Dᵀ with D the
 * derivative of the values. The Hessian is exact, forward over reverse, and takes about as long as n gradients.
 *
 * Source: MacKay, Information Theory, Inference, and Learning Algorithms (2003), chapter 27.
 *
 * @param loss - of the parameters, written in ops; for a ParamSet, without arguments
 * @param params - where it has a minimum: the tree that `minimize` found, or the ParamSet that it has written
 * @throws {WengertError} where the Hessian is not positive definite, naming the parameter, and where the point is no minimum
 * @example
 * import { type Tensor, tensor } from "@wengert/array";
 * import { div, mul, square, sub, sum } from "@wengert/ops";
 * import { laplace, minimize } from "@wengert/optim";
 *
 * // Normal observations with deviation 2: the mean of four has the error 2/√4.
 * const y = tensor([1, 3, 4, 0]);
 * const loss = (mean: Tensor) => mul(0.5, sum(square(div(sub(y, mean), 2))));
 * const { params } = minimize(loss, 0);
 * laplace(loss, params).standardErrors.toFixed(6); // => 1.000000
 */
export function laplace(loss: () => Value, params: ParamSet): TaggedLaplace;
export function laplace<P>(loss: (p: Lifted<NoInfer<P>>) => Value, params: P): Laplace<Gradient<P>>;
export function laplace(loss: (p: never) => unknown, params: unknown): unknown {
  expectFunction("laplace", "loss", loss);
  if (!isParamSet(params)) {
    const space = treeSpace(loss, params, "laplace");
    return approximate(space, shownTree(space), false);
  }
  const set = trainableIn("laplace", params as ParamSet);
  return approximate(paramSpace(loss as () => unknown, set), shownParams(set), true);
}

function approximate(space: Space<unknown, unknown>, shown: Shown, tagged: boolean): unknown {
  const x = space.start();
  const n = x.length;
  const hessian = matrixOf(space.curvature(x), n);
  const inverted = positiveInverse(hessian, n);
  if (typeof inverted === "number")
    throw indefinite(space.names()[inverted] || "the parameter", hessian[inverted * n + inverted]);
  const { inverse, logDet } = inverted;
  const { value, gradient } = space.objective(x);
  const g = gradient as Vector;
  const decrement = inner(g, product(inverse, g)) / 2;
  if (!(decrement <= farthest)) {
    const found = `a Newton step would lower the loss by ${formatNumber(decrement)}`;
    throw new WengertError(
      `laplace: these parameters are no minimum of the loss: ${found}. Minimize first.`,
      "laplace",
    );
  }
  const rows = shown.rows(x).map((row) => product(inverse, row));
  const values = shown.rows(x);
  const size = rows.length;
  const matrix = Float64Array.from({ length: size * size }, (_, k) =>
    inner(values[Math.floor(k / size)], rows[k % size]),
  );
  const roots = (of: Vector, count: number): Vector =>
    Float64Array.from({ length: count }, (_, i) => Math.sqrt(of[i * count + i]));
  const errors = roots(matrix, size);
  return {
    covariance: fromData(matrix, [size, size]),
    standardErrors: shown.form(errors),
    correlation: fromData(correlationOf({ matrix, errors, undetermined: [] }), [size, size]),
    ...(tagged && {
      unconstrained: { standardErrors: space.gradient(roots(inverse, n)), covariance: fromData(inverse, [n, n]) },
    }),
    hessian: fromData(hessian, [n, n]),
    logEvidence: -value + (n * Math.log(2 * Math.PI) - logDet) / 2,
    decrement,
  };
}

function product(matrix: Vector, v: Vector): Vector {
  const n = v.length;
  return v.map((_, i) => inner(matrix.subarray(i * n, (i + 1) * n), v));
}

function indefinite(name: string, curvature: number): WengertError {
  const found = `the Hessian is not positive definite: with ${name} (curvature ${formatNumber(curvature)}) it stops to be`;
  const cause = "The parameters are no minimum, or the loss does not determine them all";
  return new WengertError(`laplace: ${found}. ${cause}.`, "laplace", name);
}
