import { ArgumentError } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { halfCosine } from "./halfcosine.ts";
import { expectRates, type Schedule, scheduled } from "./schedule.ts";

/** Options of `warmupCosine`. */
export interface WarmupOptions {
  /** The number of steps of the rise. */
  readonly warmup: number;
  /** The number of steps in all. */
  readonly steps: number;
  /** The first rate. Default 0. */
  readonly start?: number;
  /** The last rate. Default 0. */
  readonly end?: number;
}

/**
 * A linear rise to the peak, then half a cosine down.
 *
 * Source: Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", arXiv:1706.02677, for the rise;
 * Loshchilov & Hutter, arXiv:1608.03983, for the fall.
 *
 * @param peak - the highest rate
 * @throws {ArgumentError} when the warmup is not shorter than `steps`
 * @example
 * import { warmupCosine } from "@wengert/optim";
 *
 * const rate = warmupCosine(2, { warmup: 4, steps: 14 });
 * [rate(0), rate(2), rate(4), rate(9), rate(14)]; // => [0, 1, 2, 1, 0]
 */
export function warmupCosine(peak: number, options: WarmupOptions): Schedule {
  expectOptions("warmupCosine", options, ["warmup", "steps", "start", "end"]);
  const { warmup, steps, start = 0, end = 0 } = options;
  expectRates("warmupCosine", { peak, warmup, steps, start, end });
  if (!(warmup >= 0 && warmup < steps)) {
    const message = `warmupCosine: warmup must be shorter than steps, not ${warmup} of ${steps}.`;
    throw new ArgumentError(message, "warmupCosine");
  }
  return scheduled("warmupCosine", (step) =>
    step < warmup
      ? start + ((peak - start) * step) / warmup
      : halfCosine(peak, end, (step - warmup) / (steps - warmup)),
  );
}
