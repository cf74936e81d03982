// Rebuilds src/module.generated.ts. With --check it writes nothing and fails when the committed file is stale.
import { readFile, writeFile } from "node:fs/promises";
import { generate } from "./compile.mjs";

const target = new URL("../src/module.generated.ts", import.meta.url);
const text = await generate();
if (!process.argv.includes("--check")) {
  await writeFile(target, text);
} else if ((await readFile(target, "utf8")) !== text) {
  console.error("src/module.generated.ts is stale: run `npm run build:wasm` in packages/wasm");
  process.exitCode = 1;
}
