import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";

const key = Symbol.for("@wengert/rule");
const home = globalThis as unknown as Record<symbol, unknown>;
const original = home[key];

afterEach(() => {
  home[key] = original;
  vi.resetModules();
});

test("copies that speak the same protocol share one stack", async () => {
  const one = await import("../src/frame.ts");
  vi.resetModules();
  const other = await import("../src/frame.ts");
  expect(other.stack).toBe(one.stack);
  expect(other.Frame).not.toBe(one.Frame);
});

test("a copy with another protocol throws, naming both versions", async () => {
  vi.resetModules();
  home[key] = { protocol: 0, version: "0.0.7", top: undefined, births: 0, watches: 0 };
  await expect(import("../src/frame.ts")).rejects.toMatchObject({
    name: "TwoCopiesError",
    message: expect.stringMatching(/0\.0\.7 and 0\.0\.0.*npm ls/s),
  });
});

test("the version it names is the package's", async () => {
  vi.resetModules();
  home[key] = undefined;
  const { stack } = await import("../src/frame.ts");
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  expect(stack.version).toBe(manifest.version);
});
