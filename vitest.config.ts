import { defineConfig } from "vitest/config";

// Tests read the packages' sources through this condition, so they need no build.
const conditions = ["@wengert/source", "module", "node", "development|production"];

const houses = ["packages", "apps"].map((folder) => ({
  extends: true as const,
  test: { name: folder, include: [`${folder}/*/test/**/*.test.ts`] },
}));

/** The tests of linalg once more, on the BLAS and LAPACK of the system; without one they are skipped, and say so. */
const linalgOnBlas = {
  extends: true as const,
  test: {
    name: "linalg on the system's BLAS",
    include: ["packages/linalg/test/**/*.test.ts", "packages/tests/test/linalg/**/*.test.ts"],
    setupFiles: ["packages/blas/test/system/setup.ts"],
    // Vitest runs as many files at once as there are processors.
    env: { OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
  },
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { projects: [...houses, linalgOnBlas] },
});
