import { expectNumber } from "@wengert/array/author";
import { checkRanges, nonNegative, type Ranges, refused, shrinking, wholeNumber } from "../options/ranges.ts";
import type { Schedule } from "./schedule.ts";

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
 * A value is an improvement if it is less than best - threshold·|best|. A value that is not finite is none.
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
  checkRanges("reduceOnPlateau", { rate }, { rate: nonNegative });
  checkRanges("reduceOnPlateau", options, plateauRanges);
  const { factor = 0.1, patience = 10, threshold = 1e-4, cooldown = 0, min = 0 } = options;
  let state: PlateauState = { rate, best: null, bad: 0, rest: 0 };
  const schedule = (): number => state.rate;
  const observe = (value: number): void => {
    expectNumber("reduceOnPlateau", "value", value);
    const { best, bad, rest, rate: now } = state;
    // A NaN or an infinite value is no improvement, and must not become the best one.
    const better = Number.isFinite(value) && (best === null || value < best - threshold * Math.abs(best));
    const counted = better || rest > 0 ? 0 : bad + 1;
    const lower = counted > patience;
    state = {
      // A rate that is below the minimum already stays there.
      rate: lower && now > min ? Math.max(now * factor, min) : now,
      best: better ? value : best,
      bad: lower ? 0 : counted,
      rest: lower ? cooldown : Math.max(rest - 1, 0),
    };
  };
  const set = (next: PlateauState): void => {
    state = checkedState(next);
  };
  const access = { get: () => state, set, enumerable: true };
  return Object.defineProperties(schedule, {
    observe: { value: observe },
    state: access,
  }) as unknown as PlateauSchedule;
}

const plateauRanges: Ranges<PlateauOptions> = {
  factor: shrinking,
  patience: wholeNumber,
  threshold: nonNegative,
  cooldown: wholeNumber,
  min: nonNegative,
};

/** @throws {ArgumentError} for a state of something else */
function checkedState(state: PlateauState): PlateauState {
  const { rate, best, bad, rest } = (state ?? {}) as Partial<PlateauState>;
  const fits = nonNegative.holds(rate) && (best === null || Number.isFinite(best)) && wholeNumber.holds(bad);
  if (fits && wholeNumber.holds(rest)) return state;
  throw refused("reduceOnPlateau", "state must be a state of reduceOnPlateau", state);
}
