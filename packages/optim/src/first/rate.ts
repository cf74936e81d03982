import { mul } from "@wengert/ops";
import { combine } from "../leaves.ts";
import { rateAt, type Schedule } from "../schedules/schedule.ts";
import type { Transformation } from "../transformation.ts";

/** u = -η g, with the rate η of the step: the last link of an optimizer, which turns uphill into downhill. */
export function scaleByLearningRate(rate: number | Schedule): Transformation<{ readonly step: number }> {
  return {
    init: () => ({ step: 0 }),
    update: (grads, { step }) => {
      const eta = rateAt(rate, step);
      return [combine((g) => mul(-eta, g), grads), { step: step + 1 }];
    },
  };
}
