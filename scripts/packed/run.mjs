// Running tools for the checks of the packed packages: what fails is a problem, with its output.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { env, root } from "../setup.mjs";

export const problems = [];

/** The path of a tool that the repository has. */
export const bin = (name) => join(root, "node_modules", ".bin", name);

/** Runs a tool; returns what it printed, or undefined after noting a problem. */
export function tool(what, command, args, cwd = root) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...env, NO_COLOR: "1" },
    encoding: "utf8",
  });
  if (status === 0) return stdout;
  problems.push(`${what} failed:\n${error?.message ?? ""}${stdout ?? ""}${stderr ?? ""}`);
  return undefined;
}

/** Prints the problems and ends the process. */
export function end(summary) {
  for (const problem of problems) console.error(problem);
  console.log(`${summary}, ${problems.length} problems`);
  process.exit(problems.length > 0 ? 1 : 0);
}
