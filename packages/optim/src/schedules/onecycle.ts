import { checkRanges, positive, type Ranges, unitInterval } from "../options/ranges.ts";
import { halfCosine } from "./halfcosine.ts";
import { demandSteps, expectRates, type Schedule, scheduled } from "./schedule.ts";

/** The shape of a cycle, with PyTorch's defaults. */
export interface OneCycleOptions {
  /** The number of steps in all. */
  readonly steps: number;
  /** The fraction of the steps in which the rate rises. Default 0.3. */
  readonly rise?: number;
  /** The peak divided by the first rate. Default 25. */
  readonly divFactor?: number;
  /** The first rate divided by the last one. Default 10⁴. */
  readonly finalDivFactor?: number;
}

/**
 * One cycle: half a cosine up to the peak, and half a cosine down to far below the start.
 *
 * Source: Smith & Topin, "Super-convergence", arXiv:1708.07120; the steps and defaults are those of
 * `torch.optim.lr_scheduler.OneCycleLR`, without its schedule of the momentum.
 *
 * @param peak - the highest rate
 * @example
 * import { oneCycle } from "@wengert/optim";
 *
 * const rate = oneCycle(1, { steps: 11, rise: 0.5, divFactor: 10 });
 * [rate(0), rate(4.5)]; // => [0.1, 1]
 */
export function oneCycle(peak: number, options: OneCycleOptions): Schedule {
  expectRates("oneCycle", { peak });
  checkRanges("oneCycle", options, ranges);
  const { steps, rise = 0.3, divFactor = 25, finalDivFactor = 1e4 } = options;
  demandSteps("oneCycle", steps);
  const [first, top, last] = [peak / divFactor, rise * steps - 1, steps - 1];
  const lowest = first / finalDivFactor;
  return scheduled("oneCycle", (step) =>
    step <= top
      ? halfCosine(first, peak, top === 0 ? 1 : step / top)
      : halfCosine(peak, lowest, (step - top) / (last - top)),
  );
}

const ranges: Ranges<OneCycleOptions> = {
  steps: positive,
  rise: unitInterval,
  divFactor: positive,
  finalDivFactor: positive,
};
