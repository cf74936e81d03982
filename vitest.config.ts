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

// Vitest reads this file once for each project.
const remembered = globalThis as { systemHasBlas?: boolean };
remembered.systemHasBlas ??= hasBlas();
const blas = remembered.systemHasBlas;

const houses = ["packages", "apps"].map((folder) => ({
  extends: true as const,
  test: {
    name: folder,
    testTimeout,
    include: [`${folder}/*/test/**/*.test.ts`],
    exclude: ["**/node_modules/**", ...(blas ? [] : onBlas.kernels)],
  },
}));

/** The tests of the checks themselves. */
const scripts = { extends: true as const, test: { name: "scripts", include: ["scripts/test/**/*.test.mjs"] } };

/** The tests of linalg once more, on the system's library. */
const linalgOnBlas = {
  extends: true as const,
  test: {
    name: "linalg on the system's BLAS",
    include: onBlas.linalg,
    testTimeout,
    setupFiles: ["packages/blas/test/system/setup.ts"],
    // Vitest runs as many files at once as there are processors.
    env: { OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
  },
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { projects: [...houses, scripts, ...(blas ? [linalgOnBlas] : [])] },
});
