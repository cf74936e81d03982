import { Buffer } from "node:buffer";
import { readdir, readFile } from "node:fs/promises";
import asc from "assemblyscript/asc";

const folder = new URL("../assembly/", import.meta.url);

/**
 * The generated files of `src/modules`: the source in `assembly` that each is compiled from, what of it the module exports (default all),
 * and where its tables begin: modules of elementwise functions share a memory. Each is small, so that a bundle with one function
 * has the code of its family only.
 */
export const modules = {
  "matrix.generated.ts": { source: "matrix.ts" },
  "condense.generated.ts": { source: "condense.ts" },
  "sums.generated.ts": { source: "sums.ts" },
  "extremes.generated.ts": { source: "extremes.ts" },
  "choices.generated.ts": { source: "choices.ts" },
  "exponential.generated.ts": {
    source: "exponential.ts",
    names: ["cosh", "exp", "exp2", "sigmoid", "sinh"],
    tables: 512,
  },
  "hyperbolic.generated.ts": { source: "hyperbolic.ts", names: ["expm1"], tables: 1792 },
  "trigonometric.generated.ts": { source: "trigonometric.ts", names: ["sine"], tables: 1920 },
  "logarithm.generated.ts": {
    source: "logarithm.ts",
    names: ["log", "log1p", "log2", "log10", "softplus"],
    tables: 2112,
  },
  "power.generated.ts": { source: "power.ts", names: ["pow"], tables: 3648 },
  "tangent.generated.ts": { source: "tangent.ts", names: ["tanh"], tables: 5312 },
};

/**
 * The text of a generated file, compiled from a source in `assembly`. Digits of base 16, not 64: what repeats in a module is then
 * seen by gzip, and a fifth less is sent.
 */
export async function generate({ source, names, tables = 1024 }) {
  const sources = new Map();
  for (const name of await readdir(folder)) sources.set(name, await readFile(new URL(name, folder), "utf8"));
  const from = source.replace(".ts", "");
  sources.set("entry.ts", `export ${names === undefined ? "*" : `{ ${names.join(", ")} }`} from "./${from}";\n`);
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
    "--memoryBase",
    String(tables),
  ];
  const { error } = await asc.main(["entry.ts", ...options, "--outFile", "kernels.wasm"], {
    stderr,
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === "kernels.wasm") binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`assembly/${source} does not compile:\n${stderr.toString()}`);
  const digits = Buffer.from(binary).toString("hex");
  const lines = digits.match(/.{1,112}/g).map((line) => `  "${line}"`);
  return `// Made by \`npm run build:wasm\` from assembly/${source}; do not edit.\nexport const moduleHex: string =\n${lines.join(" +\n")};\n`;
}
