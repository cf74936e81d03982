import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Job } from "../job.ts";
import { Absent, type Contender, type Workload } from "../workload.ts";
import type { Answers, Failure, Question } from "./question.ts";

/*
 * Contenders in processes of their own. In one process they share a heap, the code that its engine has compiled, and what it has
 * learnt about functions that several of them call; what one does then makes another slower, or quicker.
 */

const file = fileURLToPath(new URL("./process.js", import.meta.url));

/** The same workload, each of whose contenders is prepared, runs and is timed in a process that does nothing else. */
export interface Apart {
  readonly workload: Workload;
  /** Ends the processes. */
  close(): void;
}

/** Moves the contenders of a workload into processes. Each begins when it is first wanted, and stays for all sizes. */
export function apart(workload: Workload): Apart {
  const processes = new Map<string, Asked>();
  const askedOf = (name: string): Asked => {
    const asked = processes.get(name) ?? new Asked(workload.name, name);
    processes.set(name, asked);
    return asked;
  };
  const moved = (contender: Contender, n: number): Contender => ({
    ...contender,
    prepare: () => jobIn(askedOf(contender.name), n),
  });
  return {
    workload: { ...workload, contenders: (n) => workload.contenders(n).map((one) => moved(one, n)) },
    close: () => {
      for (const asked of processes.values()) asked.end();
    },
  };
}

async function jobIn(asked: Asked, n: number): Promise<Job> {
  const { compiled } = await asked.ask({ want: "prepare", n });
  return {
    compiled,
    result: async () => (await asked.ask({ want: "result" })).numbers,
    sample: async (calls) => (await asked.ask({ want: "sample", calls })).seconds,
    close: async () => void (await asked.ask({ want: "close" })),
  };
}

/** A process that answers one question after the other. */
class Asked {
  readonly #child: ChildProcess;

  constructor(workload: string, contender: string) {
    // Node's own serialization keeps arrays as they are; in JSON, NaN is none.
    this.#child = fork(file, [workload, contender], { serialization: "advanced", execArgv: ["--expose-gc"] });
  }

  ask<Q extends Question>(question: Q): Promise<Answers[Q["want"]]> {
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const settled = (): void => {
        child.off("message", answered);
        child.off("exit", ended);
        child.off("error", reject);
      };
      const answered = (answer: Answers[Q["want"]] | Failure): void => {
        settled();
        if ("error" in answer) reject(answer.absent ? new Absent(answer.error) : new Error(answer.error));
        else resolve(answer);
      };
      const ended = (code: number | null, signal: string | null): void => {
        settled();
        reject(new Error(`its process ended: ${signal ?? code}`));
      };
      child.on("message", answered).on("exit", ended).on("error", reject);
      if (child.exitCode !== null || child.signalCode !== null) ended(child.exitCode, child.signalCode);
      else child.send(question);
    });
  }

  end(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}
