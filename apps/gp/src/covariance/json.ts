import { excerpt, oneLine, UserError } from "../errors.ts";
import type { Argument, Covariance, Start } from "./covariance.ts";
import { leaf, withSettings, withVariance } from "./library.ts";

/**
 * Reads a covariance from the text of a JSON file, such as
 *
 *     {"kernel": "sum", "parts": {
 *       "trend": {"kernel": "rbf", "variance": 2500, "length": 50},
 *       "noise": {"kernel": "noise", "variance": 0.01}}}
 *
 * @param file - its name, for messages
 * @throws {UserError} that names the file, and the path inside it where something is wrong
 */
export function covarianceFrom(file: string, text: string): Covariance {
  return covarianceAt(file, "", jsonFrom(file, text));
}

/** The same form, as a text that `covarianceFrom` reads. */
export function covarianceText(covariance: Covariance): string {
  return `${JSON.stringify(plain(covariance), null, 2)}\n`;
}

/** A covariance in the form that its file has. */
export function plain(covariance: Covariance): Record<string, unknown> {
  const { kernel, variance, settings } = covariance;
  const head = { kernel, ...(variance !== undefined && { variance }), ...(settings && { settings }) };
  if (!("parts" in covariance)) return { ...head, ...covariance.arguments };
  const parts = Object.entries(covariance.parts).map(([name, part]) => [name, plain(part)]);
  return { ...head, parts: Object.fromEntries(parts) };
}

/** JSON of somebody else. @throws {UserError} that names the file */
export function jsonFrom(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: ${excerpt(oneLine(error))}`);
  }
}

/** Deeper than anything that can be meant, and far from the end of the stack. */
const deepest = 100;

/** A covariance at a path inside of a file. @throws {UserError} that names both */
export function covarianceAt(file: string, path: string, value: unknown, depth = 0): Covariance {
  if (depth > deepest) throw new UserError(`${file}: covariances are nested more than ${deepest} deep`);
  const where = path === "" ? file : `${file}: ${excerpt(path)}`;
  if (!isRecord(value)) throw new UserError(`${where}: a covariance is an object {"kernel": ...}`);
  const { kernel, variance, settings, ...rest } = value;
  if (typeof kernel !== "string") throw new UserError(`${where}: "kernel" is to be the name of a kernel`);
  if (settings !== undefined && !isRecord(settings)) {
    throw new UserError(`${where}: "settings" is an object with a setting for each parameter`);
  }
  const factor = variance === undefined ? undefined : startAt(where, "variance", variance);
  if (kernel !== "sum" && kernel !== "product") {
    const given = Object.entries(rest).map(([name, one]) => [name, argumentAt(where, name, one)]);
    return within(where, () => leaf(kernel, Object.fromEntries(given), factor, settings));
  }
  const { parts, ...strangers } = rest;
  for (const name of Object.keys(strangers)) throw new UserError(`${where}: a ${kernel} has no "${name}"`);
  if (!isRecord(parts) || Object.keys(parts).length === 0) {
    throw new UserError(`${where}: a ${kernel} has "parts", an object of named covariances`);
  }
  // They would stand beside what belongs to the whole.
  for (const name of ["variance", "settings"]) {
    if (Object.hasOwn(parts, name)) throw new UserError(`${where}: a part cannot be named "${name}"`);
  }
  const inner = Object.entries(parts).map(([name, part]) => [
    name,
    covarianceAt(file, path === "" ? name : `${path}.${name}`, part, depth + 1),
  ]);
  const whole: Covariance = { kernel, parts: Object.fromEntries(inner) };
  return within(where, () => withSettings(withVariance(whole, factor), settings));
}

function argumentAt(where: string, name: string, value: unknown): Argument {
  return Array.isArray(value) ? value.map((one) => startAt(where, name, one)) : startAt(where, name, value);
}

function startAt(where: string, name: string, value: unknown): Start {
  if (typeof value === "number" || value === "auto") return value;
  const found = excerpt(typeof value === "object" ? "an object or null" : JSON.stringify(value));
  throw new UserError(`${where}: "${excerpt(name)}" is to be a number, not ${found}`);
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
