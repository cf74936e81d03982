import { UserError } from "../errors.ts";
import { type Kernel, noise, periodic, rationalQuadratic, rbf } from "../kernels.ts";
import type { Leaf } from "./covariance.ts";

/** A kernel that covariances can name, and the names of its arguments in order: first learned, then fixed ones. */
interface Family {
  readonly learned: readonly string[];
  readonly fixed: readonly string[];
  readonly make: (fixed: Readonly<Record<string, number>>) => Kernel<never>;
}

/** All kernels that an expression or a JSON file may name. */
export const library: Readonly<Record<string, Family>> = {
  rbf: { learned: ["length"], fixed: [], make: () => rbf },
  periodic: { learned: ["length"], fixed: ["period"], make: ({ period }) => periodic(period) },
  rationalQuadratic: { learned: ["length", "alpha"], fixed: [], make: () => rationalQuadratic },
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
  throw new UserError(`unknown kernel "${name}"; there are ${signatures}`);
}

/**
 * A leaf, checked: the kernel exists, has all its arguments and no others, and all are positive.
 *
 * @throws {UserError} that names the kernel and the argument
 */
export function leaf(kernel: string, given: Readonly<Record<string, number>>, variance?: number): Leaf {
  const { learned, fixed } = familyOf(kernel);
  const names = [...learned, ...fixed];
  const stranger = Object.keys(given).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new UserError(`there is no argument "${stranger}" in ${signatureOf(kernel)}`);
  }
  const missing = names.find((name) => !Object.hasOwn(given, name));
  if (missing !== undefined) throw new UserError(`the argument "${missing}" of ${signatureOf(kernel)} is missing`);
  for (const name of names) positive(given[name], `${kernel}: ${name}`);
  return withVariance({ kernel, arguments: given }, variance);
}

/** A covariance times a variance, if there is one. */
export function withVariance<C extends { readonly kernel: string }>(covariance: C, variance: number | undefined): C {
  return variance === undefined
    ? covariance
    : { ...covariance, variance: positive(variance, `${covariance.kernel}: its factor, a variance,`) };
}

function positive(value: number, what: string): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UserError(`${what} must be a positive number, not ${value}`);
}
