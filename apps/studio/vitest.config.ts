import { defineConfig } from "vitest/config";

// The built studio in a real browser, one thing after the other: the tests share a machine with what they measure.
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ["@wengert/source", "module", "node", "development|production"] },
  ssr: { resolve: { conditions: ["@wengert/source", "module", "node", "development|production"] } },
  test: {
    name: "studio",
    include: ["browser/**/*.test.ts"],
    globalSetup: ["browser/build.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
