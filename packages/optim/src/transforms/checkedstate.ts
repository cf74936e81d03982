import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import type { Transformation } from "./transformation.ts";

/**
 * A transformation that refuses a state of another one: a record with other keys than its own states have. Transformations
 * with the same statistics, such as Adam and Yogi, can continue each other's states.
 *
 * @param op - the name in the error
 * @param keys - the keys of its states
 */
export function withCheckedState<S extends object>(
  op: string,
  keys: readonly (keyof S & string)[],
  transformation: Transformation<S>,
): Transformation<S> {
  return {
    init: (params) => transformation.init(params),
    update: (grads, state, params) => {
      const given = typeof state === "object" && state !== null ? Object.keys(state) : undefined;
      if (given?.length !== keys.length || !keys.every((key) => key in state)) throw refusal(op, keys, state, given);
      return transformation.update(grads, state, params);
    },
  };
}

function refusal(
  op: string,
  keys: readonly string[],
  state: unknown,
  given: readonly string[] | undefined,
): ArgumentError {
  const found = given === undefined ? kindOf(state) : `one with {${given.join(", ")}}`;
  const message = `${op}: update got a state of another transformation: expected one with {${keys.join(", ")}}, not ${found}`;
  return new ArgumentError(`${message.slice(0, 300)}. Begin with its own init(params).`, op);
}
