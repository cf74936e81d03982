// The packages as a user gets them: packed, linted (publint, attw), installed from their tarballs with plain npm into an
// empty folder, imported in Node, type-checked there under every supported TypeScript, and bundled by every bundler into files
// that run where there are no packages, in Node and in Chromium.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright";
import { launchOptions } from "./chromium.mjs";
import { publicPackages } from "./exported-names.mjs";
import { bundleWithAll } from "./packed/bundles.mjs";
import { installPacked, pack } from "./packed/install.mjs";
import { lintPacked } from "./packed/lint.mjs";
import { end, problems, tool } from "./packed/run.mjs";
import { checkConsumerTypes } from "./packed/types.mjs";
import { root } from "./setup.mjs";

/** What the consumer prints when all of it holds. */
const finished = "consumer: ok";

/** Notes what is missing of an installed package. */
function checkFiles(folder, name) {
  const installed = join(folder, "node_modules", name);
  for (const file of ["LICENSE", "README.md"])
    if (!existsSync(join(installed, file))) problems.push(`${name} is packed without ${file}`);
  // "Go to definition" follows these maps to the TypeScript sources.
  const dist = readdirSync(join(installed, "dist"), { recursive: true });
  for (const map of dist.filter((file) => file.endsWith(".map"))) {
    const path = join(installed, "dist", map);
    const { sources } = JSON.parse(readFileSync(path, "utf8"));
    const lost = sources.filter((source) => !existsSync(join(dirname(path), source)));
    if (lost.length > 0) problems.push(`${name}: ${map} points to ${lost}, which is not packed`);
  }
}

/** Runs a module in Node; it must say that it has finished. */
function runs(what, file, folder) {
  const printed = tool(what, process.execPath, [file], folder);
  if (printed !== undefined && !printed.includes(finished)) problems.push(`${what} printed:\n${printed}`);
}

/** Runs the bundles in pages of their own, without any other file. */
async function runInChromium(bundles) {
  const browser = await chromium.launch(launchOptions);
  for (const [name, file] of bundles) {
    const page = await browser.newPage();
    const said = new Promise((resolve) => {
      page.on("console", (message) => resolve(message.text()));
      page.on("pageerror", (error) => resolve(String(error)));
      setTimeout(resolve, 60_000, "nothing for a minute").unref();
    });
    await page.setContent(
      `<script type="module">${readFileSync(file, "utf8").replaceAll("</script", "<\\/script")}</script>`,
    );
    const first = await said;
    if (first !== finished) problems.push(`the bundle of ${name} in Chromium: ${first}`);
    await page.close();
  }
  await browser.close();
}

const packed = pack();
const { folder, tarballs } = packed;
for (const [name, file] of Object.entries(tarballs)) problems.push(...(await lintPacked(name, file)));

const bundlers = JSON.parse(readFileSync(join(root, "scripts", "packed", "bundlers.json"), "utf8"));
const bare = mkdtempSync(join(tmpdir(), "wengert-bundles-"));
process.on("exit", () => rmSync(bare, { recursive: true, force: true }));
let bundles = [];
if (installPacked(packed, bundlers)) {
  for (const { name } of publicPackages) checkFiles(folder, name);
  const imports = publicPackages.flatMap(({ entries }) => entries.map(({ specifier }) => specifier));
  writeFileSync(join(folder, "imports.mjs"), imports.map((one) => `await import("${one}");\n`).join(""));
  tool("importing every entry", process.execPath, ["imports.mjs"], folder);
  problems.push(...checkConsumerTypes(folder));
  runs("running the consumer", "dist/consumer.js", folder);
  mkdirSync(bare, { recursive: true });
  bundles = await bundleWithAll(folder, join(folder, "dist", "consumer.js"), bare).catch((error) => {
    problems.push(`bundling: ${error.stack}`);
    return [];
  });
  for (const [name, file] of bundles) runs(`the bundle of ${name} in Node`, file, bare);
  await runInChromium(bundles);
}
end(`packed: ${publicPackages.length} packages, bundles of ${bundles.map(([name]) => name).join(", ")}`);
