import { readdirSync } from "node:fs";

const inside = (folder: string): string[] =>
  readdirSync(new URL(folder, import.meta.url)).filter((name) => name.endsWith(".ts"));

/** The programs of the gallery: those with pictures, and the whole ones of apps/examples. */
export const examples: readonly string[] = [...inside("../examples/"), ...inside("../../examples/src/")];
