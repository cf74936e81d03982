import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Builds the studio; turbo knows when there is nothing to do. */
export default function setup(): void {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const turbo = `${root}node_modules/turbo/bin/turbo`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [turbo, "run", "build", "--filter=@wengert/studio", "--output-logs=errors-only"],
    { cwd: root, encoding: "utf8", env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env["PATH"]}` } },
  );
  if (status !== 0) throw new Error(`the studio was not built:\n${stdout}${stderr}`);
}
