// The consumer in one file by each of the bundlers that users have. Vite is the repository's own, the others are installed
// beside the consumer: what they are is said in bundlers.json.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as vite } from "vite";

/** Makes a bundle of `entry` with each bundler, in `out`; returns `[name, file]` for each. */
export async function bundleWithAll(folder, entry, out) {
  const require = createRequire(join(folder, "package.json"));
  const load = async (name) => await import(pathToFileURL(require.resolve(name)).href);
  const file = (name) => join(out, `${name}.mjs`);

  const makers = {
    async esbuild(outfile) {
      const { build } = await load("esbuild");
      await build({ entryPoints: [entry], outfile, bundle: true, minify: true, format: "esm", logLevel: "error" });
    },
    async rollup(outfile) {
      const { rollup } = await load("rollup");
      const { nodeResolve } = await load("@rollup/plugin-node-resolve");
      const { default: commonjs } = await load("@rollup/plugin-commonjs");
      const bundle = await rollup({
        input: entry,
        plugins: [nodeResolve({ browser: true }), commonjs()],
        onwarn(warning) {
          // TypeScript's helper for an import whose address is computed begins with `this && …`, as all of its helpers do.
          if (warning.code === "THIS_IS_UNDEFINED" && warning.id.includes("@wengert")) return;
          throw new Error(`rollup: ${warning.message}`);
        },
      });
      await bundle.write({ file: outfile, format: "es" });
      await bundle.close();
    },
    async webpack(outfile) {
      const { default: webpack } = await load("webpack");
      const compiler = webpack({
        mode: "production",
        context: folder,
        entry,
        target: ["web", "es2022"],
        experiments: { outputModule: true },
        output: { path: out, filename: outfile.slice(out.length + 1), library: { type: "module" } },
        performance: false,
      });
      const stats = await new Promise((resolve, reject) =>
        compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result)))),
      );
      if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ preset: "errors-warnings" }));
    },
    async vite(outfile) {
      await vite({
        root: folder,
        configFile: false,
        logLevel: "warn",
        build: {
          outDir: out,
          emptyOutDir: false,
          lib: { entry, formats: ["es"], fileName: () => outfile.slice(out.length + 1) },
        },
      });
    },
  };
  const made = [];
  for (const [name, make] of Object.entries(makers)) {
    await make(file(name));
    made.push([name, file(name)]);
  }
  return made;
}
