import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseExpression, startsFrom, valuesIn } from "../src/model.ts";
import { startsAround } from "../src/process/severalstarts.ts";
import { argumentsFor, run, tableOf } from "./run.ts";
import { temporaryFile } from "./temporary.ts";

const wave = tableOf(Array.from({ length: 24 }, (_, i) => [i, Math.sin(i / 2) + 0.1 * Math.cos(37 * i)]));

describe("predict", () => {
  test("forecasts what fit has forecast, from the model alone, and from other data", async () => {
    const [args, out] = argumentsFor(wave);
    const fitted = JSON.parse((await run(...args, "--json")).stdout);
    const model = join(out, "table.model.json");
    const found = JSON.parse((await run("predict", "--model", model, "--json")).stdout);
    expect(found.forecast).toHaveLength(120);
    for (const [i, { x, mean, std }] of fitted.forecast.entries()) {
      expect(found.forecast[i].x).toBe(x);
      expect(found.forecast[i].mean).toBeCloseTo(mean, 8);
      expect(found.forecast[i].std).toBeCloseTo(std, 8);
    }
    const at = temporaryFile("at.csv", "x\n3\n4.5\n");
    const { code, stdout } = await run("predict", "--model", model, ...args.slice(0, 6), "--at", at);
    expect([code, stdout.match(/±/g)?.length]).toEqual([0, 2]);
  });

  test("says so when the data have changed since, and where", async () => {
    const rows = Array.from({ length: 12 }, (_, i) => [i, Math.sin(i)] as const);
    const [args, out] = argumentsFor(tableOf(rows), "--iterations", "3");
    await run(...args);
    const model = join(out, "table.model.json");
    const file = args[args.indexOf("--data") + 1];
    const warned = async (): Promise<string> => (await run("predict", "--model", model, "--horizon", "1")).stderr;
    expect(await warned()).toBe("");
    // The same sum: only the numbers tell.
    writeFileSync(file, tableOf(rows.map(([x], i) => [x, rows[(i + 1) % 12][1]])));
    expect(await warned()).toMatch(/^warning: .*table\.csv has changed since the model was learned \(other numbers\)/);
    writeFileSync(file, tableOf([...rows, [12, 0]]));
    expect(await warned()).toContain("(13 rows in place of 12)");
    writeFileSync(file, tableOf(rows.map(([x, y]) => [x + 1, y])));
    const { stdout, code } = await run("predict", "--model", model, "--horizon", "1", "--json");
    expect([code, JSON.parse(stdout).warnings]).toEqual([0, [expect.stringContaining("another extent of x")]]);
    // Other data that were asked for are no surprise.
    expect((await run("predict", "--model", model, ...args.slice(0, 6))).stderr).toBe("");
  });

  test("needs a model, and data that it names", async () => {
    expect((await run("predict")).stderr).toContain("--model <file>");
    const bare = temporaryFile("bare.json", '{"kernel": "rbf", "variance": 1, "length": 2}');
    expect((await run("predict", "--model", bare)).stderr).toContain("does not say which file its data are in");
  });
});

test("compare ranks covariances of the same data", async () => {
  const [args] = argumentsFor(wave);
  const own = args.slice(0, 6);
  const both = ["--covariance", "auto*noise", "--covariance", "auto*rbf + auto*noise"];
  const { compared } = JSON.parse((await run("compare", ...own, ...both, "--json")).stdout);
  expect(
    compared.map(({ covariance, parameters }: { covariance: string; parameters: number }) => [covariance, parameters]),
  ).toEqual([
    ["auto*rbf + auto*noise", 3],
    ["auto*noise", 1],
  ]);
  for (const { value, bic, parameters } of compared) expect(bic).toBeCloseTo(2 * value + parameters * Math.log(24), 9);
  const { stdout, stderr } = await run("compare", ...own, ...both, "--covariance", "auto*rbf");
  expect(stdout).toMatch(/^auto\*rbf \+ auto\*noise +3 .*\+0\.0 /m);
  expect(stderr).toContain("auto*noise:\n");
  expect((await run("compare", ...own)).code).toBe(1);
});

test("compare reads all covariances before it learns the first", async () => {
  const [args] = argumentsFor(wave);
  const { code, stdout, stderr } = await run(
    ...["compare", ...args.slice(0, 6), "--covariance", "auto*rbf + auto*noise", "--covariance", "auto*rfb"],
  );
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^--covariance "auto\*rfb": .*unknown kernel "rfb".*; nothing was learned\n$/);
});

test.each([
  ["chek", "unknown command 'chek' (Did you mean check?); there are fit, predict, compare, check"],
  ["something", "unknown command 'something'; there are fit, predict, compare, check"],
])("%s is no command", async (name, message) => {
  expect(await run(name, "--json")).toMatchObject({ code: 1, stderr: `${message}\n` });
});

test("check counts priors, as fit does", async () => {
  const [args] = argumentsFor(wave);
  const own = ["check", ...args.slice(0, 6), "--json", "--covariance"];
  const [without, believed] = [
    JSON.parse((await run(...own, "2*rbf(2) + noise")).stdout),
    JSON.parse((await run(...own, "2*rbf(halfNormal(2, 1)) + noise")).stdout),
  ];
  expect((believed.value - without.value) / (2 - Math.log(2))).toBeCloseTo(1, 9);
  expect(believed.error).toBeLessThan(1e-5);
});

test("check compares the gradient with differences, and learns nothing", async () => {
  const [args] = argumentsFor(wave);
  const found = JSON.parse((await run("check", ...args.slice(0, 6), "--json")).stdout);
  expect(found).toMatchObject({ rows: 24, error: expect.any(Number) });
  expect(found.error).toBeLessThan(1e-5);
  for (const { reverse, differences } of found.derivatives) expect(reverse).toBeCloseTo(differences, 4);
  const { code, stdout } = await run("check", ...args.slice(0, 6), "--covariance", "auto*rbf(fixed(2)) + auto*noise");
  expect([code, stdout]).toEqual([0, expect.stringContaining("The two agree")]);
});

describe("several starts", () => {
  const covariance = startsFrom(
    parseExpression("auto*rbf(within(2, 1, 4)) + fixed(0.1)*noise"),
    [Float64Array.of(0, 1)],
    Float64Array.of(0, 1),
  );

  test("begin with the covariance's own, keep to bounds, and are the same for a seed", () => {
    const [first, ...others] = startsAround(covariance, 20, 3).map(valuesIn);
    expect(first).toEqual(valuesIn(covariance));
    for (const [, length, noise] of others) {
      expect(length).toBeGreaterThan(1);
      expect(length).toBeLessThan(4);
      expect(noise).toBe(0.1);
    }
    expect(startsAround(covariance, 20, 3)).toEqual(startsAround(covariance, 20, 3));
    expect(startsAround(covariance, 20, 4)).not.toEqual(startsAround(covariance, 20, 3));
  });

  test("find what one of them misses", async () => {
    // From so long a length the wave looks like noise.
    const [args] = argumentsFor(wave, "--covariance", "auto*rbf(100) + auto*noise", "--json", "--iterations", "60");
    const one = JSON.parse((await run(...args)).stdout);
    const { stdout, stderr } = await run(...args, "--starts", "6", "--seed", "2");
    expect(JSON.parse(stdout).value).toBeLessThan(one.value - 5);
    expect(stderr).toMatch(/^start 1 of 6: .*\n/m);
  });
});
