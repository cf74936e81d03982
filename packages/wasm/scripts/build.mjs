// Rebuilds src/modules/*.generated.ts. With --check it writes nothing and fails when a committed file is stale.
import { readFile, writeFile } from "node:fs/promises";
import { generate, modules } from "./compile.mjs";

for (const [file, module] of Object.entries(modules)) {
  const target = new URL(`../src/modules/${file}`, import.meta.url);
  const text = await generate(module);
  if (!process.argv.includes("--check")) {
    await writeFile(target, text);
  } else if ((await readFile(target, "utf8")) !== text) {
    console.error(`src/modules/${file} is stale: run \`npm run build:wasm\` in packages/wasm`);
    process.exitCode = 1;
  }
}
