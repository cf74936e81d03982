import { excerpt, UserError } from "../errors.ts";

/** How a parameter may move. By default it is learned, positive, and nothing is known of it. */
export interface Setting {
  /** It stays where it starts. */
  readonly fixed?: boolean;
  /** It stays between two positive numbers. */
  readonly bounds?: readonly [low: number, high: number];
  readonly prior?: Prior;
}

/** What is known of a parameter beforehand: log θ is normal about log median, with that standard deviation. */
export interface Prior {
  readonly distribution: "logNormal";
  readonly median: number;
  readonly deviation: number;
}

/** Settings by parameter: `variance`, the name of an argument, or one number of its list, `length[0]`. */
export type Settings = Readonly<Record<string, Setting>>;

/** The setting of a parameter, or of the number at an index of its list. */
export function settingOf(settings: Settings | undefined, name: string, index?: number): Setting {
  return settings?.[`${name}[${index}]`] ?? settings?.[name] ?? {};
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
  return {
    ...(fixed === true ? { fixed } : {}),
    ...(bounds === undefined ? {} : { bounds: checkedBounds(what, bounds, starts) }),
    ...(prior === undefined ? {} : { prior: checkedPrior(what, prior) }),
  };
}

function checkedBounds(what: string, bounds: unknown, starts: readonly unknown[]): readonly [number, number] {
  const pair: unknown[] = Array.isArray(bounds) ? bounds : [];
  const [low, high] = pair;
  if (pair.length !== 2 || !isPositive(low) || !isPositive(high) || low >= high) {
    throw new UserError(`${what}: its bounds are two positive numbers, the lower one first`);
  }
  const outside = starts.find((start) => typeof start === "number" && !(start > low && start < high));
  if (outside !== undefined)
    throw new UserError(`${what} starts at ${outside}, which is not between ${low} and ${high}`);
  return [low, high];
}

function checkedPrior(what: string, prior: unknown): Prior {
  const { distribution, median, deviation, ...strangers } = isRecord(prior) ? prior : {};
  if (distribution === "logNormal" && isPositive(median) && isPositive(deviation) && !Object.keys(strangers).length) {
    return { distribution, median, deviation };
  }
  throw new UserError(`${what}: a prior is {"distribution": "logNormal", "median": …, "deviation": …}, both positive`);
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
            ...(prior && { prior: { ...prior, median: prior.median / unit } }),
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
