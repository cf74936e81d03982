import { rateAt, type Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import type { Transformation } from "../transforms/transformation.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { scaled } from "../trees/pending.ts";

/** u = -η g, with the rate η of the step. The last part of an optimizer: the minus sign makes it descend. */
export function scaleByLearningRate(rate: number | Schedule): Transformation<{ readonly step: number }> {
  return withCheckedState("scaleByLearningRate", ["step"], {
    init: () => ({ step: 0 }),
    update: (grads, { step }) => {
      const eta = rateAt(rate, step);
      return [mapLeaves((g) => scaled(-eta, g), grads), { step: step + 1 }];
    },
  });
}
