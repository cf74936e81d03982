import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { temporaryFile, temporaryFolder } from "./temporary.ts";

/** A wave with a period of a year, a little trend, and something in place of noise. */
const wave = `time,height\n${Array.from({ length: 40 }, (_, i) => {
  const t = i / 8;
  return `${t},${Math.sin(2 * Math.PI * t) + 0.2 * t + 0.1 * Math.cos(37 * i)}`;
}).join("\n")}\n`;
const covariance = "rbf(2) + 1*periodic(1, period=1) + 0.1*noise";

function waveArguments(): [string[], string] {
  const data = temporaryFile("wave.csv", wave);
  const out = join(temporaryFolder(), "deep", "figures");
  return [["--data", data, "--x", "time", "--y", "height", "--covariance", covariance, "--out", out], out];
}

describe("own data", () => {
  test("--json prints one line with the findings, and nothing else to stdout", async () => {
    const [args, out] = waveArguments();
    const { code, stdout, stderr } = await run(...args, "--json");
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([expect.stringMatching(/^\{.*\}$/), ""]);
    const found = JSON.parse(stdout);
    expect(Object.keys(found)).toEqual(["start", "value", "evaluations", "seconds", "parameters", "forecast"]);
    expect(Object.keys(found.parameters)).toEqual([
      "rbf.length",
      "periodic.variance",
      "periodic.length",
      "noise.variance",
    ]);
    expect(found.value).toBeLessThan(found.start - 5);
    expect(found.evaluations).toBeGreaterThan(5);
    expect(found.seconds).toBeGreaterThan(0);
    expect(found.forecast).toHaveLength(120);
    expect(found.forecast[0]).toEqual({
      x: 39 / 8 + 39 / 8 / 6 / 120,
      mean: expect.any(Number),
      std: expect.any(Number),
    });
    // A quarter of a year past the beginning of a year the wave is at its height; its std has noise in it.
    const peak = found.forecast.find(({ x }: { x: number }) => Math.abs(x - 5.25) < 0.05);
    expect(peak.mean).toBeGreaterThan(1.4);
    expect(peak.std ** 2).toBeGreaterThan(found.parameters["noise.variance"]);
    expect(stderr).toMatch(/^iteration 1: /);
    expect(stderr).toContain(`figure: ${join(out, "wave.svg")}\n`);
  });

  test("the report for a terminal has the same numbers", async () => {
    const [args, out] = waveArguments();
    const { stdout } = await run(...args);
    const found = JSON.parse((await run(...args, "--json")).stdout);
    expect(stdout).toMatch(/^wave\.csv: a Gaussian process of 40 observations\n/);
    for (const [path, value] of Object.entries<number>(found.parameters)) {
      expect(stdout).toMatch(new RegExp(`^${path} +\\S+ +${Number(value.toPrecision(6))}$`, "m"));
    }
    expect(stdout).toContain(`${found.start.toFixed(6)} → ${found.value.toFixed(6)}`);
    expect(stdout).toContain(`${found.evaluations} evaluations`);
    // A step is 0.0068, and two standard deviations about 0.3.
    const { x, mean, std } = found.forecast[11];
    expect(stdout).toMatch(new RegExp(`^${x.toFixed(4)} +${mean.toFixed(3)} +± ${(2 * std).toFixed(3)}$`, "m"));
    expect(stdout).toContain(`figure: ${join(out, "wave.svg")}\n`);
  });

  test("the figure is a whole SVG, and alone in its folder", async () => {
    const [args, out] = waveArguments();
    await run(...args);
    expect(readdirSync(out)).toEqual(["wave.model.json", "wave.svg"]);
    const svg = readFileSync(join(out, "wave.svg"), "utf8");
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg".*<\/svg>\n$/s);
    for (const text of ["wave.csv", ">time<", ">height<", "observed", "fitted mean", "forecast, ± 2"]) {
      expect(svg).toContain(text);
    }
    expect(svg.match(/<circle /g)).toHaveLength(40);
    expect(svg).not.toContain("NaN");
  });

  test("a method and its iterations can be chosen", async () => {
    const [args] = waveArguments();
    const few = JSON.parse((await run(...args, "--json", "--iterations", "3")).stdout);
    const adam = JSON.parse((await run(...args, "--json", "--iterations", "3", "--method", "adam")).stdout);
    expect(adam.evaluations).toBe(4);
    expect(adam.value).toBeLessThan(adam.start);
    expect(few.value).toBeLessThan(adam.value);
  });

  test("a covariance can come from a JSON file", async () => {
    const [args] = waveArguments();
    const file = temporaryFile("kernel.json", JSON.stringify({ kernel: "rbf", variance: 1, length: 0.2 }));
    expect(JSON.parse((await run(...args, "--json", "--covariance", file)).stdout).parameters).toHaveProperty("length");
  });
});

