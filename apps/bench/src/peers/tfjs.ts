import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Tensor } from "@tensorflow/tfjs-core";
import { jobOf } from "../job.ts";
import type { Contender } from "../workload.ts";
import { joined, loader } from "./contender.ts";

/** The module `@tensorflow/tfjs-core`. */
export type Tf = typeof import("@tensorflow/tfjs-core");

const require = createRequire(import.meta.url);
const home = fileURLToPath(new URL("../..", import.meta.url));

/*
 * Of tensorflow.js only the parts that are needed: the whole is 270 MB, these 66. They are bundled first, because the
 * gradients are in modules that Node does not load (imports without file extensions in a CommonJS package).
 */
const entry = `
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import "@tensorflow/tfjs-backend-cpu";
export { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
export * from "@tensorflow/tfjs-core";
`;

const load = loader("tensorflow.js", async () => {
  const { version } = require("@tensorflow/tfjs-core/package.json") as { version: string };
  const bundle = join(home, ".cache", `tfjs-${version}.cjs`);
  if (!existsSync(bundle)) await bundleTo(bundle);
  const tf = require(bundle) as Tf & { setWasmPaths(prefix: string): void };
  // Without this it checks more, and recommends its native version on the terminal.
  tf.enableProdMode();
  tf.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"))}/dist/`);
  for (const backend of ["cpu", "wasm"]) {
    if (!(await tf.setBackend(backend))) throw new Error(`its backend "${backend}" does not start`);
  }
  return tf;
});

async function bundleTo(file: string): Promise<void> {
  const { build } = await import("vite");
  const name = "virtual:tfjs";
  await build({
    root: home,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === name ? join(home, "tfjs-entry.js") : undefined),
        load: (id) => (id === join(home, "tfjs-entry.js") ? entry : undefined),
      },
    ],
    build: {
      ssr: true,
      minify: false,
      outDir: dirname(file),
      emptyOutDir: false,
      rollupOptions: { input: name, output: { format: "cjs", entryFileNames: file.slice(dirname(file).length + 1) } },
    },
  });
}

/**
 * tensorflow.js, which knows single precision only.
 *
 * @param backend - "wasm", or "cpu" (plain JavaScript), which is quicker to call
 * @param prepare - makes the inputs, and returns what is timed: with it the reading of the numbers
 */
export function tensorflow(backend: "cpu" | "wasm", prepare: (tf: Tf) => () => Tensor | readonly Tensor[]): Contender {
  return {
    name: `tensorflow.js (${backend}, f32)`,
    precision: "f32",
    prepare: async () => {
      const tf = await load();
      const chosen = <R>(f: () => R): R => {
        // Both backends are started, so that this takes effect at once.
        void tf.setBackend(backend);
        return f();
      };
      const compute = chosen(() => prepare(tf));
      const run = (): ArrayLike<number>[] => {
        let numbers: ArrayLike<number>[] = [];
        // Not returned from the tidy block, which would look for tensors among the numbers one by one.
        tf.tidy(() => {
          numbers = [compute()].flat().map((tensor) => tensor.dataSync());
        });
        return numbers;
      };
      return jobOf({ run, numbers: joined }, chosen);
    },
  };
}
