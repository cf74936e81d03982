import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ArgumentError } from "@wengert/array";
import { init, parse } from "es-module-lexer";
import { resolve } from "import-meta-resolve";
import { sha256 } from "./bytes.ts";

/** A module with all that it imports. */
export interface Build {
  /** How tasks name it: its file, or its package. */
  readonly name: string;
  readonly url: string;
  /** The hash of its files and of the versions of the packages that they import. */
  readonly hash: string;
  /** Its files, with the time of their last change. */
  readonly files: ReadonlyMap<string, number>;
}

/**
 * Reads a module and, through its imports, the files beside it. Of packages the version counts.
 *
 * Imports that are computed are not seen. Two machines have the same build if their files have the same bytes at the same places
 * relative to the module, whatever folder that is in.
 *
 * @param module - a path, a file URL, or the name of a package, which is looked for from the working directory
 * @throws {ArgumentError} for what is no file
 */
export async function buildOf(module: string): Promise<Build> {
  await init;
  const here = pathToFileURL(`${process.cwd()}/`).href;
  const isFile = /^(file:|\.{0,2}\/)/.test(module);
  if (!isFile && URL.canParse(module)) throw unreadable(module);
  const url = isFile ? new URL(module, here).href : resolved(module, here);
  if (url === undefined || !url.startsWith("file:")) throw unreadable(module);
  const entry = fileURLToPath(url);
  const parts = new Map<string, string>();
  const files = new Map<string, number>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    const bytes = contentOf(file, module);
    files.set(file, timeOf(file));
    parts.set(relative(dirname(entry), file).replaceAll("\\", "/"), sha256(bytes));
    if (!/\.[mc]?js$/.test(file)) continue;
    for (const found of importsOf(bytes, file)) {
      const { specifier } = found as { specifier?: string | null };
      if (typeof specifier !== "string" || specifier.startsWith("node:")) continue;
      if (/^(file:|\.{0,2}\/)/.test(specifier)) waiting.push(fileURLToPath(new URL(specifier, pathToFileURL(file))));
      else parts.set(`package ${specifier}`, versionOf(specifier, pathToFileURL(file).href));
    }
  }
  // The name of the file itself does not count: it is the name of the module.
  const list = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  return { name: isFile ? basename(entry) : module, url, hash: sha256(JSON.stringify(list)), files };
}

function importsOf(bytes: Buffer, file: string): ReturnType<typeof parse>[0] {
  try {
    return parse(bytes.toString(), file)[0];
  } catch {
    throw new ArgumentError(
      `run: "${basename(file)}" is no JavaScript module: its imports cannot be read.`,
      "run",
      "module",
    );
  }
}

/** Whether a file of a build was changed since it was read. */
export function isChanged({ files }: Build): boolean {
  return [...files].some(([file, time]) => timeOf(file) !== time);
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function contentOf(file: string, module: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw unreadable(module, basename(file));
  }
}

function resolved(specifier: string, from: string): string | undefined {
  try {
    return resolve(specifier, from);
  } catch {
    return undefined;
  }
}

/** The name and version of the package that an import leads to. */
function versionOf(specifier: string, from: string): string {
  const url = resolved(specifier, from);
  if (url === undefined) return "absent";
  if (!url.startsWith("file:")) return url;
  for (let folder = dirname(fileURLToPath(url)); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (timeOf(manifest) === 0) continue;
    const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: string; version?: string };
    if (version !== undefined) return `${name}@${version}`;
  }
  return "unknown";
}

function unreadable(module: string, file: string = module): ArgumentError {
  return new ArgumentError(
    `run: "${file.slice(-80)}" is not a file that can be read. A module for other machines is a file or the name of a package.`,
    "run",
    "module",
  );
}
