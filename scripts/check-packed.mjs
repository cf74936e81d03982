// The packages as a user gets them: packed, linted (publint, attw), installed from their tarballs with plain npm into an
// empty folder, imported in Node, and type-checked there under every supported TypeScript.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkConsumerTypes } from "./consumer-types.mjs";
import { publicPackages } from "./exported-names.mjs";
import { env, root } from "./setup.mjs";

const folder = mkdtempSync(join(tmpdir(), "wengert-packed-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const problems = [];
const bin = (name) => join(root, "node_modules", ".bin", name);
const tarball = (name, version) => `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;

/** Runs a tool and notes a problem, with its output, when it fails. */
function tool(what, command, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...env, NO_COLOR: "1" },
    encoding: "utf8",
  });
  if (status !== 0) problems.push(`${what} failed:\n${stdout}${stderr}`);
  return status === 0;
}

tool("pnpm pack", bin("pnpm"), ["-r", "--filter", "./packages/*", "pack", "--pack-destination", folder]);
for (const { name, version } of publicPackages) {
  const file = join(folder, tarball(name, version));
  tool(`publint ${name}`, bin("publint"), ["run", file, "--strict"]);
  tool(`attw ${name}`, bin("attw"), [file, "--profile", "esm-only"]);
}

// Unpublished siblings must come from their tarballs too, however deep they stand in the tree.
const files = Object.fromEntries(publicPackages.map(({ name, version }) => [name, `file:./${tarball(name, version)}`]));
const consumer = { name: "consumer", private: true, type: "module", dependencies: files, overrides: files };
writeFileSync(join(folder, "package.json"), JSON.stringify(consumer));
const npm = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
if (tool("npm install of the tarballs", "npm", npm, folder)) {
  for (const { name } of publicPackages) {
    tool(
      `import ${name}`,
      process.execPath,
      ["-e", `await import(${JSON.stringify(name)})`, "--input-type=module"],
      folder,
    );
    const installed = join(folder, "node_modules", name);
    for (const file of ["LICENSE", "README.md"])
      if (!existsSync(join(installed, file))) problems.push(`${name} is packed without ${file}`);
    // "Go to definition" follows these maps to the TypeScript sources.
    for (const map of readdirSync(join(installed, "dist"), { recursive: true }).filter((file) =>
      file.endsWith(".map"),
    )) {
      const path = join(installed, "dist", map);
      const { sources } = JSON.parse(readFileSync(path, "utf8"));
      const lost = sources.filter((source) => !existsSync(join(dirname(path), source)));
      if (lost.length > 0) problems.push(`${name}: ${map} points to ${lost}, which is not packed`);
    }
  }
  cpSync(join(root, "scripts", "consumer"), folder, { recursive: true });
  problems.push(...checkConsumerTypes(folder));
  tool("running the consumer", process.execPath, ["dist/consumer.js"], folder);
}

for (const problem of problems) console.error(problem);
console.log(`packed: ${publicPackages.length} packages, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
