import { expectOptions } from "@wengert/array/author";
import { expectNumbers, type Schedule } from "./schedule.ts";

/** When and how far to lower the rate, with PyTorch's defaults. */
export interface PlateauOptions {
  /** The rate is multiplied by it. Default 0.1. */
  readonly factor?: number;
  /** Values in a row without improvement that are borne. Default 10. */
  readonly patience?: number;
  /** An improvement is one by more than this, relative to the best value. Default 1e-4. */
  readonly threshold?: number;
  /** Values after a lowering that are not counted. Default 0. */
  readonly cooldown?: number;
  /** The lowest rate. Default 0. */
  readonly min?: number;
}

/** What a plateau remembers: to be saved with the optimizer's state. */
export interface PlateauState {
  readonly rate: number;
  /** The lowest value so far; `null` before the first. */
  readonly best: number | null;
  readonly bad: number;
  readonly rest: number;
}

/** A rate that follows the values it is told. */
export interface PlateauSchedule extends Schedule {
  /** Tells the value of the objective: once an epoch, say. */
  observe(value: number): void;
  /** May be saved, and set again. */
  state: PlateauState;
}

/**
 * Lowers the rate when the objective no longer falls. The one schedule that is not a function of the step alone: tell it
 * the values, and save its state with the optimizer's.
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
