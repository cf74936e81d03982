import { UserError } from "../errors.ts";
import { type Configured, type Meaning, shown } from "./algebra.ts";
import { type DistributionName, distributions, numbersOf, priorWith } from "./priors.ts";
import type { Setting } from "./settings.ts";

/** What says how a number may move, such as `within(50, 10, 100)`: its other arguments, and the setting they make. */
interface Modifier {
  readonly others: readonly string[];
  readonly setting: (...numbers: number[]) => Setting;
}

const modifiers: Readonly<Record<string, Modifier>> = {
  fixed: { others: [], setting: () => ({ fixed: true }) },
  within: { others: ["low", "high"], setting: (low, high) => ({ bounds: [low, high] }) },
  ...Object.fromEntries(
    Object.entries(distributions).map(([name, { numbers }]) => [
      name,
      { others: numbers, setting: (...given) => ({ prior: priorWith(name as DistributionName, given) }) } as Modifier,
    ]),
  ),
};

/** The signatures of all priors, for help and messages. */
export const priorSignatures: string = Object.entries(distributions)
  .map(([name, { numbers }]) => `${name}(${["start", ...numbers].join(", ")})`)
  .join(", ");

/** Whether a name is that of a modifier, and not of a kernel. */
export function isModifier(name: string): boolean {
  return Object.hasOwn(modifiers, name);
}

/**
 * A start with the setting that a modifier gives it, beside those that it has.
 *
 * @param given - the arguments: the start, then numbers
 * @throws {UserError} for arguments that are too few, too many, or no numbers
 */
export function configured(name: string, given: readonly Meaning[]): Configured {
  const { others, setting } = modifiers[name];
  const signature = `${name}(${["start", ...others].join(", ")})`;
  if (given.length !== 1 + others.length) {
    throw new UserError(`covariance: ${signature} has ${1 + others.length} arguments, not ${given.length}`);
  }
  const [start, ...rest] = given;
  if (typeof start === "object" && "kernel" in start) {
    throw new UserError(`covariance: ${signature} begins with a number, not ${shown(start)}`);
  }
  const numbers = rest.map((one, i) => {
    if (typeof one === "number") return one;
    throw new UserError(`covariance: ${others[i]} in ${signature} is a number, not ${shown(one)}`);
  });
  const before: Configured = typeof start === "object" ? start : { start, setting: {} };
  return { start: before.start, setting: { ...before.setting, ...setting(...numbers) } };
}

/** A number's text with its setting around it, as an expression has it. */
export function modified(text: string, { fixed, bounds, prior }: Setting): string {
  const known = prior === undefined ? text : `${prior.distribution}(${[text, ...numbersOf(prior)].join(", ")})`;
  const kept = bounds === undefined ? known : `within(${known}, ${bounds.join(", ")})`;
  return fixed === true ? `fixed(${kept})` : kept;
}
