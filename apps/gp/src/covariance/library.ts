import { excerpt, UserError } from "../errors.ts";
import type { Argument, Covariance, Leaf, Start } from "./covariance.ts";
import { checkedSetting } from "./settings.ts";

/** A kernel that covariances can name, and the names of its arguments in order: first learned, then fixed ones. */
interface Family {
  readonly learned: readonly string[];
  readonly fixed: readonly string[];
  /** The argument that is a distance, in units of x; the others have no unit. */
  readonly distance?: string;
}

/** All kernels that an expression or a JSON file may name; `makers` has their functions. */
export const library: Readonly<Record<string, Family>> = {
  rbf: { learned: ["length"], fixed: [], distance: "length" },
  periodic: { learned: ["length"], fixed: ["period"], distance: "period" },
  rationalQuadratic: { learned: ["length", "alpha"], fixed: [], distance: "length" },
  matern: { learned: ["length"], fixed: ["nu"], distance: "length" },
  linear: { learned: [], fixed: [] },
  constant: { learned: [], fixed: [] },
  noise: { learned: [], fixed: [] },
};

/** `periodic(length, period)`, for help and messages. */
export function signatureOf(name: string): string {
  const { learned, fixed } = library[name];
  const names = [...learned, ...fixed];
  return names.length === 0 ? name : `${name}(${names.join(", ")})`;
}

/** The signatures of all kernels. */
export const signatures: string = Object.keys(library).map(signatureOf).join(", ");

/**
 * The family of a name.
 *
 * @throws {UserError} for a name that is not in the library
 */
export function familyOf(name: string): Family {
  if (Object.hasOwn(library, name)) return library[name];
  throw new UserError(`unknown kernel "${excerpt(name)}"; there are ${signatures}`);
}

/**
 * A leaf, checked: the kernel exists, has all its fixed arguments and no others than its own, and all are positive. The
 * data decide about learned arguments that are not given.
 *
 * @throws {UserError} that names the kernel and the argument
 */
export function leaf(
  kernel: string,
  given: Readonly<Record<string, Argument>>,
  variance?: Start,
  settings?: Readonly<Record<string, unknown>>,
): Leaf {
  const { learned, fixed } = familyOf(kernel);
  const names = [...learned, ...fixed];
  const stranger = Object.keys(given).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new UserError(`there is no argument "${excerpt(stranger)}" in ${signatureOf(kernel)}`);
  }
  const missing = fixed.find((name) => !Object.hasOwn(given, name));
  if (missing !== undefined) throw new UserError(`the argument "${missing}" of ${signatureOf(kernel)} is missing`);
  for (const name of fixed) {
    if (typeof given[name] !== "number") throw new UserError(`${kernel}: ${name} is not learned, and must be a number`);
  }
  const all = Object.fromEntries(names.map((name) => [name, given[name] ?? "auto"]));
  for (const name of names) checkArgument(kernel, name, all[name]);
  return withSettings(withVariance({ kernel, arguments: all }, variance), settings);
}

/**
 * A covariance with settings for the parameters that stand beside its kernel.
 *
 * @throws {UserError} for one that is not there, or a setting that does not fit where the parameter starts
 */
export function withSettings<C extends Covariance>(
  covariance: C,
  settings: Readonly<Record<string, unknown>> | undefined,
): C {
  if (settings === undefined || Object.keys(settings).length === 0) return covariance;
  const checked = Object.entries(settings).map(([name, setting]) => {
    const starts = startsNamed(covariance, name);
    if (starts === undefined) {
      throw new UserError(
        `${covariance.kernel}: a setting for "${excerpt(name)}", which is not a parameter that it learns`,
      );
    }
    return [name, checkedSetting(`${covariance.kernel}: ${name}`, setting, starts)];
  });
  return { ...covariance, settings: Object.fromEntries(checked) };
}

/** What a parameter starts from, by its name in settings; undefined if there is none of that name. */
function startsNamed(covariance: Covariance, name: string): readonly Start[] | undefined {
  if (name === "variance") return covariance.variance === undefined ? undefined : [covariance.variance];
  if ("parts" in covariance) return undefined;
  const [, base, index] = /^(\w+)(?:\[(\d+)\])?$/.exec(name) ?? [];
  if (!familyOf(covariance.kernel).learned.includes(base)) return undefined;
  const argument = covariance.arguments[base];
  if (index === undefined) return typeof argument === "object" ? argument : [argument];
  return typeof argument === "object" && Number(index) < argument.length ? [argument[Number(index)]] : undefined;
}

function checkArgument(kernel: string, name: string, argument: Argument): void {
  if (typeof argument === "object" && (name !== "length" || argument.length === 0)) {
    throw new UserError(`${kernel}: ${name} cannot be a list; a length has one number for each input, or a single one`);
  }
  for (const start of typeof argument === "object" ? argument : [argument]) positive(start, `${kernel}: ${name}`);
}

/** A covariance times a variance, if there is one. */
export function withVariance<C extends { readonly kernel: string }>(covariance: C, variance: Start | undefined): C {
  return variance === undefined
    ? covariance
    : { ...covariance, variance: positive(variance, `${covariance.kernel}: its factor, a variance,`) };
}

function positive(value: Start, what: string): Start {
  if (value === "auto" || (value > 0 && Number.isFinite(value))) return value;
  throw new UserError(`${what} must be a positive number, not ${value}`);
}
