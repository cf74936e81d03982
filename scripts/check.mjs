// `npm run check`: everything that concerns what changed since the branch left main, or since the commit that is given:
// `npm run check -- HEAD~3`. Files that are not committed count. It goes on after a failure, and names all of them at the end.
import { spawnSync } from "node:child_process";
import { checksOf } from "./changed.mjs";
import { env, install, root } from "./setup.mjs";

install();
process.chdir(root);

function git(...args) {
  const { status, stdout, stderr } = spawnSync("git", args, { encoding: "utf8" });
  if (status === 0) return stdout.trim();
  console.error(`git ${args.join(" ")}: ${stderr.trim()}`);
  return process.exit(1);
}

const base = git("merge-base", "HEAD", process.argv[2] ?? "main");
const changed = [git("diff", "--name-only", base), git("ls-files", "--others", "--exclude-standard")]
  .flatMap((names) => names.split("\n"))
  .filter((name) => name !== "");

const failed = [];
const checks = checksOf(changed, base);
console.log(`${changed.length} files changed since ${base.slice(0, 9)}: ${checks.map(([name]) => name).join(", ")}`);
for (const [name, command, ...args] of checks) {
  const start = performance.now();
  console.log(`\n=== ${name}`);
  const { status } = spawnSync(command, args, { env, stdio: "inherit", shell: process.platform === "win32" });
  console.log(`--- ${name}: ${status === 0 ? "ok" : "FAILED"}, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (status !== 0) failed.push(name);
}
console.log(failed.length > 0 ? `\nfailed: ${failed.join(", ")}` : "\nall that changed is in order");
process.exit(failed.length > 0 ? 1 : 0);
