/** Numbers of an axis, without grouping: a year is not "1,960". */
export function plain(splits: readonly number[]): string[] {
  const step = Math.abs((splits[1] ?? 1) - (splits[0] ?? 0)) || 1;
  const largest = Math.max(...splits.map(Math.abs), step);
  if (largest >= 1e6 || largest < 1e-3) return splits.map((value) => exponential(value));
  const decimals = decimalsOf(step);
  return splits.map((value) => value.toFixed(decimals).replace("-", "−"));
}

/** How many decimals a step has: 0.25 has two, and its multiples need them. */
function decimalsOf(step: number): number {
  const first = Math.max(0, Math.min(8, Math.ceil(-Math.log10(step) - 1e-9)));
  const isExact = Math.abs(step - Number(step.toFixed(first))) <= 1e-6 * step;
  return isExact ? first : first + 1;
}

function exponential(value: number): string {
  if (value === 0) return "0";
  return value
    .toExponential(2)
    .replace(/\.?0+e/, "e")
    .replace("e+", "e")
    .replaceAll("-", "−");
}
