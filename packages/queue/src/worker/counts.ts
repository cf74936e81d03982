/** What a worker has done since it was started. */
export interface WorkerCounts {
  readonly done: number;
  /** Attempts that ended with an error. */
  readonly failed: number;
  readonly running: number;
  /** The mean time of a task that was done, in milliseconds; 0 before the first. */
  readonly meanTime: number;
}

/** The part of `@opentelemetry/api` that is used. */
interface Meter {
  createCounter(name: string, options?: object): { add(n: number, attributes?: object): void };
  createUpDownCounter(name: string, options?: object): { add(n: number): void };
  createHistogram(name: string, options?: object): { record(x: number, attributes?: object): void };
}

/** Counts tasks, for the status line and, where the program has `@opentelemetry/api`, as metrics. */
export class Counter {
  #done = 0;
  #failed = 0;
  #running = 0;
  #time = 0;
  readonly #ended: ReturnType<Meter["createCounter"]> | undefined;
  readonly #open: ReturnType<Meter["createUpDownCounter"]> | undefined;
  readonly #seconds: ReturnType<Meter["createHistogram"]> | undefined;

  constructor(meter: Meter | undefined) {
    this.#ended = meter?.createCounter("wengert.tasks", { description: "tasks that have ended, by outcome" });
    this.#open = meter?.createUpDownCounter("wengert.tasks.running", { description: "tasks that run" });
    this.#seconds = meter?.createHistogram("wengert.task.duration", { unit: "s", description: "time of a task" });
  }

  get counts(): WorkerCounts {
    const [done, failed, running] = [this.#done, this.#failed, this.#running];
    return { done, failed, running, meanTime: done === 0 ? 0 : this.#time / done };
  }

  /** Counts a task while it runs, and how it ends. */
  async during<T>(task: string, run: () => Promise<T>): Promise<T> {
    const began = performance.now();
    this.#running++;
    this.#open?.add(1);
    let outcome = "failed";
    try {
      const result = await run();
      outcome = "done";
      this.#done++;
      return result;
    } catch (error) {
      this.#failed++;
      throw error;
    } finally {
      const time = performance.now() - began;
      if (outcome === "done") this.#time += time;
      this.#running--;
      this.#open?.add(-1);
      this.#ended?.add(1, { task, outcome });
      this.#seconds?.record(time / 1000, { task, outcome });
    }
  }
}

/** The meter of the program, if it has one. */
export async function meterHere(): Promise<Meter | undefined> {
  // Not a literal, because the package is optional.
  const name = "@opentelemetry/api";
  try {
    const { metrics } = (await import(name)) as { metrics: { getMeter(name: string): Meter } };
    return metrics.getMeter("@wengert/queue");
  } catch {
    return undefined;
  }
}
