import { UnknownParamError } from "../errors.ts";
import { few } from "../independent.ts";
import type { Param } from "../param.ts";
import type { ParamSet } from "../paramset.ts";

/**
 * The position of a parameter in a set.
 *
 * @throws {UnknownParamError} when it is not there
 */
export function memberOf(op: string, params: ParamSet, param: Param): number {
  const i = params.indexOf(param);
  if (i >= 0) return i;
  const name = param?.name === undefined ? "This parameter" : `The parameter "${param.name}"`;
  const why = param?.trainable === false ? " It is frozen." : "";
  const message = `${op}: ${name} is not in the set that was differentiated by (${few(params.paths)}).${why}`;
  throw new UnknownParamError(message, op, param?.name);
}
