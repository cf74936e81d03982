import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { launchOptions } from "./scripts/chromium.mjs";
import { rendererPeak } from "./scripts/rendererpeak.mjs";

export default defineConfig({
  resolve: { conditions: ["@wengert/source", "module", "browser", "development|production"] },
  test: {
    name: "browser",
    include: ["packages/tests/browser/**/*.test.ts"],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      commands: { rendererPeak },
      provider: playwright({ launchOptions }),
      instances: [{ browser: "chromium" }],
    },
  },
  // Shared memory is offered to isolated pages alone.
  server: {
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
});
