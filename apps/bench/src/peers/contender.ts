import { jobOf, type Task } from "../job.ts";
import { Absent, type Contender } from "../workload.ts";

/** What a contender is, beside its name and its computation. */
export type Traits = Omit<Contender, "name" | "prepare">;

/**
 * A contender that computes in this process.
 *
 * @param prepare - makes the inputs, and is not timed
 */
export function contender<T>(name: string, prepare: () => Task<T> | Promise<Task<T>>, traits: Traits = {}): Contender {
  return { name, ...traits, prepare: async () => jobOf(await prepare()) };
}

/**
 * What loads a library when it is first wanted, and once.
 *
 * @returns a function that throws `Absent` when the library cannot be loaded
 */
export function loader<T>(name: string, load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      throw new Absent(`${name} cannot be loaded: ${firstLine(error)}`);
    });
    return loading;
  };
}

/** The numbers of several arrays, one after the other. */
export function joined(arrays: readonly ArrayLike<number>[]): ArrayLike<number> {
  return arrays.length === 1 ? arrays[0] : arrays.flatMap((array) => Array.from(array));
}

/** The first line of an error's message. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split("\n")[0];
}
