import { mostRows } from "../data/size.ts";
import { Client } from "../worker/client.ts";
import type { FromWorker, Method, Problem, Start, Task } from "../worker/protocol.ts";

/** More workers than these have nothing to gain on any machine of today's. */
const mostWorkers = 8;

type Message = Extract<FromWorker, { run: number }>;

/** A fit to compute: the starts that are to go on. */
export interface Work {
  readonly run: number;
  readonly task: Task;
  readonly method: Method;
  readonly starts: readonly Start[];
}

/**
 * Workers that learn, and do nothing else: a fit is ended by ending them, at once. Starts are computed side by side, as many at a
 * time as there are processors and room for their matrices; the others wait for their turn.
 */
export class Pool {
  readonly #onMessage: (message: Message) => void;
  readonly #onDeath: (problem: Problem) => void;
  readonly #clients: Client[] = [];
  #waiting: Start[] = [];
  #busy = 0;
  #work: Work | undefined;

  constructor(onMessage: (message: Message) => void, onDeath: (problem: Problem) => void) {
    this.#onMessage = onMessage;
    this.#onDeath = onDeath;
  }

  /** Whether a start is being computed. */
  get isBusy(): boolean {
    return this.#busy > 0;
  }

  begin(work: Work): void {
    this.#work = work;
    this.#waiting = [...work.starts];
    const count = Math.min(workersFor(work.task.y.length), work.starts.length);
    while (this.#clients.length < count) this.#clients.push(this.#made());
    for (const client of this.#clients.slice(0, count)) this.#next(client);
    // Those that are not needed give back their memory.
    for (const client of this.#clients.slice(count)) client.end();
  }

  /** Ends what is computed. */
  end(): void {
    this.#waiting = [];
    this.#busy = 0;
    for (const client of this.#clients) client.end();
  }

  #made(): Client {
    const client: Client = new Client(
      (message) => {
        if (message.run !== this.#work?.run) return;
        if (message.kind !== "iteration") {
          this.#busy--;
          this.#next(client);
        }
        this.#onMessage(message);
      },
      (problem) => this.#onDeath(problem),
    );
    return client;
  }

  #next(client: Client): void {
    const start = this.#waiting.shift();
    if (start === undefined || this.#work === undefined) return;
    const { run, task, method } = this.#work;
    this.#busy++;
    client.learn(run, task, method, start);
  }
}

/** How many fits of so many observations go on at once: twenty matrices each, in the memory that the largest one fit may take. */
export function workersFor(observations: number): number {
  const room = Math.floor((mostRows / observations) ** 2);
  return Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency || 1, room));
}
