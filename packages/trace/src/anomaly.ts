import { isTensor, WengertError } from "@wengert/array";
import { expectFunction, expectNoMore } from "@wengert/array/author";
import { concrete } from "./beneath.ts";
import { refusePromise } from "./errors.ts";
import { stack, type Watcher } from "./frame.ts";

/**
 * An operation made NaN out of numbers, in a value or in a derivative.
 *
 * @example
 * import { AnomalyError, detectAnomaly, grad } from "@wengert/core";
 * import { log, sub } from "@wengert/ops";
 *
 * const slope = grad((x) => log(sub(x, 2)));
 * slope(1); // => NaN
 * try {
 *   detectAnomaly(() => slope(1));
 * } catch (error) {
 *   if (!(error instanceof AnomalyError)) throw error;
 *   error.op; // => log
 *   error.what; // => the value of
 * }
 */
export class AnomalyError extends WengertError {
  override readonly name: string = "AnomalyError";
  /** What of the operation is NaN: "the value of" it, or "the derivative of" it. */
  readonly what: string;
  /** Where the first NaN stands, in what was being computed; [] in a scalar. */
  readonly element: readonly number[];

  constructor(op: string, what: string, site: string, element: readonly number[]) {
    const where = element.length === 0 ? "" : ` at [${element.join(", ")}]`;
    const remedy = what === DERIVATIVE ? SINGULAR : "";
    super(`${op}: ${what} ${op} is NaN${where}, but none of its inputs was. It is called ${site}.${remedy}`, op);
    this.what = what;
    this.element = element;
  }
}

const DERIVATIVE = "the derivative of";

const SINGULAR =
  " An infinite derivative times a computed 0 is NaN: choose another argument there, with where, or an operation that " +
  "knows the limit, such as norm or xlogy.";

/**
 * Runs a function and throws where the first NaN appears that an operation makes out of numbers, naming the operation
 * and the line that called it: in a value, or in a gradient, where it is the line of the operation that is
 * differentiated. Slow; for looking for mistakes.
 *
 * @returns what the function returns
 * @throws {AnomalyError} at the first NaN
 * @example
 * import { detectAnomaly, grad } from "@wengert/core";
 * import { mul } from "@wengert/ops";
 *
 * detectAnomaly(() => grad((x) => mul(x, x))(3)); // => 6
 */
export function detectAnomaly<T>(fn: () => T): T {
  expectNoMore("detectAnomaly", arguments[1]);
  expectFunction("detectAnomaly", "fn", fn);
  stack.watcher = watcher;
  stack.watches++;
  try {
    const result = fn();
    refusePromise("detectAnomaly", result);
    return result;
  } finally {
    stack.watches--;
  }
}

const watcher: Watcher = {
  refuseNaN(op, xs, y) {
    const outputs = isTensor(y) ? [y] : Object.values(y);
    if (!outputs.some(hasNaN) || xs.some(hasNaN)) return;
    throw new AnomalyError(op, "the value of", here(), firstNaN(outputs));
  },
  refuseNaNDerivative(op, bars, xs, derivatives, site) {
    if (!derivatives.some(hasNaN) || bars.some(hasNaN) || xs.some(hasNaN)) return;
    throw new AnomalyError(op, DERIVATIVE, site ?? here(), firstNaN(derivatives));
  },
  attributed(op, error, transposed, site) {
    if (!(error instanceof AnomalyError) || (error.what === DERIVATIVE && !transposed)) return error;
    return new AnomalyError(op, DERIVATIVE, site ?? here(), error.element);
  },
  callSite: () => here(),
};

/** The indices of the first NaN. */
function firstNaN(ys: readonly unknown[]): readonly number[] {
  const y = ys.find(hasNaN);
  if (!isTensor(y)) return [];
  const { data, shape } = concrete(y);
  let at = data.findIndex(Number.isNaN);
  return shape.reduceRight<number[]>((indices, length) => {
    indices.unshift(at % length);
    at = Math.floor(at / length);
    return indices;
  }, []);
}

function hasNaN(x: unknown): boolean {
  return isTensor(x) ? concrete(x).data.some(Number.isNaN) : Number.isNaN(x);
}

/** What is installed, or belongs to the engine: not the user's. */
const INSTALLED = /\/node_modules\/|^node:/;
/** This file, and in front of it the folder of all packages. */
const HERE = /^(.*\/)trace\/(?:src|dist)\/anomaly\.[jt]s:/;
/** What stands between an operation and this file, by the names that a bundle leaves to it. */
const BETWEEN =
  /\b(?:here|callSite|refuseNaN\w*|attributed|bind\w*|dispatch|compute\w*|process\w*|note|below|within|pushTangents)$/;

interface Call {
  /** As the engine writes it. */
  readonly line: string;
  readonly name: string;
  readonly place: string;
}

/** The calls under way, the innermost first: V8's `at name (place)` and the other engines' `name@place`. */
function calls(): readonly Call[] {
  const errors = Error as { stackTraceLimit?: number };
  const limit = errors.stackTraceLimit;
  errors.stackTraceLimit = 100; // transformations inside each other reach deep
  const lines = (new Error().stack ?? "").split("\n");
  errors.stackTraceLimit = limit;
  return lines.flatMap((line) => {
    const parts = /^\s*at (?:(.*?) \()?(.*:\d+:\d+)\)?$/.exec(line) ?? /^(.*?)@(.*:\d+:\d+)$/.exec(line);
    return parts === null ? [] : [{ line: line.trim(), name: parts[1] ?? "", place: parts[2] }];
  });
}

/**
 * The line of the user's code where the library was called. Within a bundle of both nobody can tell them apart: there it
 * is the innermost lines but for those that are known.
 */
function here(): string {
  const [own, ...others] = calls();
  const packages = HERE.exec(own?.place ?? "")?.[1];
  const isOurs = ({ place }: Call): boolean =>
    INSTALLED.test(place) || (packages !== undefined && isPackage(place, packages));
  if (own === undefined) return "from an unknown place";
  if (isOurs(own)) return others.find((call) => !isOurs(call))?.line ?? "from an unknown place";
  const start = others.findIndex(({ name }) => !BETWEEN.test(name));
  return others
    .slice(start, start + 6)
    .map(({ line }) => line)
    .join(", ");
}

function isPackage(place: string, packages: string): boolean {
  return place.startsWith(packages) && /^[a-z]+\/(?:src|dist)\//.test(place.slice(packages.length));
}
