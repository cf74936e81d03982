/** Stops of a sequential scale from dark to light whose order all eyes see, also without colour. Source: viridis, by Smith and van der Walt. */
const stops: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** The colour of a share from 0 to 1. */
export function ramp(share: number): string {
  const at = Math.max(0, Math.min(1, share)) * (stops.length - 1);
  const i = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [stops[i], stops[i + 1]];
  return `rgb(${from.map((value, k) => Math.round(value + (at - i) * (to[k] - value))).join(" ")})`;
}

/** The scale as a background of CSS. */
export const rampGradient: string = `linear-gradient(to right, ${stops.map((one) => `rgb(${one.join(" ")})`).join(", ")})`;
