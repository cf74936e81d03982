import { defineConfig } from "vitest/config";

// Tests read the packages' sources through this condition, so they need no build.
const conditions = ["@wengert/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: ["packages", "apps"].map((folder) => ({
      extends: true as const,
      test: { name: folder, include: [`${folder}/*/test/**/*.test.ts`] },
    })),
  },
});
