import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";

/**
 * A map from gradients to updates, with a state. The optimizers of stochastic training are chains of these.
 *
 * The state is a plain tree of numbers and Tensors. It can be stored, compared and differentiated.
 *
 * @typeParam State - what the transformation keeps from one step to the next
 */
export interface Transformation<State = unknown> {
  /** The state before the first step. */
  init(params: unknown): State;
  /**
   * One step.
   *
   * @param grads - the gradient, a tree like the parameters; `null` where there is none
   * @param params - the parameters at which the gradient was taken
   * @returns what to add to the parameters, a tree like `grads`, and the state for the next step
   */
  update<G>(grads: G, state: State, params?: unknown): [updates: G, state: State];
}

/**
 * Transformations in sequence. Each receives the updates of the one before as its gradients.
 *
 * @throws {ArgumentError} for a part that is not a transformation
 *
 * @example
 * import { adam, chain } from "@wengert/optim";
 *
 * const optimizer = chain(adam(0.1));
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * Math.round(1e6 * updates.a); // => -100000
 */
export function chain(...parts: readonly Transformation[]): Transformation<readonly unknown[]> {
  for (const part of parts) expectTransformation("chain", part);
  return {
    init: (params) => parts.map((part) => part.init(params)),
    update: (grads, state, params) => {
      if (!Array.isArray(state) || state.length !== parts.length) {
        const given = Array.isArray(state) ? `${state.length}` : kindOf(state);
        const message = `chain: update got a state of another transformation: expected one of ${parts.length} parts, not ${given}`;
        throw new ArgumentError(`${message}. Begin with its own init(params).`, "chain");
      }
      let updates = grads;
      const next = parts.map((part, i) => {
        const [u, s] = part.update(updates, state[i], params);
        updates = u;
        return s;
      });
      return [updates, next];
    },
  };
}

/** @throws {ArgumentError} for a value without `init` and `update` */
export function expectTransformation(op: string, value: unknown): void {
  const { init, update } = (value ?? {}) as Partial<Transformation>;
  if (typeof init === "function" && typeof update === "function") return;
  throw new ArgumentError(`${op}: needs a transformation such as sgd(0.1), not ${kindOf(value)}.`, op);
}
