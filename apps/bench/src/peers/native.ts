import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as Koffi from "koffi";
import { bare } from "../job.ts";
import { Absent, type Contender } from "../workload.ts";
import { contender, loader } from "./contender.ts";

const sources = fileURLToPath(new URL("../../native", import.meta.url));
const cache = fileURLToPath(new URL("../../.cache", import.meta.url));

// A native module, which need not be had everywhere.
const load = loader("koffi", async () => createRequire(import.meta.url)("koffi") as typeof Koffi);

/** An argument of a function in C++: an integer, or an array that is handed over in place. */
export type Argument = number | Float64Array | Int32Array;

/** How a function is compiled: as one would at first, and without instructions that only this processor has. */
const flags = ["-O2", "-std=c++17", "-shared", "-fPIC"];

/**
 * The function `gradient` of a file in native/, compiled by g++ when it is first wanted, and called in this process.
 *
 * @param args - what it is given; the array of its results comes behind them
 * @param size - how many results it has
 */
export function native(file: string, args: readonly Argument[], size: number): Contender {
  return contender("C++ by hand", async () => {
    const types = args.map((arg) => (typeof arg === "number" ? "int" : `${kindOf(arg)} *`));
    const f = (await load()).load(libraryOf(file)).func("gradient", "void", [...types, "double *"]);
    const out = new Float64Array(size);
    return bare(() => {
      f(...args, out);
      return out;
    });
  });
}

function kindOf(array: Float64Array | Int32Array): string {
  return array instanceof Float64Array ? "double" : "int";
}

/** The shared library of a source file. @throws {Absent} where it cannot be compiled */
function libraryOf(file: string): string {
  const source = join(sources, `${file}.cpp`);
  const hash = createHash("sha256").update(readFileSync(source)).update(flags.join(" ")).digest("hex").slice(0, 12);
  const library = join(cache, `${file}-${hash}.so`);
  if (existsSync(library)) return library;
  mkdirSync(cache, { recursive: true });
  const { status, error, stderr } = spawnSync("g++", [...flags, source, "-o", library], { encoding: "utf8" });
  if (status !== 0) throw new Absent(`C++ cannot be loaded: ${error?.message ?? stderr.split("\n")[0]}`);
  return library;
}
