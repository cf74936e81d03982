import { excerpt, UserError } from "../errors.ts";
import type { Covariance, Start } from "./covariance.ts";
import { withSettings, withVariance } from "./library.ts";
import type { Setting } from "./settings.ts";

/** What a part of an expression stands for. */
export type Meaning = Start | Configured | Covariance;

/** A start with a setting, such as `fixed(2)`. */
export interface Configured {
  readonly start: Start;
  readonly setting: Setting;
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
};

/**
 * Numbers and covariances joined by an operator: numbers as usual, covariances added or multiplied, and a number times a
 * covariance as its variance.
 *
 * @throws {UserError} for what cannot be joined
 */
export function combine(operator: string, a: Meaning, b: Meaning): Meaning {
  if (typeof a === "number" && typeof b === "number" && operator in arithmetic) return arithmetic[operator](a, b);
  if (operator === "*") return times(a, b);
  if (operator === "+" && isCovariance(a) && isCovariance(b)) return composite("sum", [a, b]);
  throw new UserError(
    `covariance: "${operator}" cannot join ${shown(a)} and ${shown(b)}; ` +
      "kernels are added, and multiplied with each other and with numbers",
  );
}

/** How a part of an expression is called in messages. */
export function shown(meaning: Meaning): string {
  if (meaning === "auto") return '"auto"';
  if (typeof meaning === "object" && "setting" in meaning) return "a number with a setting";
  return typeof meaning === "number" ? `the number ${meaning}` : `the kernel ${excerpt(nameOf(meaning))}`;
}

function isCovariance(meaning: Meaning): meaning is Covariance {
  return typeof meaning === "object" && "kernel" in meaning;
}

function times(a: Meaning, b: Meaning): Meaning {
  if (!isCovariance(a)) {
    if (isCovariance(b)) return scaledBy(a, b);
    if (isStart(a) && isStart(b)) return product(a, b);
    throw new UserError(
      "covariance: a number with a setting is multiplied by kernels only; put the whole number inside it",
    );
  }
  if (!isCovariance(b)) return scaledBy(b, a);
  const [own, first] = withoutVariance(a);
  const [other, second] = withoutVariance(b);
  const bare = composite("product", [first, second]);
  return [own, other].reduce<Covariance>((all, factor) => (factor === undefined ? all : scaledBy(factor, all)), bare);
}

function isStart(meaning: Start | Configured): meaning is Start {
  return typeof meaning !== "object";
}

/** A covariance that is 1 at distance 0, and its variance with the setting of that. */
function withoutVariance(covariance: Covariance): [variance: Start | Configured | undefined, rest: Covariance] {
  const { variance, settings: { variance: setting, ...others } = {}, ...rest } = covariance;
  const bare = Object.keys(others).length === 0 ? rest : { ...rest, settings: others };
  return [variance === undefined || setting === undefined ? variance : { start: variance, setting }, bare];
}

function scaledBy(factor: Start | Configured, covariance: Covariance): Covariance {
  const { variance, settings } = covariance;
  if (variance !== undefined && (!isStart(factor) || settings?.["variance"] !== undefined)) {
    throw new UserError(
      `covariance: ${nameOf(covariance)} has two variances, and one of them a setting; write one number`,
    );
  }
  if (isStart(factor)) return withVariance(covariance, product(factor, variance ?? 1));
  return withSettings(withVariance(covariance, factor.start), { ...settings, variance: factor.setting });
}

/** What the data suggest is not changed by a factor. */
function product(a: Start, b: Start): Start {
  return a === "auto" || b === "auto" ? "auto" : a * b;
}

/** A sum or product with its parts named after their kernels. One of the same kind inside it is taken apart. */
function composite(kernel: "sum" | "product", covariances: readonly Covariance[]): Covariance {
  const all = covariances.flatMap((part) =>
    "parts" in part && part.kernel === kernel && part.variance === undefined ? Object.values(part.parts) : [part],
  );
  const parts: Record<string, Covariance> = {};
  for (const part of all) {
    const name = nameOf(part);
    let unique = name;
    for (let count = 2; Object.hasOwn(parts, unique); count++) unique = `${name}${count}`;
    parts[unique] = part;
  }
  return { kernel, parts };
}

/** `rbf`, or of several kernels `rbfPeriodic`. */
function nameOf(covariance: Covariance): string {
  if (!("parts" in covariance)) return covariance.kernel;
  const [first, ...others] = Object.values(covariance.parts).map(nameOf);
  return [first, ...others.map((name) => name[0].toUpperCase() + name.slice(1))].join("");
}
