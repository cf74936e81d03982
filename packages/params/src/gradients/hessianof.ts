import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { expectFunction, expectNoMore, kindOf, sizeOf } from "@wengert/array/author";
import { type ChunkOptions, hessian, hvp } from "@wengert/forward";
import { concat, reshape } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { asNumber, ownValue } from "@wengert/trace";
import { type Param, rawOf } from "../param.ts";
import { followedIn, type ParamSet } from "../paramset.ts";
import { holding, linesText, printedAs, refusedAsLeaf, shapeText } from "../printed.ts";
import { Grads } from "./grads.ts";
import { memberOf } from "./memberof.ts";

/** A Hessian by pairs of parameters, in the unconstrained space. */
export class ParamHessian {
  readonly params: ParamSet;
  readonly #blocks: readonly (readonly Tensor[])[];

  /** @param blocks - a row of blocks for each parameter of the set, in its order */
  constructor(params: ParamSet, blocks: readonly (readonly Tensor[])[]) {
    this.params = params;
    this.#blocks = blocks;
  }

  /**
   * ∂²loss/∂p∂q: of the shape of the first parameter's unconstrained side, followed by that of the second's.
   *
   * @param q - by default the same as p
   * @throws {UnknownParamError} for a parameter that is not in the set, or was frozen
   */
  get(p: Param, q: Param = p): Tensor {
    return this.#blocks[memberOf("get", this.params, p)][memberOf("get", this.params, q)];
  }

  /** The paths of two parameters, the parameters, and their block: each pair in both orders. */
  *entries(): IterableIterator<[paths: [string, string], params: [Param, Param], block: Tensor]> {
    const { params, paths } = this.params;
    for (const [i, row] of this.#blocks.entries()) {
      for (const [k, block] of row.entries()) yield [[paths[i], paths[k]], [params[i], params[k]], block];
    }
  }

  toString(): string {
    const blocks = Array.from(this.entries(), ([paths, , block]) => {
      return [paths.map((path) => path || "(root)").join(", "), shapeText(block)] as const;
    });
    return linesText("ParamHessian", blocks);
  }

  static {
    printedAs(this.prototype, "ParamHessian");
    refusedAsLeaf(this.prototype, "Hand on its blocks, hessian.get(p, q), or hessian.toMatrix().");
    holding(this.prototype, (x) => {
      const { length } = x.#blocks;
      const rows = (blocks: readonly Tensor[]): Tensor[][] =>
        Array.from({ length }, (_, i) => blocks.slice(i * length, (i + 1) * length));
      return { values: x.#blocks.flat(), rebuild: (blocks) => new ParamHessian(x.params, rows(blocks)) };
    });
  }

  /** `[n, n]`: a row and a column for each number of the set's vector. */
  toMatrix(): Tensor {
    const sizes = this.params.layout.shapes.map((shape = []) => sizeOf(shape));
    const rows = this.#blocks.map((row, i) =>
      concat(
        row.map((block, k) => reshape(block, [sizes[i], sizes[k]])),
        1,
      ),
    );
    return concat(rows, 0);
  }
}

/**
 * The Hessian of a loss without arguments by tagged parameters, forward over reverse.
 *
 *     H[i…, j…] = ∂²loss/∂xᵢ∂xⱼ, x the parameters' unconstrained sides
 *
 * It has n² numbers, and takes about as long as n gradients; for products with it, {@link hvpOf} takes that of a few.
 *
 * @param loss - returns a scalar
 * @param params - what to differentiate by: `paramsOf(model)`; the frozen ones are left out
 * @param options - `chunk`, the columns computed in one pass, default 8
 * @throws {NonScalarLossError} when the loss is not a scalar
 * @throws {IndependentLossError} when it uses none of the parameters
 * @throws {UnknownParamError} when all parameters are frozen
 * @throws {FirstOrderOnlyError} for a loss with a rule in opaque numeric code
 * @example
 * import { mul, square, sum } from "@wengert/ops";
 * import { tensor } from "@wengert/array";
 * import { hessianOf, param, paramsOf } from "@wengert/params";
 *
 * const model = { a: param(2), b: param(tensor([1, 3])) };
 * const H = hessianOf(() => mul(square(model.a), sum(model.b)), paramsOf(model));
 * H.get(model.a).item(); // => 8
 * H.get(model.a, model.b).toArray(); // => [4, 4]
 * H.toMatrix().toArray(); // => [[8, 4, 4], [4, 0, 0], [4, 0, 0]]
 */
export function hessianOf(loss: () => Value, params: ParamSet, options: ChunkOptions = {}): ParamHessian {
  expectFunction("hessianOf", "loss", loss);
  const followed = followedIn("hessianOf", params);
  const run = (raws: readonly Tensor[]): Value => followed.standingFor(raws, loss, "hessianOf");
  return new ParamHessian(followed, hessian(run, options)(followed.raws) as unknown as Tensor[][]);
}

/**
 * Products of the Hessian of a loss without arguments with vectors, at the cost of a few gradients each and without the
 * Hessian.
 *
 *     hvpOf(loss, params)(v) = H v, as the derivative of the gradient along v
 *
 * @param loss - returns a scalar
 * @param params - what to differentiate by: `paramsOf(model)`
 * @returns a function of a direction, by parameter or as a flat vector, in the unconstrained space; it takes the Hessian at
 *   the values that the parameters have when it is called, by those that are not frozen then
 * @throws {NonScalarLossError} when the loss is not a scalar
 * @throws {IndependentLossError} when it uses none of the parameters
 * @throws {UnknownParamError} when all parameters are frozen, or the direction lacks one of them
 * @throws {ShapeError} when the vector has another length
 * @example
 * import { pow } from "@wengert/ops";
 * import { hvpOf, param, paramsOf } from "@wengert/params";
 *
 * const p = param(2);
 * const product = hvpOf(() => pow(p, 3), paramsOf(p));
 * product(Float64Array.of(10)).get(p); // => 120
 */
export function hvpOf(loss: () => Value, params: ParamSet): (v: Grads | Float64Array) => Grads {
  expectNoMore("hvpOf", arguments[2]);
  expectFunction("hvpOf", "loss", loss);
  followedIn("hvpOf", params);
  return (v) => {
    const followed = followedIn("hvpOf", params);
    const run = (raws: readonly Tensor[]): Value => followed.standingFor(raws, loss, "hvpOf");
    const parts = hvp(run)(followed.raws, directionIn(followed, v)) as unknown as readonly Tensor[];
    return new Grads(
      followed,
      parts.map((part, i) => (typeof ownValue(rawOf(followed.params[i])) === "number" ? asNumber(part) : part)),
    );
  };
}

function directionIn(params: ParamSet, v: Grads | Float64Array): readonly (number | Tensor)[] {
  if (v instanceof Grads) return params.params.map((param) => v.get(param));
  if (v instanceof Float64Array) return params.layout.split(v, "hvpOf");
  const kind = isTensor(v) ? "a Tensor" : kindOf(v);
  throw new ArgumentError(`hvpOf: the direction must be Grads or a Float64Array, not ${kind}.`, "hvpOf");
}
