// The guide "A Gaussian process in a web page", followed to the letter: its files are type-checked as Vite's template does it, built, and opened.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchOptions } from "../../../scripts/chromium.mjs";
import { serve } from "../src/serve.mjs";

const docs = fileURLToPath(new URL("..", import.meta.url));
const app = join(docs, ".webpage");
const root = join(docs, "..", "..");

/** What `npm create vite -- --template vanilla-ts` writes, as far as it bears on the types. */
const compilerOptions = {
  target: "es2023",
  module: "esnext",
  lib: ["ES2023", "DOM"],
  types: [],
  skipLibCheck: true,
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  moduleDetection: "force",
  noEmit: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  noFallthroughCasesInSwitch: true,
};

/** The files of the guide: blocks that begin with a comment that names one. */
function filesOfGuide(): Map<string, string> {
  const text = readFileSync(join(docs, "guides", "gaussian-process-in-a-page.md"), "utf8");
  const blocks = text.matchAll(/```(?:ts nocheck|html)\n(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n(.*?)```/gs);
  return new Map(Array.from(blocks, ([, name = "", code = ""]) => [name, code]));
}

/** What the guide adds for the reader's own data: to the page, and to the end of a file. */
function withOwnData(files: ReadonlyMap<string, string>): Map<string, string> {
  const text = readFileSync(join(docs, "guides", "gaussian-process-in-a-page.md"), "utf8");
  const input = /put `(<input[^`]*)` into the page/.exec(text)?.[1] ?? "";
  const added = /```ts nocheck\n\/\/ add to src\/main\.ts\n(.*?)```/s.exec(text)?.[1] ?? "";
  return new Map([
    ...files,
    ["index.html", `${files.get("index.html")?.replace("<svg", `${input}\n  <svg`)}`],
    ["src/main.ts", `${files.get("src/main.ts")}\n${added}`],
  ]);
}

/** Runs a program of the repository's root, as the scripts of a project would; returns what it complains about. */
function complaintsOf(program: string, ...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, "node_modules", program), ...args], {
    cwd: app,
    encoding: "utf8",
  });
  return status === 0 ? "" : `${program}:\n${stdout}${stderr}`;
}

let browser: Browser;
beforeAll(async () => {
  rmSync(app, { recursive: true, force: true });
  for (const [name, code] of filesOfGuide()) {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    writeFileSync(join(app, name), code);
  }
  writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  browser = await chromium.launch(launchOptions);
});
afterAll(() => browser.close());

it("takes a file of one's own: gaps are left out, and the picture has its range", async () => {
  const files = withOwnData(filesOfGuide());
  for (const [name, code] of files) writeFileSync(join(app, name), code);
  expect(complaintsOf("typescript/bin/tsc", "-p", app)).toBe("");
  expect(complaintsOf("vite/bin/vite.js", "build", "--base", "./")).toBe("");
  for (const [name, code] of filesOfGuide()) writeFileSync(join(app, name), code);
  const { home, close } = await serve(0, join(app, "dist"));
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) errors.push(message.text());
  });
  await page.goto(home);
  await page.locator("#status").filter({ hasText: "Learned" }).waitFor();
  const rows = Array.from(
    { length: 24 },
    (_, i) => `${2000 + i / 4},${i === 7 ? "" : Math.sin(i / 5) + (i % 4) / 3 + 0.2 * Math.sin(13 * i * i)}`,
  );
  const buffer = Buffer.from(`year,level\n${rows.join("\n")}\n`);
  await page.setInputFiles("#file", { name: "own.csv", mimeType: "text/csv", buffer });
  await expect.poll(() => page.locator("#figure circle").count(), { timeout: 60_000 }).toBe(23);
  expect(await page.locator("#status").textContent()).toMatch(/^Learned \(converged\)/);
  const places = await page
    .locator("#figure circle")
    .evaluateAll((all) => all.map((dot) => [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))]));
  for (const [x, y] of places) expect(x >= 0 && x <= 600 && y >= 0 && y <= 240).toBe(true);
  await page.setInputFiles("#file", { name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") });
  await page.locator("#status").filter({ hasText: "Error" }).waitFor();
  expect(errors).toEqual([]);
  await page.close();
  await close();
});

it("is four files, which type-check and build", () => {
  expect([...filesOfGuide().keys()]).toEqual(["index.html", "src/model.ts", "src/learn.worker.ts", "src/main.ts"]);
  expect(complaintsOf("typescript/bin/tsc", "-p", app)).toBe("");
  expect(complaintsOf("vite/bin/vite.js", "build", "--base", "./")).toBe("");
});

describe.each([
  ["that allows WebAssembly", "script-src 'self' 'wasm-unsafe-eval'"],
  ["that does not", "script-src 'self'"],
])("under a content security policy %s", (_, policy) => {
  it("learns, and draws the forecast", async () => {
    const { home, close } = await serve(0, join(app, "dist"), { "content-security-policy": policy });
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await page.goto(home);
    const status = page.locator("#status");
    await status.filter({ hasText: /Learned|rror/ }).waitFor();
    expect(await status.textContent()).toBe("Learned (converged); the noise has a standard deviation of 0.19.");
    expect(await page.locator("#figure circle").count()).toBe(16);
    expect((await page.locator("#figure polyline").getAttribute("points"))?.split(" ")).toHaveLength(121);
    expect(errors).toEqual([]);
    await page.close();
    await close();
  });
});
