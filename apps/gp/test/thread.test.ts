import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { argumentsFor, tableOf } from "./run.ts";

const program = join(import.meta.dirname, "../dist/cli.js");

/** 900 rows: an evaluation takes a good part of a second, and a fit many of them. */
const long = tableOf(
  Array.from({ length: 900 }, (_, i) => [i / 10, Math.sin(i / 20) + 0.3 * Math.cos(i / 7) + 0.1 * Math.cos(37 * i)]),
);

test("Ctrl-C is heard at once, and the best so far is written", { timeout: 120_000 }, async () => {
  expect(existsSync(program), "built by npm test").toBe(true);
  const [args, out] = argumentsFor(long, "--covariance", "auto*rbf(0.3)*rationalQuadratic(50) + auto*noise");
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr, asked] = ["", "", false];
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => {
    stderr += text;
    if (!asked && /^iteration 1:/m.test(stderr)) asked = child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect([code, stderr]).toEqual([130, expect.not.stringContaining("    at ")]);
  expect(stdout).toContain("negative log marginal likelihood");
  const { covariance, fit } = JSON.parse(readFileSync(join(out, "table.model.json"), "utf8"));
  expect(covariance.kernel).toBe("sum");
  expect(fit.iterations).toBeGreaterThan(0);
});
