// The next version: changesets gives it to the manifests and writes the changelogs; the one place in the code that names the
// version follows, and the lockfile. `releaseVersion(folder)` is also what the dry run tries on a copy.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { env, root } from "./setup.mjs";

/** What a copy of the engine says of itself where two of them meet. */
const namer = join("packages", "trace", "src", "frame.ts");
const line = /^(const VERSION = )".*";$/m;

/** Runs a tool of the repository in the folder; its output goes to stderr when it fails. */
function tool(folder, name, ...args) {
  const { status, error, stdout, stderr } = spawnSync(join(root, "node_modules", ".bin", name), args, {
    cwd: folder,
    env,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  console.error(error?.message ?? `${stdout}${stderr}`);
  throw new Error(`${name} ${args.join(" ")} failed`);
}

/** Moves the versions in a folder that holds the repository, and returns the one that it arrives at. */
export function releaseVersion(folder) {
  tool(folder, "changeset", "version");
  const { version } = JSON.parse(readFileSync(join(folder, "packages", "trace", "package.json"), "utf8"));
  const code = readFileSync(join(folder, namer), "utf8");
  if (!line.test(code)) throw new Error(`${namer} names no version`);
  writeFileSync(join(folder, namer), code.replace(line, `$1"${version}";`));
  return version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`next version: ${releaseVersion(root)}`);
  tool(root, "pnpm", "install", "--lockfile-only");
}
