import { defineConfig } from "vitest/config";

// The built site in a browser: `npm run docs` comes first.
export default defineConfig({
  test: {
    name: "site",
    include: ["apps/docs/browser/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
