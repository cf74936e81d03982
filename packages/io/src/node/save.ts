import { randomUUID } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ArgumentError } from "@wengert/array";
import { type TreeOptions, treeBytes } from "../trees/encodetree.ts";

/**
 * Writes a tree of numbers, Tensors and parameters to a file: safetensors, or npz where the name ends in `.npz`.
 *
 * The file is replaced at once: its new content is written beside it, flushed to the disk, and renamed. Whatever fails, the machine
 * included, leaves the old file or the new one, whole. When writing fails, nothing is left beside it.
 *
 * @param path - of a file that ends in `.safetensors` or `.npz`
 * @throws {ArgumentError} for another ending, and what `encodeTree` refuses
 * @see load
 * @example
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { load, save } from "@wengert/io/node";
 *
 * const path = join(mkdtempSync(join(tmpdir(), "wengert-")), "run.safetensors");
 * await save(path, { weights: [1, 2], name: "run 7" });
 * await load(path); // => { weights: [1, 2], name: "run 7" }
 */
export async function save(path: string, tree: unknown, options: Omit<TreeOptions, "format"> = {}): Promise<void> {
  const format = /\.(npz|safetensors)$/.exec(path)?.[1] as "npz" | "safetensors" | undefined;
  if (format === undefined)
    throw new ArgumentError(`save: the path must end in .safetensors or .npz: ${path}.`, "save");
  await replaceFile(path, treeBytes("save", tree, { ...options, format }));
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  // A link stays a link, and a file keeps its permissions.
  const target = await realpath(path).catch(() => path);
  const mode = await stat(target).then(
    (old) => old.mode & 0o777,
    () => undefined,
  );
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    const file = await open(beside, "wx");
    try {
      if (mode !== undefined) await file.chmod(mode);
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  // The name, too, must reach the disk. Windows has no such call for folders.
  const folder = await open(dirname(target), "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
