import { UserError } from "../errors.ts";
import type { Covariance } from "./covariance.ts";
import { withVariance } from "./library.ts";

/** What a part of an expression stands for. */
export type Meaning = number | Covariance;

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
  if (operator === "+" && typeof a !== "number" && typeof b !== "number") return composite("sum", [a, b]);
  throw new UserError(
    `covariance: "${operator}" cannot join ${shown(a)} and ${shown(b)}; ` +
      "kernels are added, and multiplied with each other and with numbers",
  );
}

/** How a part of an expression is called in messages. */
export function shown(meaning: Meaning): string {
  return typeof meaning === "number" ? `the number ${meaning}` : `the kernel ${nameOf(meaning)}`;
}

// At most one of the two is a number.
function times(a: Meaning, b: Meaning): Covariance {
  if (typeof a === "number") return scaledBy(a, b as Covariance);
  if (typeof b === "number") return scaledBy(b, a);
  const { variance: own, ...first } = a;
  const { variance: other, ...second } = b;
  const bare = composite("product", [first, second]);
  return own === undefined && other === undefined ? bare : scaledBy((own ?? 1) * (other ?? 1), bare);
}

function scaledBy(factor: number, covariance: Covariance): Covariance {
  return withVariance(covariance, factor * (covariance.variance ?? 1));
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
