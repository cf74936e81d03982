import { ArgumentError } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { cosine, demandSteps } from "./decay.ts";
import { expectNumbers, type Schedule, scheduled } from "./schedule.ts";

/** How a rate rises and falls again. */
export interface WarmupOptions {
  /** Steps of the rise. */
  readonly warmup: number;
  /** Steps in all. */
  readonly steps: number;
  /** The rate at first. Default 0. */
  readonly start?: number;
  /** The rate at last. Default 0. */
  readonly end?: number;
}

/**
 * A linear rise to the peak, then half a cosine down.
 *
 * Source: Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", arXiv:1706.02677, for the rise;
 * Loshchilov & Hutter, arXiv:1608.03983, for the fall.
 *
 * @param peak - the highest rate
 * @throws {ArgumentError} when the warmup is not shorter than the whole
 * @example
 * import { warmupCosine } from "@wengert/optim";
 *
 * const rate = warmupCosine(2, { warmup: 4, steps: 14 });
 * [rate(0), rate(2), rate(4), rate(9), rate(14)]; // => [0, 1, 2, 1, 0]
 */
export function warmupCosine(peak: number, options: WarmupOptions): Schedule {
  expectOptions("warmupCosine", options);
  const { warmup, steps, start = 0, end = 0 } = options;
  expectNumbers("warmupCosine", { peak, warmup, steps, start, end });
  if (!(warmup >= 0 && warmup < steps)) {
    const message = `warmupCosine: the warmup must be shorter than the whole, not ${warmup} of ${steps} steps.`;
    throw new ArgumentError(message, "warmupCosine");
  }
  return scheduled("warmupCosine", (step) =>
    step < warmup ? start + ((peak - start) * step) / warmup : cosine(peak, end, (step - warmup) / (steps - warmup)),
  );
}

/** The shape of a cycle, with PyTorch's defaults. */
export interface OneCycleOptions {
  /** Steps in all. */
  readonly steps: number;
  /** The part of them in which the rate rises. Default 0.3. */
  readonly rise?: number;
  /** The peak over the first rate. Default 25. */
  readonly divFactor?: number;
  /** The first rate over the last one. Default 10⁴. */
  readonly finalDivFactor?: number;
}

/**
 * One cycle: half a cosine up to the peak, and half a cosine down to far below the start.
 *
 * Source: Smith & Topin, "Super-convergence", arXiv:1708.07120; places and defaults are those of
 * `torch.optim.lr_scheduler.OneCycleLR`, of which this is the rate without the momentum.
 *
 * @param peak - the highest rate
 * @example
 * import { oneCycle } from "@wengert/optim";
 *
 * const rate = oneCycle(1, { steps: 11, rise: 0.5, divFactor: 10 });
 * [rate(0), rate(4.5)]; // => [0.1, 1]
 */
export function oneCycle(peak: number, options: OneCycleOptions): Schedule {
  expectOptions("oneCycle", options);
  const { steps, rise = 0.3, divFactor = 25, finalDivFactor = 1e4 } = options;
  expectNumbers("oneCycle", { peak, steps, rise, divFactor, finalDivFactor });
  demandSteps("oneCycle", steps);
  const [first, top, last] = [peak / divFactor, rise * steps - 1, steps - 1];
  const lowest = first / finalDivFactor;
  return scheduled("oneCycle", (step) =>
    step <= top ? cosine(first, peak, top === 0 ? 1 : step / top) : cosine(peak, lowest, (step - top) / (last - top)),
  );
}
