import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import asc from "assemblyscript/asc";

const folder = new URL("../assembly/", import.meta.url);

/** The text of `src/module.generated.ts`, compiled from `assembly/panels.ts`. */
export async function generate() {
  const source = await readFile(new URL("panels.ts", folder), "utf8");
  let binary;
  const stderr = asc.createMemoryStream();
  const options = ["-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--importMemory", "--noExportMemory"];
  const { error } = await asc.main(["panels.ts", ...options, "--outFile", "panels.wasm"], {
    stderr,
    readFile: (name) => (name === "panels.ts" ? source : null),
    writeFile: (name, contents) => {
      if (name === "panels.wasm") binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`assembly/panels.ts does not compile:\n${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString("base64");
  const lines = base64.match(/.{1,112}/g).map((line) => `  "${line}"`);
  return `// Made by \`npm run build:wasm\` from assembly/panels.ts; do not edit.\nexport const moduleBase64: string =\n${lines.join(" +\n")};\n`;
}
