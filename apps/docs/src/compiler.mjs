// The TypeScript compiler as one module of its own: Rollup takes a minute to read it, esbuild a second to shorten it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

const require = createRequire(import.meta.url);
const { version } = require("typescript/package.json");

/** Its address on the site. */
export const compilerPath = `compiler/typescript-${version}.js`;

/** Writes the module into the folder that the site serves as it is, unless it is there. */
export async function writeCompiler() {
  const target = fileURLToPath(new URL(`../public/${compilerPath}`, import.meta.url));
  if (existsSync(target)) return;
  const source = readFileSync(require.resolve("typescript"), "utf8");
  const { code } = await transform(`${source}\nexport default ts;\n`, {
    minify: true,
    target: "es2022",
    format: "esm",
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
}
