import { beforeChange } from "@wengert/trace";
import { type Param, setTrainable } from "../param.ts";
import { entriesOf, ParamSet } from "../paramset.ts";
import { type Selection, select } from "./selection.ts";
import { findParams, isWithin, lookUpIn } from "./walk.ts";

/**
 * Keeps parameters fixed. `paramsOf` leaves them out. In sets that have them already, no gradient follows them and nothing
 * writes them. An optimizer keeps their part of its state until they are thawed.
 *
 * @param tree - a model, a set or a single parameter
 * @param which - by parameter, path of a leaf or branch, function, or several of these; by default all
 * @returns the parameters that were not frozen before; `thaw` takes them back
 * @throws {UnknownParamError} for a parameter or path that is not there
 * @example
 * import { freeze, param, paramsOf, thaw } from "@wengert/params";
 *
 * const model = { kernel: { scale: param(1), lengths: [param(2), param(3)] }, noise: param(4) };
 * const frozen = freeze(model, "kernel.lengths");
 * paramsOf(model).paths; // => ["kernel.scale", "noise"]
 * thaw(frozen);
 * paramsOf(model).params.length; // => 4
 */
export function freeze(tree: unknown, which: Selection = everything): Param[] {
  return setAll("freeze", tree, which, false);
}

/**
 * Lets frozen parameters be learned again: the opposite of {@link freeze}.
 *
 * @param tree - a model, a set, a single parameter, or what `freeze` returned
 * @param which - as for `freeze`
 * @returns the parameters that were frozen
 * @throws {UnknownParamError} for a parameter or path that is not there
 * @example
 * import { freeze, param, thaw } from "@wengert/params";
 *
 * const model = { scale: param(1), offset: param(2) };
 * freeze(model);
 * thaw(model, ["offset"]);
 * [model.scale.trainable, model.offset.trainable]; // => [false, true]
 */
export function thaw(tree: unknown, which: Selection = everything): Param[] {
  return setAll("thaw", tree, which, true);
}

function everything(): boolean {
  return true;
}

function setAll(op: string, tree: unknown, which: Selection, trainable: boolean): Param[] {
  const entries = entriesOf(tree);
  // A shared parameter stands at more paths than the one at which it was found first.
  const lookUp = lookUpIn(tree);
  const under = (path: string): Param[] =>
    tree instanceof ParamSet
      ? entries.flatMap(([own, param]) => (isWithin(own, path) ? [param] : []))
      : [...findParams(lookUp(path)).keys()];
  const chosen = [...select(op, entries, which, under)].map((i) => entries[i][1]);
  const changed = chosen.filter((param) => param.trainable !== trainable);
  if (changed.length > 0) beforeChange(op);
  for (const param of changed) setTrainable(param, trainable);
  return changed;
}
