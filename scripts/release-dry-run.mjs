// A release up to the upload, which is left out: the next version on a copy of the manifests and changesets, and `pnpm publish`,
// which packs every package as it would be published.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicPackages } from "./exported-names.mjs";
import { releaseVersion } from "./release-version.mjs";
import { build, env, install, root } from "./setup.mjs";

install();
build("./packages/*");
const problems = [];

/** The version that a release of now would have, tried on a copy of what decides it. */
function nextVersion() {
  const copy = mkdtempSync(join(tmpdir(), "wengert-release-"));
  process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
  const manifests = ["packages", "apps"].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => join(kind, name, "package.json")),
  );
  const files = ["package.json", "pnpm-workspace.yaml", ".changeset", "packages/trace/src/frame.ts", ...manifests];
  for (const file of files)
    if (existsSync(join(root, file))) cpSync(join(root, file), join(copy, file), { recursive: true });
  // Changelogs name the commits of their changesets.
  const git = (...args) =>
    spawnSync("git", ["-c", "user.name=dry run", "-c", "user.email=dry@run.invalid", ...args], { cwd: copy });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message=dry run");
  const next = releaseVersion(copy);
  for (const { name, folder, version } of publicPackages) {
    const at = join(copy, "packages", folder);
    const manifest = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
    if (manifest.version !== next)
      problems.push(
        `${name} would be ${manifest.version}, others ${next}: the group "fixed" of .changeset/config.json must name it`,
      );
    if (version === "0.0.0" && next !== "0.1.0") problems.push(`the first version would be ${next}, not 0.1.0`);
    // A changeset names what it is about, so some packages have none of their own; their versions move with the others.
    if (manifest.version !== version && !existsSync(join(at, "CHANGELOG.md")))
      problems.push(`${name} would have no changelog`);
  }
  const left = readdirSync(join(copy, ".changeset")).filter((file) => file.endsWith(".md") && file !== "README.md");
  if (left.length > 0) problems.push(`changesets would be left: ${left.join(", ")}`);
  return next;
}
const next = nextVersion();

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
if (status !== 0 || missing.length > 0)
  problems.push(`${output.trim()}\nnot published: ${missing.join(", ") || "see above"}`);

for (const problem of problems) console.error(problem);
console.log(`release, dry run: ${publicPackages.length - missing.length} packages, next version ${next}`);
process.exit(problems.length > 0 ? 1 : 0);
