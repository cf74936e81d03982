import { excerpt, UserError } from "../errors.ts";

/** What is known of a parameter beforehand. All of its numbers are positive. */
export type Prior =
  | { readonly distribution: "logNormal"; readonly median: number; readonly deviation: number }
  | { readonly distribution: "gamma" | "inverseGamma"; readonly shape: number; readonly scale: number }
  | { readonly distribution: "halfNormal" | "halfCauchy"; readonly scale: number }
  | { readonly distribution: "uniform"; readonly low: number; readonly high: number };

/** The distributions that priors can have. */
export type DistributionName = Prior["distribution"];

/** The numbers of a distribution in order, and those of them that are in the unit of the parameter. */
interface Distribution {
  readonly numbers: readonly string[];
  readonly inUnits: readonly string[];
}

/** All distributions, by the names that expressions and JSON files have for them; `penalties` has their densities. */
export const distributions: Readonly<Record<DistributionName, Distribution>> = {
  logNormal: { numbers: ["median", "deviation"], inUnits: ["median"] },
  gamma: { numbers: ["shape", "scale"], inUnits: ["scale"] },
  inverseGamma: { numbers: ["shape", "scale"], inUnits: ["scale"] },
  halfNormal: { numbers: ["scale"], inUnits: ["scale"] },
  halfCauchy: { numbers: ["scale"], inUnits: ["scale"] },
  uniform: { numbers: ["low", "high"], inUnits: ["low", "high"] },
};

/** Whether a prior can have this name. */
export function isDistribution(name: unknown): name is DistributionName {
  return typeof name === "string" && Object.hasOwn(distributions, name);
}

/** The numbers of a prior, in the order in which an expression has them. */
export function numbersOf(prior: Prior): number[] {
  const named = prior as unknown as Readonly<Record<string, number>>;
  return distributions[prior.distribution].numbers.map((name) => named[name]);
}

/** The prior of a distribution, from its numbers in order. */
export function priorWith(distribution: DistributionName, numbers: readonly number[]): Prior {
  const { numbers: names } = distributions[distribution];
  return { distribution, ...Object.fromEntries(names.map((name, i) => [name, numbers[i]])) } as unknown as Prior;
}

/**
 * A prior that somebody wrote, checked.
 *
 * @param what - the parameter, for messages
 * @throws {UserError} that says what a prior of this distribution has
 */
export function checkedPrior(what: string, prior: unknown): Prior {
  const { distribution, ...given } = Object(prior) as Readonly<Record<string, unknown>>;
  if (!isDistribution(distribution)) {
    const found = distribution === undefined ? "" : `, not ${excerpt(JSON.stringify(distribution) ?? "")}`;
    const names = Object.keys(distributions).join(", ");
    throw new UserError(`${what}: a prior has a "distribution", which is one of ${names}${found}`);
  }
  const { numbers } = distributions[distribution];
  const values = numbers.map((name) => given[name]);
  if (Object.keys(given).length === numbers.length && values.every(isPositive)) {
    const checked = priorWith(distribution, values);
    if (checked.distribution !== "uniform" || checked.low < checked.high) return checked;
  }
  const form = numbers.map((name) => `"${name}": …`).join(", ");
  const rule = distribution === "uniform" ? "positive, the lower one first" : "all positive";
  throw new UserError(`${what}: a prior is {"distribution": "${distribution}", ${form}}, ${rule}`);
}

/** The same prior of a parameter that is counted in another unit. */
export function priorIn(prior: Prior, unit: number): Prior {
  const { numbers, inUnits } = distributions[prior.distribution];
  const values = numbersOf(prior);
  return priorWith(
    prior.distribution,
    numbers.map((name, i) => (inUnits.includes(name) ? values[i] / unit : values[i])),
  );
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}
