import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { oneLine, UserError } from "../errors.ts";

/**
 * Refuses a folder that cannot be one, before any work is done for it.
 *
 * @throws {UserError} when there is a file of that name
 */
export function checkFolder(folder: string): void {
  if (!isFolder(folder)) throw new UserError(`${folder}: there is a file in the way of this folder`);
}

/** Whether there is a folder, or nothing in the way of one. */
function isFolder(path: string): boolean {
  const parent = dirname(path);
  if (parent !== path && !isFolder(parent)) return false;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;
}

/**
 * Writes a file, and its folder if need be, in one step: whoever looks finds the whole file or none.
 *
 * @throws {UserError} when it cannot be written
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new UserError(`${file}: cannot be written (${oneLine(error)})`);
  }
}
