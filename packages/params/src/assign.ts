import { isTensor, type Tensor } from "@wengert/array";
import { expectNoMore, kindOf, sameShape, showShape } from "@wengert/array/author";
import { beforeChange, isTraced } from "@wengert/trace";
import { TreeMismatchError } from "@wengert/tree";
import { place } from "./constraints/constraint.ts";
import { isParam, type Param, write } from "./param.ts";
import { entriesOf, ParamSet } from "./paramset.ts";
import { valuesIn } from "./trees/givenvalues.ts";
import { lookUpIn } from "./trees/walk.ts";

/**
 * Gives the parameters of a set or model other values. Either all of them, or, when something does not fit, none.
 *
 * A vector holds the unconstrained values, as `toVector` and optimizers have them; frozen parameters keep theirs. A tree shaped like the
 * model, or a record by path, holds values within the constraints; parameters that it leaves out keep theirs, and so do those for
 * which it has null, undefined, text or another static leaf. A parameter in the tree stands for its value: `assign(model, other)` copies.
 *
 * @param params - a set, model or single parameter
 * @param values - a Float64Array of the set's size; or numbers, Tensors and parameters in a tree like the model or by path
 * @throws {ShapeError} when the vector has another length
 * @throws {TreeMismatchError} for a path that is not there, a value of another kind or shape, or two values for one parameter
 * @throws {ConstraintError} for a value outside of its constraint
 * @example
 * import { assign, param, paramsOf, positive } from "@wengert/params";
 *
 * const model = { kernel: { scale: param(2, positive()) }, mean: param(0) };
 * assign(model, { "kernel.scale": 5 });
 * model.kernel.scale.value; // => 5
 * assign(paramsOf(model), Float64Array.of(0, 3));
 * [model.kernel.scale.value, model.mean.value]; // => [1, 3]
 * assign(model, { kernel: { scale: 2 } });
 * [model.kernel.scale.value, model.mean.value]; // => [2, 3]
 */
export function assign(params: unknown, values: object | number): void {
  expectNoMore("assign", arguments[2]);
  beforeChange("assign");
  const entries = entriesOf(params);
  if (values instanceof Float64Array) {
    (params instanceof ParamSet ? params : new ParamSet(entries)).assign(values);
    return;
  }
  const byPath = new Map(entries);
  const given = new Map<Param, readonly [path: string, value: number | Tensor]>();
  const lookUp = params instanceof ParamSet ? () => undefined : lookUpIn(params);
  for (const [path, value] of valuesIn(values, [...byPath.keys()])) {
    const own = byPath.get(path) ?? lookUp(path);
    if (!isParam(own)) {
      // What a copy of the model has beside its parameters.
      if (own !== undefined && own === value) continue;
      throw noParameter(path, own, entries);
    }
    expectLike(own, path, value);
    const [earlier, other] = given.get(own) ?? [path, value];
    if (!same(value, other)) {
      throw new TreeMismatchError(
        `assign: "${earlier}" and "${path}" are one parameter, and are given two values.`,
        "assign",
        path,
      );
    }
    given.set(own, [path, value]);
  }
  const placed = Array.from(given, ([param, [path, value]]) => {
    return [param, value, place("assign", path || "the parameter", path, param.constraint, value)] as const;
  });
  for (const [param, value, sides] of placed) write(param, value, sides);
}

function noParameter(path: string, own: unknown, entries: readonly (readonly [string, Param])[]): TreeMismatchError {
  const known = entries.slice(0, 5).map(([one]) => `"${one}"`);
  const more = entries.length > known.length ? ", …" : "";
  const message =
    own === undefined
      ? `there is no parameter at "${path}"; there are ${known.join(", ")}${more}.`
      : `at "${path}" stands ${isTensor(own) ? "a Tensor" : kindOf(own)} and no parameter. Make it param(...) to give it other values.`;
  return new TreeMismatchError(`assign: ${message}`, "assign", path);
}

function expectLike({ shape, value: own }: Param, path: string, value: unknown): void {
  const fits = isTensor(own)
    ? isTensor(value) && !isTraced(value) && sameShape(shape, value.shape)
    : typeof value === "number";
  if (fits) return;
  const wanted = isTensor(own) ? `a plain Tensor of shape ${showShape(shape)}` : "a number";
  const found = isTensor(value) ? `a Tensor of shape ${showShape(value.shape)}` : kindOf(value);
  throw new TreeMismatchError(`assign: "${path}" is ${wanted}, not ${found}.`, "assign", path);
}

/** Values of one parameter, so of one kind and shape. */
function same(a: number | Tensor, b: number | Tensor): boolean {
  if (typeof a === "number" || typeof b === "number") return Object.is(a, b);
  return a === b || a.data.every((value, i) => Object.is(value, b.data[i]));
}
