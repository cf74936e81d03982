import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { candidates } from "./packages/blas/src/candidates.ts";
import { open } from "./packages/blas/src/library.ts";

// Tests read the packages' sources through this condition, so they need no build.
const conditions = ["@wengert/source", "module", "node", "development|production"];

/** How long a test may take: whole programs run in some, and the machine may be busy. */
const testTimeout = 60_000;

/** The tests that need a BLAS with LAPACK of the system. */
const onBlas = {
  kernels: ["packages/blas/test/system/**/*.test.ts"],
  linalg: ["packages/linalg/test/**/*.test.ts", "packages/tests/test/linalg/**/*.test.ts"],
};

function hasBlas(): boolean {
  const found = candidates(process.platform, process.env).some((candidate) => {
    try {
      return open(candidate) !== undefined;
    } catch {
      return false;
    }
  });
  // One line, below Vitest's summary, in place of 1,800 tests that are skipped.
  if (!found)
    process.once("exit", () =>
      console.warn(
        "Left out: the tests on the system's BLAS, because none with LAPACK was found (see CONTRIBUTING.md).",
      ),
    );
  return found;
}

/** The tests that start a Redis. */
const onRedis = ["packages/tests/test/queue/**/*.test.ts"];

function hasRedis(): boolean {
  const found = spawnSync("redis-server", ["--version"]).status === 0;
  if (!found)
    process.once("exit", () => console.warn("Left out: the tests of the queue, because there is no redis-server."));
  return found;
}

// Vitest reads this file once for each project.
const remembered = globalThis as { systemHasBlas?: boolean; systemHasRedis?: boolean };
remembered.systemHasBlas ??= hasBlas();
remembered.systemHasRedis ??= hasRedis();
const { systemHasBlas: blas, systemHasRedis: redis } = remembered;

/** Tests that load modules anew, put something in place of a global, or count what a process has done so far. */
const isolated = [
  "packages/blas/test/library.test.ts",
  "packages/array/test/{kernels.*,uncleared}.test.ts",
  "packages/forward/test/regioncost.test.ts",
  "packages/ops/test/kernels.test.ts",
  "packages/optim/test/multistart.test.ts",
  "packages/optim/test/onepass.test.ts",
  "packages/optim/test/memory.test.ts",
  "packages/optim/test/tasks/*.test.ts",
  "packages/queue/test/units.test.ts",
  "packages/tests/test/queue/*.test.ts",
  "packages/tests/test/core/{loops,memory,slabs}.test.ts",
  "packages/tests/test/linalg/memory.test.ts",
  "packages/tests/test/ops/manyreads.test.ts",
  "packages/tests/test/params/twocopies.test.ts",
  "packages/tests/test/graph/withoutwasm.test.ts",
  "packages/trace/test/stack.test.ts",
  "packages/tree/test/registry.test.ts",
  "packages/wasm/test/{maps,panels}.test.ts",
];

/** Where the threads and processes that tests start write which code they have run. */
const started = process.env["WENGERT_COVERAGE"];

const house = (name: string, include: string[], exclude: string[], isolate: boolean) => ({
  extends: true as const,
  test: {
    name,
    testTimeout,
    include,
    exclude: ["**/node_modules/**", ...(blas ? [] : onBlas.kernels), ...(redis ? [] : onRedis), ...exclude],
    isolate,
    env: started === undefined ? {} : { NODE_V8_COVERAGE: started },
  },
});

const houses = [
  // The other tests share the modules that a process has loaded: reading them again for each file took half of the time.
  house("packages", ["packages/*/test/**/*.test.ts"], isolated, false),
  house("packages, alone", isolated, [], true),
  house("apps", ["apps/*/test/**/*.test.ts"], [], true),
];

/** The tests of the checks themselves. */
const scripts = { extends: true as const, test: { name: "scripts", include: ["scripts/test/**/*.test.mjs"] } };

/** The tests of linalg once more, on the system's library. */
const linalgOnBlas = {
  extends: true as const,
  test: {
    name: "linalg on the system's BLAS",
    include: onBlas.linalg,
    testTimeout,
    isolate: false,
    setupFiles: ["packages/blas/test/system/setup.ts"],
    // Vitest runs as many files at once as there are processors.
    env: { OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
  },
};

/** For `npm run coverage`, which says what is too little. */
const coverage = {
  provider: "v8" as const,
  include: ["packages/*/src/**/*.ts"],
  // WebAssembly as text.
  exclude: ["**/*.generated.ts"],
  reporter: ["json", "html"],
  reportOnFailure: true,
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Vitest by itself leaves one processor to its main thread, which has little to do: of two, it would use one.
  test: {
    maxWorkers: availableParallelism(),
    coverage,
    projects: [...houses, scripts, ...(blas ? [linalgOnBlas] : [])],
  },
});
