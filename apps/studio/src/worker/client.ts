import type { Asked, FromWorker, Kind, Method, Problem, Questions, Start, Task, ToWorker } from "./protocol.ts";

/** A question that could not be answered. */
export class RefusedError extends Error {
  override name = "RefusedError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** A worker that does not answer for so long, in milliseconds, is dead; */
const patience = 5000;
/** or for so many times its longest silence so far, where it computes: an evaluation is not interrupted. */
const patienceFactor = 30;
/** Before anything is known of its evaluations. */
const firstPatience = 60_000;

type Listener = (message: Extract<FromWorker, { run: number }>) => void;

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: RefusedError) => void;
}

/** The page's side of a worker: questions with typed answers, fits, and the news of its death. */
export class Client {
  readonly #onDeath: (problem: Problem) => void;
  readonly #onRun: Listener;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #next = 0;
  #heard = performance.now();
  #pinged: number | undefined;
  #longest = 0;
  #busy = false;

  constructor(onRun: Listener, onDeath: (problem: Problem) => void) {
    this.#onRun = onRun;
    this.#onDeath = onDeath;
    setInterval(() => this.#watch(), 1000);
  }

  /** Asks; the promise is rejected with a `RefusedError` where there is no answer. */
  ask<K extends Kind>(kind: K, ask: Questions[K]["ask"]): Promise<Questions[K]["answer"]> {
    const id = this.#next++;
    const question = { kind, ask } as unknown as Asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
      this.#post({ kind: "ask", id, question });
    });
  }

  /** Asks for answers of which each is better than the one before. @returns ends it */
  stream<K extends Kind>(
    kind: K,
    ask: Questions[K]["ask"],
    onAnswer: (answer: Questions[K]["answer"]) => void,
    onRefused: (problem: Problem) => void,
  ): () => void {
    const id = this.#next++;
    const question = { kind, ask } as unknown as Asked;
    this.#waiting.set(id, { resolve: onAnswer as Waiting["resolve"], reject: ({ problem }) => onRefused(problem) });
    this.#post({ kind: "ask", id, question });
    return () => {
      if (this.#waiting.delete(id)) this.#post({ kind: "forget", id });
    };
  }

  learn(run: number, task: Task, method: Method, start: Start): void {
    this.#busy = true;
    this.#heard = performance.now();
    this.#post({ kind: "learn", run, task, method, start });
  }

  /** Ends what the worker does, and the worker; what is asked next makes a new one. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#busy = false;
    this.#refuseAll({ name: "Restarted", message: "The computing was started again." });
  }

  #made(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "wengert" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#die(event.message || "it could not be loaded");
    };
    this.#pinged = undefined;
    this.#longest = 0;
    return worker;
  }

  #post(message: ToWorker): void {
    // A worker is made when it is first needed: a page that only looks needs one of two.
    this.#worker ??= this.#made();
    this.#worker.postMessage(message);
  }

  #receive(message: FromWorker): void {
    const now = performance.now();
    if (this.#busy && message.kind === "iteration") this.#longest = Math.max(this.#longest, now - this.#heard);
    this.#heard = now;
    this.#pinged = undefined;
    if (message.kind === "alive") return;
    if (message.kind === "answer" || message.kind === "refused") {
      const waiting = this.#waiting.get(message.id);
      if (message.kind === "refused" || !message.more) this.#waiting.delete(message.id);
      if (message.kind === "answer") waiting?.resolve(message.answer as never);
      else waiting?.reject(new RefusedError(message.problem));
      return;
    }
    this.#busy = message.kind === "iteration";
    this.#onRun(message);
  }

  /** Timers of a hidden page are slow, so the silence counts from a question that was asked. */
  #watch(): void {
    if (this.#worker === undefined) return;
    if (this.#pinged === undefined) {
      this.#pinged = performance.now();
      this.#post({ kind: "ping" });
      return;
    }
    const silent = performance.now() - this.#pinged;
    const busy = this.#busy || this.#waiting.size > 0;
    const known = this.#longest > 0 ? Math.max(patience, patienceFactor * this.#longest) : firstPatience;
    if (silent > (busy ? known : patience)) this.#die(`it has not answered for ${Math.round(silent / 1000)} seconds`);
  }

  #die(reason: string): void {
    const problem = {
      name: "WorkerDied",
      message: `The computing stopped: ${reason}. A new worker takes over; nothing of yours is lost.`,
    };
    this.#refuseAll(problem);
    this.end();
    this.#onDeath(problem);
  }

  #refuseAll(problem: Problem): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(new RefusedError(problem));
  }
}
