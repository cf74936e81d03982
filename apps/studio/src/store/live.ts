import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { Client, RefusedError } from "../worker/client.ts";
import type { Kind, Problem, Questions } from "../worker/protocol.ts";
import { say } from "./store.ts";

/** The worker that answers questions, while another one may learn. */
export const reader: Client = new Client(
  () => {},
  (problem) => say(problem),
);

/** An answer that follows its question: the last one stays while the next is computed. */
export interface Live<T, Q = unknown> {
  readonly value: T | undefined;
  /** What the value answers; what is asked by now may be something else. */
  readonly asked?: Q | undefined;
  readonly problem: Problem | undefined;
  readonly pending: boolean;
}

/**
 * The answer to a question that changes. At most one is computed at a time; of those that come up meanwhile, only the last is
 * asked.
 *
 * @param question - undefined for none
 */
export function live<K extends Kind>(
  kind: K,
  question: ReadonlySignal<Questions[K]["ask"] | undefined>,
): ReadonlySignal<Live<Questions[K]["answer"], Questions[K]["ask"]>> {
  const state = signal<Live<Questions[K]["answer"], Questions[K]["ask"]>>({
    value: undefined,
    problem: undefined,
    pending: false,
  });
  let asking = false;
  let next: Questions[K]["ask"] | undefined;
  let retried: Questions[K]["ask"] | undefined;
  const ask = async (): Promise<void> => {
    asking = true;
    while (next !== undefined) {
      const mine = next;
      next = undefined;
      try {
        const value = await reader.ask(kind, mine);
        state.value = { value, asked: mine, problem: undefined, pending: next !== undefined };
      } catch (error) {
        const problem = error instanceof RefusedError ? error.problem : { name: "Error", message: String(error) };
        // A new worker may do what the old one died of; twice is no accident.
        if (problem.name === "WorkerDied" && retried !== mine) next ??= retried = mine;
        else state.value = { value: undefined, problem, pending: next !== undefined };
      }
    }
    asking = false;
  };
  effect(() => {
    next = question.value;
    if (next === undefined) {
      state.value = { value: undefined, problem: undefined, pending: false };
      return;
    }
    if (!state.peek().pending) state.value = { ...state.peek(), pending: true };
    if (!asking) void ask();
  });
  return state;
}
