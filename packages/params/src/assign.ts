import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { kindOf, sameShape, showShape } from "@wengert/array/author";
import { isTraced } from "@wengert/trace";
import { TreeMismatchError } from "@wengert/tree";
import { place } from "./constraints/constraint.ts";
import { type Param, write } from "./param.ts";
import { entriesOf, ParamSet } from "./paramset.ts";

/**
 * Gives the parameters of a set or model other values. Either all of them, or, when something does not fit, none.
 *
 * A vector holds the unconstrained values, as `toVector` and optimizers have them; frozen parameters keep theirs. A record holds
 * values within the constraints, by path; parameters that it does not name keep theirs.
 *
 * @param params - a set, model or single parameter
 * @param values - a Float64Array of the set's size, or a record from paths to numbers and Tensors
 * @throws {ShapeError} when the vector has another length
 * @throws {TreeMismatchError} for a path that is not there, or a value of another kind or shape
 * @throws {ConstraintError} for a value outside of its constraint
 * @example
 * import { assign, param, paramsOf, positive } from "@wengert/params";
 *
 * const model = { kernel: { scale: param(2, positive()) }, mean: param(0) };
 * assign(model, { "kernel.scale": 5 });
 * model.kernel.scale.value; // => 5
 * assign(paramsOf(model), Float64Array.of(0, 3));
 * [model.kernel.scale.value, model.mean.value]; // => [1, 3]
 */
export function assign(params: unknown, values: Float64Array | { readonly [path: string]: number | Tensor }): void {
  const entries = entriesOf(params);
  if (values instanceof Float64Array) {
    (params instanceof ParamSet ? params : new ParamSet(entries)).assign(values);
    return;
  }
  if (typeof values !== "object" || values === null || isTensor(values) || ArrayBuffer.isView(values)) {
    throw new ArgumentError(
      `assign: the values must be a Float64Array or a record by path, not ${isTensor(values) ? "a Tensor" : kindOf(values)}.`,
      "assign",
    );
  }
  const byPath = new Map(entries);
  const placed = Object.entries(values).map(([path, value]) => {
    const param = byPath.get(path);
    if (param === undefined) throw new TreeMismatchError(`assign: there is no parameter at "${path}".`, "assign", path);
    expectLike(param, path, value);
    return [param, value, place("assign", path || "the parameter", path, param.constraint, value)] as const;
  });
  for (const [param, value, sides] of placed) write(param, value, sides);
}

function expectLike({ value: own }: Param, path: string, value: unknown): void {
  const fits = isTensor(own)
    ? isTensor(value) && !isTraced(value) && sameShape(own.shape, value.shape)
    : typeof value === "number";
  if (fits) return;
  const wanted = isTensor(own) ? `a plain Tensor of shape ${showShape(own.shape)}` : "a number";
  const found = isTensor(value) ? `a Tensor of shape ${showShape(value.shape)}` : kindOf(value);
  throw new TreeMismatchError(`assign: "${path}" is ${wanted}, not ${found}.`, "assign", path);
}
