import { isSuccess } from "../minimize/outcome.ts";
import type { FlatBounds } from "../spaces/flatbounds.ts";
import type { Layout } from "../spaces/space.ts";
import type { Optimum } from "./options.ts";
import type { StartReport } from "./taskdata.ts";

/** The value as a key for sorting; a non-finite value comes last. */
export function rank({ value }: StartReport): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}

/** The distinct points at which starts converged. Points are compared in units of the region. */
export function distinctOptima(
  ranked: readonly StartReport[],
  { lower, upper }: FlatBounds,
  resolution: number,
  space: Layout<unknown, unknown>,
): readonly Optimum<unknown>[] {
  const groups: StartReport[][] = [];
  const near = (a: StartReport, b: StartReport): boolean =>
    a.x.every((x, j) => {
      const width = upper[j] - lower[j];
      const unit = Number.isFinite(width) && width > 0 ? width : Math.max(1, Math.abs(x));
      return Math.abs(x - b.x[j]) <= resolution * unit;
    });
  for (const report of ranked) {
    if (!isSuccess(report.status)) continue;
    const group = groups.find(([first]) => near(first, report));
    if (group === undefined) groups.push([report]);
    else group.push(report);
  }
  return groups.map((group) => ({
    params: space.at(Float64Array.from(group[0].x)),
    value: group[0].value,
    starts: group.map(({ index }) => index).sort((a, b) => a - b),
  }));
}
