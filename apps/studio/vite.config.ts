import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the files work under any path of any server.
  base: "./",
  resolve: {
    conditions: ["@wengert/source", "module", "browser", "development|production"],
    alias: {
      "react/jsx-runtime": "preact/jsx-runtime",
      "react-dom/client": "preact/compat/client",
      "react-dom": "preact/compat",
      react: "preact/compat",
      // The terminal app draws into a document of its own making; here there is one.
      linkedom: fileURLToPath(new URL("src/export/linkedom.ts", import.meta.url)),
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  build: {
    target: "es2023",
    // light-dark() is understood by all of these, and is kept.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      onLog: (level, log, handler) => {
        // "use client" speaks to servers, and there is none.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handler(level, log);
      },
    },
  },
});
