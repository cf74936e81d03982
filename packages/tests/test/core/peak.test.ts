import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

/** How many operations: `OPERATIONS=10000 npx vitest run …` for a longer look. */
const operations = Number(process.env["OPERATIONS"] ?? 1000);

const folder = mkdtempSync(join(tmpdir(), "wengert-peak-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// One file of the sources, which Node runs without a build of the packages.
beforeAll(() =>
  build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, resolve: { conditions: ["@wengert/source", "module", "node"] } },
    build: {
      ssr: join(import.meta.dirname, "manylarge.ts"),
      outDir: folder,
      minify: false,
      rollupOptions: { output: { entryFileNames: "manylarge.mjs" } },
    },
  }),
);

/** The most memory that a process had, in MB. */
function peakOf(times: number, length: number, where: string): number {
  const program = [join(folder, "manylarge.mjs"), `${times}`, `${length}`, where];
  const { stdout, stderr } = spawnSync(process.execPath, program, { encoding: "utf8" });
  const [peak, y] = stdout.split(" ").map(Number);
  expect(y, stderr).toBeGreaterThan(0);
  return peak / 1000;
}

test.each(["program", "worker"])(
  `${operations} large operations in one go leave a %s as small as a few do`,
  (where) => {
    const length = 250_000;
    const [few, many] = [peakOf(100, length, where), peakOf(operations, length, where)];
    // All results together would be far more than what may lie about: this is no bound that is always kept.
    expect((operations * 8 * length) / 1e6).toBeGreaterThan(5 * few);
    expect(many).toBeLessThan(2 * few);
  },
);
