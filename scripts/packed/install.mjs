// A user's folder: every package packed and installed from its tarball with plain npm, beside the consumer's sources.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicPackages } from "../exported-names.mjs";
import { root } from "../setup.mjs";
import { bin, tool } from "./run.mjs";

const tarball = (name, version) => `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;

/**
 * Packs the packages into a temporary folder that is gone when the process ends.
 * Returns `{folder, tarballs}`, the tarballs' paths by package name.
 */
export function pack() {
  const folder = mkdtempSync(join(tmpdir(), "wengert-packed-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  tool("pnpm pack", bin("pnpm"), ["-r", "--filter", "./packages/*", "pack", "--pack-destination", folder]);
  const tarballs = publicPackages.map(({ name, version }) => [name, join(folder, tarball(name, version))]);
  return { folder, tarballs: Object.fromEntries(tarballs) };
}

/** Installs the tarballs there, with further packages by name and version. Returns whether that worked. */
export function installPacked({ folder, tarballs }, further = {}) {
  // Unpublished siblings must come from their tarballs too, however deep they stand in the tree.
  const files = Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));
  const dependencies = { ...files, ...further };
  const consumer = { name: "consumer", private: true, type: "module", dependencies, overrides: files };
  writeFileSync(join(folder, "package.json"), JSON.stringify(consumer));
  cpSync(join(root, "scripts", "consumer"), folder, { recursive: true });
  return tool("npm install", "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], folder) !== undefined;
}
