import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ArgumentError } from "@wengert/array";
import { sha256 } from "./bytes.ts";
import { destinationOf, type Imported, importsOf, isCode, isPath } from "./imports.ts";

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
 * Reads a module and, through its imports and `require`, the files beside it: also those that it names as `package.json` maps them
 * (`#name`), and TypeScript. Of other packages the version counts.
 *
 * Imports that are computed are not seen. Two machines have the same build if their files have the same bytes at the same places
 * relative to the module, whatever folder that is in.
 *
 * @param module - a path, a file URL, or the name of a package, which is looked for from the working directory
 * @throws {ArgumentError} for what is no file
 */
export async function buildOf(module: string): Promise<Build> {
  const here = join(process.cwd(), "module.mjs");
  const own = isPath(module);
  if (!own && URL.canParse(module)) throw unreadable(module);
  const url = destinationOf({ specifier: module, required: false }, here);
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
    if (!isCode(file)) continue;
    for (const imported of await importsIn(bytes, file)) {
      const { specifier, required } = imported;
      const target = destinationOf(imported, file);
      if (target?.startsWith("node:")) continue;
      if (target?.startsWith("file:")) {
        const path = fileURLToPath(target);
        if (isPath(specifier) || scopeOf(path) === scopeOf(file)) waiting.push(path);
        else parts.set(`package ${specifier}`, versionOf(path));
        // What a comment seems to require is no file, and no error.
      } else if (isPath(specifier) && !required) throw unreadable(module, specifier);
      else parts.set(`package ${specifier}`, target ?? "absent");
    }
  }
  // The name of the file itself does not count: it is the name of the module.
  const list = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  return { name: own ? basename(entry) : module, url, hash: sha256(JSON.stringify(list)), files };
}

async function importsIn(bytes: Buffer, file: string): Promise<readonly Imported[]> {
  try {
    return await importsOf(bytes.toString(), file);
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

/** The folders that a file is in, from the innermost one on, that have a `package.json`. */
function* packagesAround(file: string): Generator<string> {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder))
    if (timeOf(join(folder, "package.json")) !== 0) yield folder;
}

/** The folder of the `package.json` that holds for a file. */
function scopeOf(file: string): string | undefined {
  return packagesAround(file).next().value ?? undefined;
}

/** The name and version of the package that a file belongs to. */
function versionOf(file: string): string {
  for (const folder of packagesAround(file)) {
    const manifest = readFileSync(join(folder, "package.json"), "utf8");
    const { name, version } = JSON.parse(manifest) as { name?: string; version?: string };
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
