import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tensor, zeros } from "@wengert/array";
import { type ElementName, writeNpy, writeNpz } from "@wengert/io";
import { save } from "@wengert/io/node";
import { param, positive } from "@wengert/params";
import { afterAll, describe, expect, it } from "vitest";

/** Pythons that may have different NumPys. Without one, these tests are left out. */
const pythons = ["python3", "/usr/bin/python3"].filter(
  (python) => spawnSync(python, ["-c", "import numpy"]).status === 0,
);

describe.skipIf(pythons.length === 0)("NumPy reads what is written", () => {
  const folder = mkdtempSync(join(tmpdir(), "wengert-numpy-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(pythons)("%s", async (python) => {
    const put = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
    const x = tensor([
      [0.1, -2],
      [1e300, Number.NaN],
    ]);
    put("x.npy", writeNpy(x));
    put("scalar.npy", writeNpy(2.5));
    put("empty.npy", writeNpy(zeros([0, 3])));
    const floats: ElementName[] = ["float16", "float32", "float64", "bool"];
    const integers: ElementName[] = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"];
    for (const dtype of [...floats, ...integers])
      put(`${dtype}.npy`, writeNpy(tensor([1, 0, 1]), { dtype: dtype as "float64" }));
    put("stored.npz", writeNpz({ x, é: 3 }));
    put("deflated.npz", writeNpz({ x, é: 3 }, { compress: true }));
    const tree = { kernel: { lengths: [param(0.5, positive()), x] } };
    await save(join(folder, "tree.npz"), tree);
    const read = spawnSync(python, [fileURLToPath(new URL("./fixtures/read.py", import.meta.url)), folder]);
    expect(read.stderr.toString()).toBe("");
    expect(read.stdout.toString()).toMatch(/^\d+\.\d+/);
  });
});
