import { readdirSync } from "node:fs";

const inside = (folder: string): string[] =>
  readdirSync(new URL(folder, import.meta.url)).filter((name) => name.endsWith(".ts"));

/** The programs of the gallery: those with pictures, and the whole ones of apps/examples. */
export const examples: readonly string[] = [...inside("../examples/"), ...inside("../../examples/src/")];

/** Those that are run here: the tests of apps/examples run the rest, some of which take seconds. */
export const run: readonly string[] = [...inside("../examples/"), "adjoint.ts", "curvefit.ts", "gptags.ts"];
