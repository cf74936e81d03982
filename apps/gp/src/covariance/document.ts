import { excerpt, UserError } from "../errors.ts";
import { checksumOf } from "../input/checksum.ts";
import type { Reading, Series } from "../input/series.ts";
import type { Covariance } from "./covariance.ts";
import { covarianceAt, jsonFrom, plain } from "./json.ts";
import type { Units } from "./units.ts";
import { expressionOf } from "./written.ts";

/** A model as a file: the covariance, and where it comes from. Only the covariance has to be there. */
export interface ModelDocument {
  /** With values, and with settings for what is fixed, bounded, or has a prior. In units of the data. */
  readonly covariance: Covariance;
  readonly data?: DataDescription;
  /** What inputs and observations were divided by while the model was fitted; nothing else is counted in them. */
  readonly units?: Units;
  readonly fit?: FitSummary;
}

/** Which data a model was fitted to, and how they were read. The data themselves are elsewhere. */
export interface DataDescription {
  readonly name: string;
  readonly title: string;
  readonly xLabels: readonly string[];
  readonly yLabel: string;
  /** What x is counted in since 1970, if it is a date. */
  readonly timeUnit?: string;
  readonly rows: number;
  /** The least and the greatest x, of each input. */
  readonly extent: readonly (readonly [number, number])[];
  /** What was taken out of y: its mean. */
  readonly mean: number;
  /** Of all x and y, so that data which have changed since are noticed. */
  readonly checksum?: string;
  /** The CSV file, and how its columns were read; without them, a record that the program brings. */
  readonly file?: string;
  readonly reading?: Reading;
}

/** How a fit went: negative log marginal likelihoods before and after, with what priors add. */
export interface FitSummary {
  readonly start: number;
  readonly value: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly method: string;
  readonly message: string;
  /** How many starts there were, and the seed of those beyond the first. */
  readonly starts?: number;
  readonly seed?: number;
}

const format = "wengert-gp";
const version = 1;

/** Describes a series, for a document. */
export function descriptionOf(series: Series, source: Pick<DataDescription, "file" | "reading"> = {}): DataDescription {
  const { name, title, xLabels, yLabel, timeUnit, x, y } = series;
  const end = (values: Float64Array, of: (a: number, b: number) => number): number => values.reduce((a, b) => of(a, b));
  return {
    name,
    title,
    xLabels,
    yLabel,
    ...(timeUnit !== undefined && { timeUnit }),
    rows: y.length,
    extent: x.map((values) => [end(values, Math.min), end(values, Math.max)]),
    mean: y.reduce((total, value) => total + value / y.length, 0),
    checksum: checksumOf([...x, y]),
    ...source,
  };
}

/**
 * What has changed in data since a model was learned from them, in a few words; undefined for nothing.
 *
 * @param data - what the model says of them
 */
export function changeSince(data: DataDescription, series: Series): string | undefined {
  const now = descriptionOf(series);
  if (data.rows !== now.rows) return `${now.rows} rows in place of ${data.rows}`;
  if (JSON.stringify(data.extent) !== JSON.stringify(now.extent)) return "another extent of x";
  if (data.checksum === undefined ? data.mean !== now.mean : data.checksum !== now.checksum) return "other numbers";
  return undefined;
}

/** A model as the text of a JSON file. The expression in it is for who reads the file. */
export function modelText({ covariance, ...rest }: ModelDocument): string {
  const document = { format, version, expression: expressionOf(covariance), covariance: plain(covariance), ...rest };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * Reads what `modelText` writes, or a covariance alone.
 *
 * @param file - its name, for messages
 * @throws {UserError} that names the file, and the path inside it where something is wrong
 */
export function modelFrom(file: string, text: string): ModelDocument {
  const value = jsonFrom(file, text);
  if (!isRecord(value) || !Object.hasOwn(value, "format")) return { covariance: covarianceAt(file, "", value) };
  if (value["format"] !== format || typeof value["version"] !== "number" || value["version"] > version) {
    const found = excerpt(JSON.stringify([value["format"], value["version"]]));
    throw new UserError(`${file}: format and version are ["${format}", ${version}] in a model, not ${found}`);
  }
  return {
    covariance: covarianceAt(file, "covariance", value["covariance"]),
    ...described<DataDescription>(file, value, "data", ["name", "rows", "xLabels", "yLabel"]),
    ...described<Units>(file, value, "units", ["x", "y"]),
    ...described<FitSummary>(file, value, "fit", ["start", "value"]),
  };
}

/** A part of a document that may be left out, with the fields that readers rely on. */
function described<T>(
  file: string,
  document: Readonly<Record<string, unknown>>,
  name: string,
  fields: readonly string[],
): Record<string, T> {
  const value = document[name];
  if (value === undefined || value === null) return {};
  const missing = fields.find((field) => !isRecord(value) || value[field] === undefined);
  if (missing !== undefined) throw new UserError(`${file}: ${name}: "${missing}" is missing`);
  return { [name]: value as T };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
