import { type Tensor, zeros } from "@wengert/array";
import { expectFunction, expectNoMore, fromData, kindOf, sizeOf } from "@wengert/array/author";
import { FirstOrderOnlyError, jacrev, vjp } from "@wengert/core";
import { concat, moveAxis, reshape, stack } from "@wengert/ops";
import { resolve, UnknownLeafError, type Value, zerosLike } from "@wengert/rule";
import { isValue, refusePromise } from "@wengert/trace";
import type { Param } from "../param.ts";
import { followedIn, type ParamSet } from "../paramset.ts";
import { holding, linesText, printedAs, refusedAsLeaf, shapeText } from "../printed.ts";
import { memberOf } from "./memberof.ts";

/** A Jacobian by parameter, in the unconstrained space. */
export class ParamJacobian {
  readonly params: ParamSet;
  readonly #blocks: readonly Tensor[];
  readonly #outputs: number;

  /** @param blocks - one for each parameter of the set, in its order: the output's shape, then the parameter's */
  constructor(params: ParamSet, outputs: number, blocks: readonly Tensor[]) {
    this.params = params;
    this.#outputs = outputs;
    this.#blocks = blocks;
  }

  /**
   * The derivative by one parameter: of the shape of the output, followed by that of the parameter's unconstrained side.
   *
   * @throws {UnknownParamError} for a parameter that is not in the set
   */
  get(param: Param): Tensor {
    return this.#blocks[memberOf("get", this.params, param)];
  }

  toString(): string {
    return linesText(
      "ParamJacobian",
      this.#blocks.map((block, i) => [this.params.paths[i], shapeText(block)]),
    );
  }

  static {
    printedAs(this.prototype, "ParamJacobian");
    refusedAsLeaf(this.prototype, "Hand on its blocks, jacobian.get(p), or jacobian.toMatrix().");
    holding(this.prototype, (x) => ({
      values: x.#blocks,
      rebuild: (blocks) => new ParamJacobian(x.params, x.#outputs, blocks),
    }));
  }

  /** Path, parameter and derivative of each. */
  *entries(): IterableIterator<[path: string, param: Param, block: Tensor]> {
    for (const [i, param] of this.params.params.entries()) yield [this.params.paths[i], param, this.#blocks[i]];
  }

  /** `[m, n]`: a row for each element of the output, a column for each number of the set's vector. */
  toMatrix(): Tensor {
    const { shapes } = this.params.layout;
    return concat(
      this.#blocks.map((block, i) => reshape(block, [this.#outputs, sizeOf(shapes[i] ?? [])])),
      1,
    );
  }
}

/**
 * The Jacobian of a function without arguments by tagged parameters.
 *
 *     J[i…, j…] = ∂yᵢ/∂xⱼ, x the parameter's unconstrained side
 *
 * One evaluation, then one walk back for each output, or where there are fewer parameters, for each of those: the pullback
 * ȳ → Jᵀȳ is linear, so Jᵀ is its own Jacobian, whose rows belong to the parameters.
 *
 * @param f - returns a number, Tensor or parameter
 * @param params - what to differentiate by: `paramsOf(model)`
 * @throws {UnknownLeafError} when f returns something else
 * @throws {IndependentLossError} when it uses none of the parameters
 * @throws {UnknownParamError} when all parameters are frozen
 * @example
 * import { tensor } from "@wengert/array";
 * import { mul } from "@wengert/ops";
 * import { jacobianOf, param, paramsOf } from "@wengert/params";
 *
 * const line = { slope: param(2), at: tensor([1, 2, 3]) };
 * const J = jacobianOf(() => mul(line.slope, line.at), paramsOf(line));
 * J.get(line.slope).toArray(); // => [1, 2, 3]
 * J.toMatrix().shape; // => [3, 1]
 */
export function jacobianOf(f: () => Value, params: ParamSet): ParamJacobian {
  expectNoMore("jacobianOf", arguments[2]);
  expectFunction("jacobianOf", "f", f);
  const followed = followedIn("jacobianOf", params);
  const run = (raws: readonly Tensor[]): Tensor => output(followed.standingFor(raws, f, "jacobianOf"));
  const [y, pullback] = vjp(run, followed.raws) as unknown as [Tensor, (ybar: Tensor) => [Tensor[]]];
  const transposed = (ybar: Tensor): Tensor[] => pullback(ybar)[0];
  if (y.size > followed.size) return new ParamJacobian(followed, y.size, byColumns(y, transposed));
  if (y.size > 0) return new ParamJacobian(followed, y.size, byRows(y, transposed));
  // No output at all still has blocks, without rows.
  const empty = followed.layout.shapes.map((shape = []) => zeros([...y.shape, ...shape]));
  return new ParamJacobian(followed, 0, empty);
}

function output(y: unknown): Tensor {
  refusePromise("jacobianOf", y);
  if (isValue(y)) return resolve(y, "jacobianOf");
  const message = `jacobianOf: f returned ${kindOf(y)}, and no number, Tensor or parameter`;
  throw new UnknownLeafError(`${message}. Join several outputs with concat or stack.`, "jacobianOf");
}

type Transposed = (ybar: Tensor) => Tensor[];

function byRows(y: Tensor, transposed: Transposed): Tensor[] {
  const rows = Array.from({ length: y.size }, (_, i) => {
    const basis = new Float64Array(y.size);
    basis[i] = 1;
    return transposed(fromData(basis, y.shape));
  });
  return rows[0].map((first, p) => reshape(stack(rows.map((row) => row[p])), [...y.shape, ...first.shape]));
}

function byColumns(y: Tensor, transposed: Transposed): Tensor[] {
  let columns: Tensor[];
  try {
    columns = jacrev(transposed)(zerosLike(y)) as unknown as Tensor[];
  } catch (error) {
    // A custom rule made of opaque numbers has a pullback, but one that cannot be differentiated.
    if (!(error instanceof FirstOrderOnlyError)) throw error;
    return byRows(y, transposed);
  }
  return columns.map((column) => {
    const own = Array.from({ length: column.ndim - y.ndim }, (_, axis) => axis);
    return moveAxis(
      column,
      own,
      own.map((axis) => axis + y.ndim),
    );
  });
}
