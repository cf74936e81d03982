import { readdirSync } from "node:fs";

/** The programs of the gallery. */
export const examples: readonly string[] = readdirSync(new URL("../examples/", import.meta.url));
