// Builds the whole site into dist: the API reference and the pages. The packages are built before.
// `--pages` leaves the reference as it was built before. Where the site will be served is set by DOCS_BASE.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { writeBenchmarks } from "./benchmarks.mjs";
import { brokenLinks } from "./checklinks.mjs";
import { writeCompiler } from "./compiler.mjs";
import { writeFigures } from "./figures/index.mjs";
import { writeLlms } from "./llms.mjs";
import { out } from "./options.mjs";

/** Runs a part of the build and says how long it took. */
async function part(/** @type {string} */ name, /** @type {() => unknown} */ work) {
  const start = performance.now();
  await work();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

const home = fileURLToPath(new URL("..", import.meta.url));
const site = join(home, "dist");
if (!process.argv.includes("--pages") || !existsSync(out)) {
  await part("reference", () => import("./reference.mjs"));
}
await part("compiler", writeCompiler);
await part("figures", () => {
  writeFigures();
  writeBenchmarks();
});
await part("pages", () => build(home));
await part("links", () => {
  writeLlms(site);
  const { count, problems } = brokenLinks(site);
  for (const problem of problems) console.error(problem);
  console.log(`${count} links, ${problems.length} broken`);
  if (problems.length > 0) process.exitCode = 1;
});
