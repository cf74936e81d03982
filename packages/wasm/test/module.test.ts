import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { generate } from "../scripts/compile.mjs";

test("the committed module is what assembly/panels.ts compiles to", { timeout: 60_000 }, async () => {
  const committed = await readFile(new URL("../src/module.generated.ts", import.meta.url), "utf8");
  expect(await generate(), "stale: run `npm run build:wasm` in packages/wasm").toBe(committed);
});