describe("what is wrong is said in one line, and nothing is written", () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["an unknown option", ["--dta", "x.csv"], "unknown option '--dta'"],
    ["a word too many", ["wave.csv"], "too many arguments"],
    ["an option without its value", ["--out"], "'--out <folder>' argument missing"],
    ["a column without data", ["--y", "CO2"], "--y choose"],
    ["data without a column", ["--data", "wave.csv", "--x", "time"], "--data wave.csv needs --y <column> as well"],
    [
      "an unknown method",
      ["--method", "newton"],
      "argument 'newton' is invalid. Allowed choices are lbfgs, bfgs, cg, adam, nelder-mead.",
    ],
    ["half an iteration", ["--iterations", "0.5"], "argument '0.5' is invalid. It is to be a positive integer."],
    ["a missing file", ["--data", "no.csv", "--x", "a", "--y", "b"], "no.csv: there is no such file"],
    ["an unknown kernel", ["--covariance", "rbf(1) + wobble(2)"], 'unknown kernel "wobble"'],
    ["a missing covariance", ["--covariance", "no.json"], "no.json: there is no such file"],
    ["nothing to learn", ["--covariance", "noise"], "there is nothing to learn in it"],
    ["a singular start", ["--covariance", "2*rbf(50)"], "not positive definite; add noise"],
  ];
  test.each(cases)("%s", async (_, args, message) => {
    const out = join(temporaryFolder(), "out");
    const { code, stdout, stderr } = await run("--out", out, ...args);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(existsSync(out)).toBe(false);
  });

  test("a column that is not there", async () => {
    const [args, out] = waveArguments();
    const { code, stderr } = await run(...args, "--y", "depth");
    expect([code, existsSync(out)]).toEqual([1, false]);
    expect(stderr).toMatch(/^\S+wave\.csv: there is no column "depth"; the columns are "time", "height"\n$/);
  });

  test("an output folder that is a file", async () => {
    const file = temporaryFile("taken", "");
    expect(await run("--out", file)).toEqual({
      code: 1,
      stdout: "",
      stderr: `${file}: there is a file in the way of this folder\n`,
    });
  });

  test("an output folder below a file", async () => {
    const folder = join(temporaryFile("taken", ""), "a", "b");
    expect(await run("--out", folder)).toEqual({
      code: 1,
      stdout: "",
      stderr: `${folder}: there is a file in the way of this folder\n`,
    });
  });
});

test("--help explains every option", async () => {
  const { code, stdout, stderr } = await run("--help");
  expect([code, stderr]).toEqual([0, ""]);
  for (const option of [
    "data",
    "x",
    "y",
    "delimiter",
    "decimal",
    "missing",
    "time-unit",
    "covariance",
    "horizon",
    "method",
    "iterations",
    "out",
    "json",
    "help",
  ]) {
    expect(stdout).toMatch(new RegExp(`^ {2}--${option}\\b`, "m"));
  }
  expect(stdout).toContain(
    "rbf(length), periodic(length, period), rationalQuadratic(length, alpha), matern(length, nu), linear, constant, noise",
  );
});

test("the CO₂ record is learned", { timeout: 120_000 }, async () => {
  const out = temporaryFolder();
  const found = JSON.parse((await run("--json", "--out", out)).stdout);
  expect(Math.abs(found.start / 627.974892709291 - 1)).toBeLessThan(1e-9);
  expect(found.value).toBeLessThanOrEqual(185.1724);
  expect(found.evaluations).toBeLessThanOrEqual(85);
  expect(Object.keys(found.parameters)).toHaveLength(11);
  expect(found.forecast.at(-1).x).toBeCloseTo(2030.25, 12);
  expect(found.forecast.at(-1).mean).toBeGreaterThan(430);
  expect(readdirSync(out)).toEqual(["co2.model.json", "co2.svg"]);
});
