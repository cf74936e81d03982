import { Worker } from "node:worker_threads";
import type { Progress } from "wengert";
import type { Started } from "../covariance/covariance.ts";
import { pathsOf, settingsOf, valuesIn, withValues } from "../covariance/model.ts";
import { UserError } from "../errors.ts";
import type { Series } from "../input/series.ts";
import type { Learned } from "../process/fit.ts";
import type { Learnt } from "../process/learn.ts";
import type { Learner, StartOptions } from "../process/severalstarts.ts";

/** What the thread is given. */
export interface Task {
  readonly covariance: Started;
  readonly series: Series;
  readonly options: Pick<StartOptions, "method" | "iterations" | "starts" | "seed">;
}

/** What the thread says. */
export type FromThread =
  | { readonly kind: "tell"; readonly text: string }
  | { readonly kind: "progress"; readonly progress: Progress; readonly values: readonly number[] }
  | { readonly kind: "done"; readonly learnt: Learnt }
  | { readonly kind: "refused"; readonly message: string };

/** After Ctrl-C, an evaluation has so many milliseconds to end by itself. */
const patience = 500;

/**
 * Learns in a thread of its own. When the signal says so, the thread is asked to end, and stopped if an evaluation keeps it
 * from hearing that; then the best parameters that it has told of are the result.
 */
export const learnInThread: Learner = (covariance, series, { method, iterations, starts, seed, ...options }) =>
  new Promise((resolve, reject) => {
    const task: Task = { covariance, series, options: { method, iterations, starts, seed } };
    const worker = new Worker(new URL("../learning.js", import.meta.url), { workerData: task });
    const began = performance.now();
    let best: { readonly progress: Progress; readonly values: readonly number[] } | undefined;
    let impatience: NodeJS.Timeout | undefined;

    const stop = (): void => {
      void worker.terminate();
      if (best === undefined) reject(new UserError("ended before the first iteration; nothing was learned"));
      else resolve(interrupted(covariance, best, (performance.now() - began) / 1000));
    };
    const ask = (): void => {
      worker.postMessage("end");
      impatience = setTimeout(stop, patience);
    };
    options.signal?.addEventListener("abort", ask, { once: true });
    const end = (): void => {
      clearTimeout(impatience);
      options.signal?.removeEventListener("abort", ask);
    };

    worker.on("message", (message: FromThread) => {
      switch (message.kind) {
        case "tell":
          options.tell(message.text);
          break;
        case "progress":
          if (best === undefined || message.progress.value <= best.progress.value) best = message;
          options.onIteration?.(message.progress, message.values);
          break;
        case "done":
          end();
          resolve(message.learnt);
          break;
        case "refused":
          end();
          reject(new UserError(message.message));
      }
    });
    worker.once("error", (error) => {
      end();
      reject(error);
    });
  });

/** What is known of a fit that was stopped. */
function interrupted(
  covariance: Started,
  { progress, values }: { readonly progress: Progress; readonly values: readonly number[] },
  seconds: number,
): Learnt {
  const [paths, starts, settings] = [pathsOf(covariance), valuesIn(covariance), settingsOf(covariance)];
  const parameters = values.map((value, i): Learned => {
    return { path: paths[i], start: starts[i], value, ...(settings[i].fixed === true && { fixed: true }) };
  });
  const { value, iteration, evaluations } = progress;
  const message = "ended in the middle of an evaluation; these are the best parameters until then";
  return {
    fit: { start: Number.NaN, value, iterations: iteration, evaluations, seconds, message, parameters },
    covariance: withValues(covariance, values),
  };
}
