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

  const model = JSON.parse(readFileSync(join(out, "field.model.json"), "utf8"));
  expect(model.covariance.parts.signal.length).toEqual([
    parameters["signal.length[0]"],
    parameters["signal.length[1]"],
  ]);
  const svg = readFileSync(join(out, "field.svg"), "utf8");
  expect(svg.match(/<circle /g)).toHaveLength(60);
  expect(svg.match(/<path /g)?.length).toBeGreaterThan(3);
  expect(svg).toContain("y: the mean, ");
  expect(svg).not.toContain("NaN");
  const horizon = await run(...args, "--horizon", "3");
  expect([horizon.code, horizon.stderr]).toEqual([
    1,
    expect.stringContaining("--horizon: several inputs have no direction"),
  ]);

  // The report names the columns that lengths belong to, and forecasts where it is asked to.
  const at = temporaryFile("places.csv", "b,a\n500,0.25\n100,0.75\n");
  const report = await run(...args, "--at", at);
  expect(report.stdout).toMatch(/^signal\.length\[a\] .*\nsignal\.length\[b\] /m);
  const asked = JSON.parse((await run(...args, "--at", at, "--json")).stdout).forecast;
  expect(asked.map(({ x }: { x: unknown }) => x)).toEqual([
    [0.25, 500],
    [0.75, 100],
  ]);
  for (const { x, mean, std } of asked) expect(Math.abs(mean - Math.sin(6 * x[0]))).toBeLessThan(3 * std);
  expect(report.stdout.match(/±/g)).toHaveLength(2);
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

test("three inputs are compared with what is fitted to them", async () => {
  const rows = Array.from({ length: 30 }, (_, i) => {
    const [a, b, c] = [(i * 0.618) % 1, (i * 0.755) % 1, (i * 0.57) % 1];
    return `${a},${b},${c},${a + b * b + 0.05 * Math.cos(37 * i)}`;
  });
  const data = temporaryFile("cube.csv", `a,b,c,y\n${rows.join("\n")}\n`);
  const out = temporaryFolder();
  const args = ["--data", data, "--x", "a", "--x", "b", "--x", "c", "--y", "y", "--out", out];
  expect((await run(...args, "--json")).code).toBe(0);
  const svg = readFileSync(join(out, "cube.svg"), "utf8");
  expect(svg).toContain("fitted mean, from a, b, c");
  expect(svg.match(/<circle /g)).toHaveLength(30);
});
