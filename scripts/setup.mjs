// What `npm start`, `npm test` and the checks share: install and build when needed, with Node and npm alone.
// Everything printed here goes to stderr: stdout belongs to the program that runs afterwards.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");

/** The environment of every tool: no telemetry, and the workspace's own pnpm on the path (turbo looks for it). */
export const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
  DO_NOT_TRACK: "1",
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
};

/** Runs a command to its end; what it prints goes to stderr, at once or (quiet) when it has failed. */
function must(command, args, { quiet = false, shell = false } = {}) {
  const stdio = ["ignore", quiet ? "pipe" : 2, quiet ? "pipe" : 2];
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio,
    shell,
    encoding: "utf8",
  });
  if (status === 0) return;
  console.error(error ? `could not run ${command}: ${error.message}` : `${stdout ?? ""}${stderr ?? ""}`);
  process.exit(status || 1);
}

const time = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Installs when `node_modules` is missing or older than the lockfile. */
export function install() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Wengert needs Node 20.19 or later; this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  // pnpm leaves its own record untouched when nothing changed, so a stamp of ours says when we last looked.
  const stamp = "node_modules/.wengert-installed";
  const installed = Math.max(time("node_modules/.modules.yaml"), time(stamp));
  if (installed > 0 && installed >= time("pnpm-lock.yaml")) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  console.error(`installing with ${packageManager} ...`);
  must("npx", ["--yes", packageManager, "install", "--frozen-lockfile"], { shell: process.platform === "win32" });
  writeFileSync(join(root, stamp), "");
}

/** Builds the named packages and what they depend on; turbo skips what is up to date. CI has built everything before. */
export function build(...packages) {
  if (process.env.WENGERT_BUILT === "1") return;
  const filters = packages.map((name) => `--filter=${name}`);
  const turbo = join(root, "node_modules", "turbo", "bin", "turbo");
  must(process.execPath, [turbo, "run", "build", "--output-logs=errors-only", ...filters], { quiet: true });
}

/** Hands the terminal to a Node program and ends this process with its exit code. */
export function run(script, args) {
  // Ctrl-C reaches the program too: it decides, we only wait.
  const wait = () => {};
  process.on("SIGINT", wait);
  const { status, signal } = spawnSync(process.execPath, [script, ...args], { env, stdio: "inherit" });
  process.off("SIGINT", wait);
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
