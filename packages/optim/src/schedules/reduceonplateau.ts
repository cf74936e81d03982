import { expectOptions } from "@wengert/array/author";
import { expectNumbers, type Schedule } from "./schedule.ts";

/** Options of `reduceOnPlateau`, with PyTorch's defaults. */
export interface PlateauOptions {
  /** The factor by which the rate is lowered. Default 0.1. */
  readonly factor?: number;
  /** How many values in a row may lack an improvement. Default 10. */
  readonly patience?: number;
  /** The least improvement that counts, relative to the best value. Default 1e-4. */
  readonly threshold?: number;
  /** The number of values after a reduction that are not counted. Default 0. */
  readonly cooldown?: number;
  /** The lowest rate. Default 0. */
  readonly min?: number;
}

/** The state of `reduceOnPlateau`, to be saved with the optimizer's. */
export interface PlateauState {
  readonly rate: number;
  /** The lowest value so far; `null` before the first. */
  readonly best: number | null;
  readonly bad: number;
  readonly rest: number;
}

/** A rate that depends on the values of the objective. */
export interface PlateauSchedule extends Schedule {
  /** Reports a value of the objective, for instance once per epoch. */
  observe(value: number): void;
  /** Can be read, saved, and set. */
  state: PlateauState;
}

/**
 * Lowers the rate when the objective no longer falls. This schedule is not a function of the step alone: report the values to
 * it with `observe`, and save its state with the optimizer's.
 *
 * A value is an improvement if it is less than best - threshold·|best|.
 *
 * Source: `torch.optim.lr_scheduler.ReduceLROnPlateau` in mode "min".
 *
 * @param rate - the first rate
 * @example
 * import { adam, reduceOnPlateau } from "@wengert/optim";
 *
 * const rate = reduceOnPlateau(0.1, { patience: 1, factor: 0.5 });
 * const optimizer = adam(rate);
 * for (const loss of [3, 2, 2, 2]) rate.observe(loss);
 * rate(4); // => 0.05
 */
export function reduceOnPlateau(rate: number, options: PlateauOptions = {}): PlateauSchedule {
  expectOptions("reduceOnPlateau", options);
  const { factor = 0.1, patience = 10, threshold = 1e-4, cooldown = 0, min = 0 } = options;
  expectNumbers("reduceOnPlateau", { rate, factor, patience, threshold, cooldown, min });
  const schedule: PlateauSchedule = () => schedule.state.rate;
  schedule.state = { rate, best: null, bad: 0, rest: 0 };
  schedule.observe = (value: number): void => {
    const { best, bad, rest, rate: now } = schedule.state;
    const better = best === null || value < best - threshold * Math.abs(best);
    const counted = better || rest > 0 ? 0 : bad + 1;
    const lower = counted > patience;
    schedule.state = {
      rate: lower ? Math.max(now * factor, min) : now,
      best: better ? value : best,
      bad: lower ? 0 : counted,
      rest: lower ? cooldown : Math.max(rest - 1, 0),
    };
  };
  return schedule;
}
