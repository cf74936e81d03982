import { dateOf, dateText, type Series } from "@wengert/gp-app/model";
import type uPlot from "uplot";
import { plain } from "../../plots/numbers.ts";

/** How the x axis is written: as dates, where x is one. */
export function timeAxis({ timeUnit }: Series): Partial<uPlot.Axis> {
  if (timeUnit === undefined) return { values: (_plot, splits) => plain(splits) };
  return {
    space: 96,
    values: (_plot, splits) => {
      const dates = splits.map((value) => dateText(value, timeUnit));
      const days =
        (dateOf(splits[1] ?? 1, timeUnit).getTime() - dateOf(splits[0] ?? 0, timeUnit).getTime()) / 86_400_000;
      // So many characters of 2024-05-01T12:30 tell neighbours apart.
      const length = days > 300 ? 4 : days > 27 ? 7 : days >= 1 ? 10 : 16;
      return dates.map((text) => text.slice(0, length).replace("T", " "));
    },
  };
}
