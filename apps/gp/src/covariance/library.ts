import { excerpt, UserError } from "../errors.ts";
import { type Kernel, matern, noise, periodic, rationalQuadratic, rbf } from "../process/kernels.ts";
import type { Argument, Leaf, Start } from "./covariance.ts";

/** A kernel that covariances can name, and the names of its arguments in order: first learned, then fixed ones. */
interface Family {
  readonly learned: readonly string[];
  readonly fixed: readonly string[];
  /** The argument that is a distance, in units of x; the others have no unit. */
  readonly distance?: string;
  readonly make: (fixed: Readonly<Record<string, number>>) => Kernel<never>;
}

/** All kernels that an expression or a JSON file may name. */
export const library: Readonly<Record<string, Family>> = {
  rbf: { learned: ["length"], fixed: [], distance: "length", make: () => rbf },
  periodic: { learned: ["length"], fixed: ["period"], distance: "period", make: ({ period }) => periodic(period) },
  rationalQuadratic: { learned: ["length", "alpha"], fixed: [], distance: "length", make: () => rationalQuadratic },
  matern: { learned: ["length"], fixed: ["nu"], distance: "length", make: ({ nu }) => matern(nu) },
  noise: { learned: [], fixed: [], make: () => noise },
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
export function leaf(kernel: string, given: Readonly<Record<string, Argument>>, variance?: Start): Leaf {
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
  return withVariance({ kernel, arguments: all }, variance);
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
