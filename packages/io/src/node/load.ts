import { readFile, stat } from "node:fs/promises";
import { expectOptions } from "@wengert/tree/author";
import { limitOf } from "../bytes.ts";
import { refuse } from "../elements/stored.ts";
import { type DecodeOptions, treeOf } from "../trees/decodetree.ts";

/**
 * The tree that `save` has written; of another `.npz` or `.safetensors` file its arrays by name, of an `.npy` file its array.
 *
 * @throws {FileFormatError} for a truncated, damaged or too large file
 * @see decodeTree, which is this for bytes and says more
 * @example
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { tensor, type Tensor } from "@wengert/array";
 * import { load, save } from "@wengert/io/node";
 *
 * const path = join(mkdtempSync(join(tmpdir(), "load-")), "run.npz");
 * await save(path, { weights: tensor([1, 2]), bias: 0.5 });
 * const { weights, bias } = await load<{ weights: Tensor; bias: number }>(path);
 * weights.toArray(); // => [1, 2]
 * bias; // => 0.5
 */
export async function load<T = unknown>(path: string, options: DecodeOptions<T> = {}): Promise<T> {
  expectOptions("load", options, ["maxBytes", "into"], ["into"]);
  const { into: _, ...limits } = options;
  const { size } = await stat(path);
  // Beside its numbers, a file has a header of at most 100 MB.
  const most = limitOf("load", limits) + 1e8;
  if (size > most) refuse({ op: "load" }, `the file has ${size} bytes; raise maxBytes if that is meant`);
  return treeOf("load", await readFile(path), options);
}
