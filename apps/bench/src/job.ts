/** A contender with its inputs in place: ready to be compared, and to be timed. */
export interface Job {
  /** The result as plain numbers, for the comparison. */
  result(): Promise<ArrayLike<number>>;
  /** Seconds that so many runs took, one after the other. */
  sample(calls: number): Promise<number>;
  /** Whether it is as quick at first as it is later: nothing compiles it on the way. */
  readonly compiled?: boolean;
  /** Lets the inputs go, where the garbage collector does not. */
  close?(): Promise<void>;
}

/** A computation in this process. */
export interface Task<T = unknown> {
  /** What is timed. */
  run(): T;
  /** The result as plain numbers; not timed. */
  numbers(result: T): ArrayLike<number>;
}

/** A computation whose result is plain numbers. */
export function bare(run: () => ArrayLike<number>): Task<ArrayLike<number>> {
  return { run, numbers: (result) => result };
}

/** What ran last: a result that nobody keeps is a computation that an engine may leave out. */
let kept: unknown;

/** Something to be done around a run and not timed, such as choosing kernels. */
export type Around = <R>(f: () => R) => R;

/** The job of a computation in this process. */
export function jobOf<T>(task: Task<T>, around: Around = (f) => f()): Job {
  return {
    result: async () => around(() => task.numbers(task.run())),
    sample: async (calls) =>
      around(() => {
        const start = performance.now();
        for (let i = 0; i < calls; i++) kept = task.run();
        return (performance.now() - start) / 1000;
      }),
  };
}

/** The result of the last timed run. */
export function lastResult(): unknown {
  return kept;
}
