import { excerpt, UserError } from "../errors.ts";
import type { Covariance, Start } from "./covariance.ts";
import { withVariance } from "./library.ts";

/** What a part of an expression stands for. */
export type Meaning = Start | Covariance;

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
  if (operator === "+" && !isStart(a) && !isStart(b)) return composite("sum", [a, b]);
  throw new UserError(
    `covariance: "${operator}" cannot join ${shown(a)} and ${shown(b)}; ` +
      "kernels are added, and multiplied with each other and with numbers",
  );
}

/** How a part of an expression is called in messages. */
export function shown(meaning: Meaning): string {
  if (meaning === "auto") return '"auto"';
  return typeof meaning === "number" ? `the number ${meaning}` : `the kernel ${excerpt(nameOf(meaning))}`;
}

function isStart(meaning: Meaning): meaning is Start {
  return typeof meaning === "number" || meaning === "auto";
}

function times(a: Meaning, b: Meaning): Meaning {
  if (isStart(a)) return isStart(b) ? product(a, b) : scaledBy(a, b);
  if (isStart(b)) return scaledBy(b, a);
  const { variance: own, ...first } = a;
  const { variance: other, ...second } = b;
  const bare = composite("product", [first, second]);
  return own === undefined && other === undefined ? bare : scaledBy(product(own ?? 1, other ?? 1), bare);
}

function scaledBy(factor: Start, covariance: Covariance): Covariance {
  return withVariance(covariance, product(factor, covariance.variance ?? 1));
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
