import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "vite";
import { expect, test } from "vitest";
import { type Shown, shown } from "../../browser/compiled.ts";

/** A module with all that it imports, as one text. */
async function bundled(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["@wengert/source", "module", "node", "production"] },
    build: { write: false, minify: false, lib: { entry, formats: ["es"], fileName: "worker" } },
  });
  const [first] = [built].flat() as unknown as readonly { readonly output: readonly { readonly code: string }[] }[];
  return first.output[0].code;
}

test("plans run in a thread as they do here, while others run here", async () => {
  const code = await bundled("../../browser/compiled.ts");
  const ends = 'import("node:worker_threads").then(({ parentPort }) => parentPort.postMessage(shown()));';
  const url = new URL(`data:text/javascript,${encodeURIComponent(`${code}\n${ends}`)}`);
  const workers = [0, 1].map(() => new Worker(url));
  try {
    const answers = workers.map(
      (worker) =>
        new Promise<Shown>((resolve, reject) => {
          worker.once("message", resolve);
          worker.once("error", reject);
        }),
    );
    const here = shown();
    expect(here.straight).toBe(true);
    expect(here.compiled).toEqual(here.eager);
    expect(await Promise.all(answers)).toEqual([here, here]);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
});
