import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Contender } from "../workload.ts";
import { loader } from "./contender.ts";

/** An input: its numbers in row-major order, and its shape. */
export interface Input {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/** The peers, and the packages that each needs. */
const libraries = {
  "NumPy/SciPy by hand": ["numpy", "scipy"],
  PyTorch: ["numpy", "torch"],
  "scikit-learn": ["numpy", "scikit-learn"],
} as const;

/** A peer in Python. */
export type Library = keyof typeof libraries;

/** The names of the functions in python/*.py that serve each. */
const functions: Readonly<Record<Library, string>> = {
  "NumPy/SciPy by hand": "by_numpy",
  PyTorch: "by_torch",
  "scikit-learn": "by_sklearn",
};

const folder = fileURLToPath(new URL("../../python/", import.meta.url));

/** Where a Python may be: as configured, on the path, and Debian's, whose packages another one does not see. */
const interpreters = [process.env["WENGERT_PYTHON"], "python3", "/usr/bin/python3"].filter(
  (path) => path !== undefined,
);

/** What is there: the first interpreter that has all packages, and their versions. */
export interface Found {
  readonly interpreter: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** The Python that has a library, or undefined. */
export function findPython(library: Library): Found | undefined {
  const packages = libraries[library];
  const script = `import json, platform
from importlib.metadata import version
print(json.dumps({"Python": platform.python_version(), ${packages.map((name) => `"${name}": version("${name}")`)}}))`;
  for (const interpreter of interpreters) {
    const { status, stdout } = spawnSync(interpreter, ["-c", script], { encoding: "utf8" });
    if (status === 0) return { interpreter, versions: JSON.parse(stdout) };
  }
  return undefined;
}

/** A Python that stays: answers one line of JSON with another. */
class Worker {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #stderr = "";

  constructor(interpreter: string) {
    this.#child = spawn(interpreter, ["-u", join(folder, "worker.py")]);
    this.#child.stderr.on("data", (text) => {
      this.#stderr = `${this.#stderr}${text}`.slice(-2000);
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#rest();
  }

  async ask<T>(request: object): Promise<T> {
    this.#child.ref();
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    this.#rest();
    if (done) throw new Error(`Python ended: ${this.#stderr.trim().split("\n").at(-1)}`);
    const answer = JSON.parse(value) as { error?: string } & T;
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  /** While nobody waits for an answer, the child does not keep this process alive; it ends when its input does. */
  #rest(): void {
    this.#child.unref();
    for (const pipe of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) (pipe as unknown as Socket).unref();
  }
}

const workers = new Map<Library, () => Promise<Worker>>(
  (Object.keys(libraries) as Library[]).map((library) => [
    library,
    loader(library, async () => {
      const found = findPython(library);
      if (found !== undefined) return new Worker(found.interpreter);
      throw new Error(`no Python has ${libraries[library].join(" and ")} (tried ${interpreters.join(", ")})`);
    }),
  ]),
);

let prepared = 0;

/**
 * A contender in Python: the function `by_numpy`, `by_torch` or `by_sklearn` of a file in python/, which is given the
 * inputs by name and returns a function without arguments. It is timed there.
 *
 * @param file - the file's name without `.py`
 * @param part - which of several functions of that kind: `by_numpy_value` for "value"
 */
export function python(
  library: Library,
  file: string,
  inputs: Readonly<Record<string, Input>>,
  part?: string,
): Contender {
  return {
    name: library,
    prepare: async () => {
      const worker = await (workers.get(library) as () => Promise<Worker>)();
      const job = prepared++;
      const made = functions[library] + (part === undefined ? "" : `_${part}`);
      await throughFiles(async (path) => {
        const arrays = Object.entries(inputs).map(([name, { data, shape }]) => {
          writeFileSync(path(name), data);
          return [name, { path: path(name), shape }];
        });
        await worker.ask({ job, want: "prepare", file, function: made, arrays: Object.fromEntries(arrays) });
      });
      return {
        compiled: true,
        result: () =>
          throughFiles(async (path) => {
            await worker.ask({ job, want: "result", path: path("result") });
            const { buffer, byteOffset, byteLength } = readFileSync(path("result"));
            return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
          }),
        sample: async (calls) => (await worker.ask<{ seconds: number }>({ job, want: "seconds", calls })).seconds,
        close: async () => void (await worker.ask({ job, want: "close" })),
      };
    },
  };
}

/** Arrays go to Python and back in files of their bare numbers: as JSON they would take longer than the computation. */
async function throughFiles<T>(f: (path: (name: string) => string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "wengert-bench-"));
  try {
    return await f((name) => join(directory, name));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
