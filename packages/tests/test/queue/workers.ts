import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The objective of tests, for workers and coordinators. */
export const objective: URL = new URL("./objective.mjs", import.meta.url);

/** A process with `wengert-worker`, of the built package. */
export class WorkerProcess {
  readonly #process: ChildProcess;
  text = "";

  constructor(...args: string[]) {
    const bin = fileURLToPath(new URL("../../../queue/dist/bin.js", import.meta.url));
    const { NODE_OPTIONS: _, ...env } = process.env;
    this.#process = spawn(process.execPath, [bin, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (data) => {
        this.text += data;
      });
    }
  }

  /** For the objective of the tests; a lock that is soon lost. */
  static of(redis: string, ...more: string[]): WorkerProcess {
    return new WorkerProcess("--redis", redis, "--module", fileURLToPath(objective), "--lock", "1", ...more);
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    this.#process.kill(signal);
  }

  /** @returns its exit code */
  async ended(): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, "exit");
    return this.#process.exitCode;
  }

  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    this.#process.kill(signal);
    return this.ended();
  }
}
