import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { parseExpression } from "../src/covariance/expression.ts";
import { main } from "../src/main.ts";
import { checkSize } from "../src/process/size.ts";
import { readModel } from "../src/terminal/read.ts";
import { reliable, tolerant } from "../src/terminal/streams.ts";
import { argumentsFor, run, tableOf } from "./run.ts";
import { temporaryFile } from "./temporary.ts";

const readCovariance = (file: string): unknown => readModel(file).covariance;

const wave = tableOf(Array.from({ length: 24 }, (_, i) => [i, Math.sin(i / 2) + 0.1 * Math.cos(37 * i)]));
const model = "table.model.json";

describe("a finished fit is not thrown away", () => {
  test("what was learned is written, and is a covariance to start from", async () => {
    const [args, out] = argumentsFor(wave);
    const found = JSON.parse((await run(...args, "--json")).stdout);
    const again = JSON.parse((await run(...args, "--json", "--covariance", join(out, model))).stdout);
    expect(again.start).toBeCloseTo(found.value, 9);
    expect(Object.keys(again.parameters)).toEqual(Object.keys(found.parameters));
  });

  test("a figure that cannot be written is a warning", async () => {
    const [args, out] = argumentsFor(wave);
    mkdirSync(join(out, "table.svg", "taken"), { recursive: true });
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: \S+table\.svg: cannot be written \([^\n]*$/m);
    expect(stdout).toContain(`model: ${join(out, model)}\nfigure: not written`);
    // And no draft is left.
    expect(readdirSync(out).sort()).toEqual([model, "table.svg"]);
  });

  test("a model that cannot be written is a warning, the report comes all the same, and the exit code is 1", async () => {
    const [args, out] = argumentsFor(wave);
    mkdirSync(join(out, model, "taken"), { recursive: true });
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^warning: \S+table\.model\.json: cannot be written/m);
    expect(stdout).toMatch(/signal\.length .*model: not written\nfigure: \S+table\.svg\n$/s);
  });

  test("Ctrl-C keeps the best so far", async () => {
    const [args, out] = argumentsFor(wave, "--json");
    const interruption = new AbortController();
    let stdout = "";
    const stderr = {
      write: (text: string): void => {
        if (text.startsWith("iteration 1:")) interruption.abort();
      },
    };
    const code = await main(args, { stdout: { write: (text) => (stdout += text) }, stderr }, interruption.signal);
    expect(code).toBe(130);
    const found = JSON.parse(stdout);
    expect(found.value).toBeLessThan(found.start);
    expect(JSON.parse(readFileSync(join(out, model), "utf8")).covariance.parts.signal.length).toBe(
      found.parameters["signal.length"],
    );
    expect(readdirSync(out).sort()).toEqual([model, "table.svg"]);
  });
});

describe("streams that fail", () => {
  const failing = (code: string): Writable =>
    new Writable({ write: (_chunk, _encoding, done) => done(new Error(`${code}: it failed`)) });

  test.each(["EPIPE", "ENOSPC"])("%s of the report is a sentence, and the files are there", async (code) => {
    const [args, out] = argumentsFor(wave, "--iterations", "2");
    let stderr = "";
    const stdout = reliable(failing(code), "standard output");
    const exit = await main(args, { stdout, stderr: { write: (text) => (stderr += text) } });
    expect(exit).toBe(1);
    expect(stderr).toMatch(new RegExp(`\nstandard output: cannot be written \\(${code}: it failed\\)\n$`));
    expect(readdirSync(out).sort()).toEqual([model, "table.svg"]);
  });

  test("so it is for the help", async () => {
    let stderr = "";
    const stdout = reliable(failing("EPIPE"), "standard output");
    expect(await main(["--help"], { stdout, stderr: { write: (text) => (stderr += text) } })).toBe(1);
    expect(stderr).toBe("standard output: cannot be written (EPIPE: it failed)\n");
  });

  test("progress that nobody reads does not matter", async () => {
    const [args] = argumentsFor(wave, "--iterations", "2", "--json");
    let stdout = "";
    const stderr = tolerant(failing("EPIPE"));
    expect(await main(args, { stdout: { write: (text) => (stdout += text) }, stderr })).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty("parameters");
  });
});

describe("what is too much is a sentence", () => {
  const sentence = (f: () => unknown, message: string): void => {
    expect(f).toThrow(expect.objectContaining({ name: "UserError", message: expect.stringContaining(message) }));
    expect(f).toThrow(/^.{1,300}$/s);
  };

  test("50,000 rows", async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => [i, i % 7] as const);
    sentence(() => checkSize(50_000, 2, 16 * 2 ** 30), "50000 rows need about");
    expect(() => checkSize(741, 6, 2 ** 30)).not.toThrow();
    // More than any machine that runs this has, and refused before anything is computed.
    const most = 20 * rows.length;
    sentence(() => checkSize(most, 2, 2 ** 40), "can be fitted; leave some out");
  });

  test("a JSON file of any depth", () => {
    for (const depth of [200, 5000, 200_000]) {
      const part = '{"kernel":"sum","parts":{"a":';
      const file = temporaryFile("deep.json", `${part.repeat(depth)}{"kernel":"noise"}${"}}".repeat(depth)}`);
      sentence(() => readCovariance(file), "deep.json: ");
      const list = temporaryFile("list.json", `{"kernel":"rbf","length":${"[".repeat(depth)}${"]".repeat(depth)}}`);
      sentence(() => readCovariance(list), "list.json: ");
    }
  });

  test.each([
    ["parentheses", `${"(".repeat(10_000)}noise${")".repeat(10_000)}`],
    ["a sum", Array(10_000).fill("noise").join("+")],
    ["powers", `${Array(10_000).fill("2").join("^")}*noise`],
    ["signs", `${"-".repeat(10_000)}2*noise`],
    ["arguments", `${"rbf(".repeat(10_000)}1${")".repeat(10_000)}`],
    ["a name", "n".repeat(10_000)],
    ["a number", `${"9".repeat(10_000)}*noise`],
    ["a text", `"${"9".repeat(10_000)}`],
  ])("an expression of 10,000: %s", (_, text) => sentence(() => parseExpression(text), ""));
});
