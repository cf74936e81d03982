import { excerpt, UserError } from "../errors.ts";
import { checkedPrior, type Prior, priorIn } from "./priors.ts";

/** How a parameter may move. By default it is learned, positive, and nothing is known of it. */
export interface Setting {
  /** It stays where it starts. */
  readonly fixed?: boolean;
  /** It stays between two positive numbers. */
  readonly bounds?: readonly [low: number, high: number];
  readonly prior?: Prior;
}

/** Settings by parameter: `variance`, the name of an argument, or one number of its list, `length[0]`. */
export type Settings = Readonly<Record<string, Setting>>;

/** The setting of a parameter, or of the number at an index of its list. */
export function settingOf(settings: Settings | undefined, name: string, index?: number): Setting {
  return settings?.[`${name}[${index}]`] ?? settings?.[name] ?? {};
}

/** Between which numbers a parameter stays: its bounds, and where its prior is not zero; undefined where it may be any positive one. */
export function rangeOf({ bounds, prior }: Setting): readonly [low: number, high: number] | undefined {
  if (prior?.distribution !== "uniform") return bounds;
  const [low, high] = bounds ?? [0, Number.POSITIVE_INFINITY];
  return [Math.max(low, prior.low), Math.min(high, prior.high)];
}

/**
 * A setting that somebody wrote, checked.
 *
 * @param what - the parameter, for messages
 * @param starts - what it starts from, so far as that is a number
 * @throws {UserError} that names what is wrong
 */
export function checkedSetting(what: string, value: unknown, starts: readonly unknown[]): Setting {
  if (!isRecord(value)) throw new UserError(`${what}: its setting is an object such as {"fixed": true}`);
  const { fixed, bounds, prior, ...strangers } = value;
  const stranger = Object.keys(strangers)[0];
  if (stranger !== undefined) {
    throw new UserError(`${what}: a setting has fixed, bounds and prior, not "${excerpt(stranger)}"`);
  }
  if (fixed !== undefined && typeof fixed !== "boolean") throw new UserError(`${what}: fixed is true or false`);
  const checked: Setting = {
    ...(fixed === true ? { fixed } : {}),
    ...(bounds === undefined ? {} : { bounds: checkedBounds(what, bounds) }),
    ...(prior === undefined ? {} : { prior: checkedPrior(what, prior) }),
  };
  checkStarts(what, checked, starts);
  return checked;
}

function checkedBounds(what: string, bounds: unknown): readonly [number, number] {
  const pair: unknown[] = Array.isArray(bounds) ? bounds : [];
  const [low, high] = pair;
  if (pair.length !== 2 || !isPositive(low) || !isPositive(high) || low >= high) {
    throw new UserError(`${what}: its bounds are two positive numbers, the lower one first`);
  }
  return [low, high];
}

function checkStarts(what: string, setting: Setting, starts: readonly unknown[]): void {
  const range = rangeOf(setting);
  if (range === undefined) return;
  const [low, high] = range;
  if (low >= high) throw new UserError(`${what}: its bounds and its uniform prior have nothing in common`);
  const outside = starts.find((start) => typeof start === "number" && !(start > low && start < high));
  if (outside !== undefined) {
    throw new UserError(`${what} starts at ${outside}, which is not between ${low} and ${high}`);
  }
}

/** The same settings for parameters that are counted in other units. */
export function settingsIn(settings: Settings | undefined, unitOf: (name: string) => number): Settings | undefined {
  return (
    settings &&
    Object.fromEntries(
      Object.entries(settings).map(([name, { bounds, prior, ...rest }]) => {
        const unit = unitOf(name.replace(/\[\d+\]$/, ""));
        return [
          name,
          {
            ...rest,
            ...(bounds && { bounds: [bounds[0] / unit, bounds[1] / unit] as const }),
            ...(prior && { prior: priorIn(prior, unit) }),
          },
        ];
      }),
    )
  );
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
