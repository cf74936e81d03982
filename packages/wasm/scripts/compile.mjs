import { Buffer } from "node:buffer";
import { readdir, readFile } from "node:fs/promises";
import asc from "assemblyscript/asc";

const folder = new URL("../assembly/", import.meta.url);

/** The generated files of `src`, and the entries in `assembly` that they are compiled from. */
export const modules = {
  "matrix.generated.ts": "matrix.ts",
  "elementwise.generated.ts": "elementwise.ts",
  "condense.generated.ts": "condense.ts",
  "reductions.generated.ts": "reductions.ts",
};

/** The text of a generated file, compiled from an entry in `assembly`. */
export async function generate(entry) {
  const sources = new Map();
  for (const name of await readdir(folder)) sources.set(name, await readFile(new URL(name, folder), "utf8"));
  let binary;
  const stderr = asc.createMemoryStream();
  const options = [
    "-O3",
    "--runtime",
    "stub",
    "--noAssert",
    "--enable",
    "simd",
    "--importMemory",
    "--zeroFilledMemory",
    "--noExportMemory",
  ];
  const { error } = await asc.main([entry, ...options, "--outFile", "kernels.wasm"], {
    stderr,
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === "kernels.wasm") binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`assembly/${entry} does not compile:\n${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString("base64");
  const lines = base64.match(/.{1,112}/g).map((line) => `  "${line}"`);
  return `// Made by \`npm run build:wasm\` from assembly/${entry}; do not edit.\nexport const moduleBase64: string =\n${lines.join(" +\n")};\n`;
}
