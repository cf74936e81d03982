import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { findPython, type Library } from "./peers/python.ts";
import { blas } from "./peers/wengert.ts";

/** Libraries that bring threads of their own are told to use one. */
export const oneThread: Readonly<Record<string, string>> = {
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  VECLIB_MAXIMUM_THREADS: "1",
};

/** What figures depend on. */
export type Machine = Readonly<Record<string, string>>;

/** Describes this machine, and the versions of all that is measured on it. */
export async function describeMachine(): Promise<Machine> {
  const [cpu] = cpus();
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
    devDependencies: Record<string, string>;
  };
  const { vite: _, ...peers } = manifest.devDependencies;
  const commit = spawnSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).stdout?.trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    Wengert: commit ? `${manifest.version}, commit ${commit}` : manifest.version,
    CPU: `${cpu?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${platform()} ${release()} ${arch()}`,
    load: `${loadavg()[0].toFixed(2)} at the beginning`,
    Node: process.version,
    peers: listed(peers),
    OpenBLAS: await blas().then(
      ({ name }) => name,
      (error: Error) => error.message,
    ),
    ...pythons(),
    threads: "1",
    "BLAS environment": listed(blasEnvironment({ ...process.env, ...oneThread })),
  };
}

function pythons(): Record<string, string> {
  const libraries: readonly Library[] = ["NumPy/SciPy by hand", "PyTorch", "scikit-learn"];
  return Object.fromEntries(
    libraries.map((library) => {
      const found = findPython(library);
      return [library, found === undefined ? "absent" : `${listed(found.versions)} (${found.interpreter})`];
    }),
  );
}

/** The variables that choose how many threads and which instructions a BLAS uses. */
function blasEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const telling = /^(OPENBLAS|GOTO|OMP|MKL|BLIS|VECLIB|NVPL)_/;
  const entries = Object.entries(env).filter((entry): entry is [string, string] => telling.test(entry[0]));
  return Object.fromEntries(entries.toSorted());
}

function listed(record: Readonly<Record<string, string>>): string {
  return Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
