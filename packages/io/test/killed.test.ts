import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "@wengert/array";
import { load } from "@wengert/io/node";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "wengert-killed-"));
const program = join(folder, "saveforever.mjs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// One file of the sources, which Node runs without a build of the packages.
beforeAll(() =>
  build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, resolve: { conditions: ["@wengert/source", "module", "node"] } },
    build: {
      ssr: join(import.meta.dirname, "saveforever.ts"),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: "saveforever.mjs" } },
    },
  }),
);

it.each(["safetensors", "npz"])("a process that is killed while it saves leaves a whole %s file", async (format) => {
  const path = join(folder, `run.${format}`);
  const drafts = (): number => readdirSync(folder).filter((name) => name.startsWith(`.run.${format}.`)).length;
  // A draft that is left says that a process died between opening and renaming it.
  for (let kills = 0; kills < 8 || drafts() < 3; kills++) {
    const child = spawn(process.execPath, [program, path], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 30 * Math.random()));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
    const { n, values } = await load<{ n: number; values: Tensor }>(path);
    expect(values.size).toBe(200_000);
    expect(values.data.every((value) => value === n)).toBe(true);
  }
});
