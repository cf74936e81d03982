import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { generate, modules } from "../scripts/compile.mjs";

test.each(Object.entries(modules))("%s is what its source compiles to", { timeout: 60_000 }, async (file, module) => {
  const committed = await readFile(new URL(`../src/modules/${file}`, import.meta.url), "utf8");
  expect(await generate(module), "stale: run `npm run build:wasm` in packages/wasm").toBe(committed);
});
