import { readFileSync } from "node:fs";
import { oneLine, UserError } from "../errors.ts";
import type { Covariance } from "./covariance.ts";
import { leaf, withVariance } from "./library.ts";

/**
 * Reads a covariance from a JSON file, such as
 *
 *     {"kernel": "sum", "parts": {
 *       "trend": {"kernel": "rbf", "variance": 2500, "length": 50},
 *       "noise": {"kernel": "noise", "variance": 0.01}}}
 *
 * @throws {UserError} that names the file, and the path inside it where something is wrong
 */
export function readCovariance(file: string): Covariance {
  return covarianceAt(file, "", parse(file));
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new UserError(`${file}: ${missing ? "there is no such file" : oneLine(error)}`);
  }
}

function covarianceAt(file: string, path: string, value: unknown): Covariance {
  const where = path === "" ? file : `${file}: ${path}`;
  if (!isRecord(value)) throw new UserError(`${where}: a covariance is an object {"kernel": ...}`);
  const { kernel, variance, ...rest } = value;
  if (typeof kernel !== "string") throw new UserError(`${where}: "kernel" is to be the name of a kernel`);
  const factor = variance === undefined ? undefined : numberAt(where, "variance", variance);
  if (kernel !== "sum" && kernel !== "product") {
    const given = Object.entries(rest).map(([name, one]) => [name, numberAt(where, name, one)]);
    return within(where, () => leaf(kernel, Object.fromEntries(given), factor));
  }
  const { parts, ...strangers } = rest;
  for (const name of Object.keys(strangers)) throw new UserError(`${where}: a ${kernel} has no "${name}"`);
  if (!isRecord(parts) || Object.keys(parts).length === 0) {
    throw new UserError(`${where}: a ${kernel} has "parts", an object of named covariances`);
  }
  // It would stand beside the variance of the whole.
  if ("variance" in parts) throw new UserError(`${where}: a part cannot be named "variance"`);
  const inner = Object.entries(parts).map(([name, part]) => [
    name,
    covarianceAt(file, path === "" ? name : `${path}.${name}`, part),
  ]);
  const whole: Covariance = { kernel, parts: Object.fromEntries(inner) };
  return within(where, () => withVariance(whole, factor));
}

function numberAt(where: string, name: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw new UserError(`${where}: "${name}" is to be a number, not ${JSON.stringify(value)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Says where, in what goes wrong inside. */
function within<T>(where: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    throw new UserError(`${where}: ${oneLine(error)}`);
  }
}
