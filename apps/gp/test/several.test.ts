import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "./run.ts";
import { temporaryFile, temporaryFolder } from "./temporary.ts";

test("of several inputs, a length for each says which of them matter", async () => {
  // A function of a alone; b is spread evenly and says nothing.
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [a, b] = [(i * 0.618) % 1, (i * 0.755) % 1];
    return `${a},${1000 * b},${Math.sin(6 * a) + 0.05 * Math.cos(37 * i)}`;
  });
  const data = temporaryFile("field.csv", `a,b,y\n${rows.join("\n")}\n`);
  const out = temporaryFolder();
  const args = ["--data", data, "--x", "a", "--x", "b", "--y", "y", "--out", out];
  const { code, stdout } = await run(...args, "--json");
  const { parameters, forecast } = JSON.parse(stdout);
  expect([code, forecast]).toEqual([0, []]);
  expect(Object.keys(parameters)).toEqual([
    "signal.variance",
    "signal.length[0]",
    "signal.length[1]",
    "noise.variance",
  ]);
  expect(parameters["signal.length[0]"]).toBeLessThan(1);
  expect(parameters["signal.length[1]"]).toBeGreaterThan(2000);

  const model = JSON.parse(readFileSync(join(out, "field.covariance.json"), "utf8"));
  expect(model.parts.signal.length).toEqual([parameters["signal.length[0]"], parameters["signal.length[1]"]]);
  const svg = readFileSync(join(out, "field.svg"), "utf8");
  expect(svg.match(/<circle /g)).toHaveLength(60);
  expect(svg).toContain("fitted mean, from a, b");
  expect(svg).not.toContain("NaN");
  expect((await run(...args, "--horizon", "3")).stderr).toContain("--horizon");
});

test("repeated places need noise, and with it do no harm", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${Math.floor(i / 2)},${Math.sin(i / 4) + 0.1 * (i % 2)}`);
  const data = temporaryFile("twice.csv", `x,y\n${rows.join("\n")}\n`);
  const args = ["--data", data, "--x", "x", "--y", "y", "--out", temporaryFolder()];
  const { code, stderr } = await run(...args);
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining("note: 20 rows at the place of another; the covariance needs"),
  ]);
  const without = await run(...args, "--covariance", "auto*rbf");
  expect(without.code).toBe(1);
  expect(without.stderr).toContain("not positive definite; add noise");
});
