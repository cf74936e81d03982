import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "wengert-gp-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file of that text in a folder of its own. */
export function temporaryFile(name: string, text: string | Buffer): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}
