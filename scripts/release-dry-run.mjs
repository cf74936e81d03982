// A release up to the upload, which is left out: `pnpm publish` packs every package as it would be published.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { publicPackages } from "./exported-names.mjs";
import { build, env, install, root } from "./setup.mjs";

install();
build("./packages/*");

// On any branch, with changes at hand (--no-git-checks), and for a version that the registry has already (--force).
const args = ["publish", "--recursive", "--dry-run", "--no-git-checks", "--force", "--access", "public"];
const { status, stdout, stderr } = spawnSync(join(root, "node_modules", ".bin", "pnpm"), args, {
  cwd: root,
  env: { ...env, NO_COLOR: "1" },
  encoding: "utf8",
  shell: process.platform === "win32",
});
const output = `${stdout}${stderr}`;
const missing = publicPackages
  .map(({ name, version }) => `${name}@${version}`)
  .filter((one) => !output.includes(`📦 ${one} `));
const failed = status !== 0 || missing.length > 0;
if (failed) console.error(`${output.trim()}\nnot published: ${missing.join(", ") || "see above"}`);
console.log(`release, dry run: ${publicPackages.length - missing.length} of ${publicPackages.length} packages`);
process.exit(failed ? 1 : 0);
