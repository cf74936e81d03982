// Removes what builds leave behind, so that a renamed source leaves no stale output.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

for (const kind of ["packages", "apps"]) {
  for (const name of readdirSync(join(root, kind))) {
    for (const output of ["dist", ".turbo", ".snippets"])
      rmSync(join(root, kind, name, output), { recursive: true, force: true });
  }
}
for (const cache of [".turbo", "coverage"]) rmSync(join(root, cache), { recursive: true, force: true });
