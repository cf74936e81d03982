import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readNpz, writeNpy, writeNpz, writeSafetensors } from "@wengert/io";
import { describe, expect, test } from "vitest";
import { tensor } from "wengert";
import { readSeries } from "../src/terminal/read.ts";
import { run } from "./run.ts";
import { temporaryFile, temporaryFolder } from "./temporary.ts";

const x = Array.from({ length: 24 }, (_, i) => i / 3);
const y = x.map((v, i) => Math.sin(v) + 0.1 * Math.cos(37 * i));
const arrays = { x: tensor(x), y: tensor(y), places: tensor(x.map((v, i) => [v, (i * 7) % 5])), other: tensor([1, 2]) };
const file = (name: string, bytes: Uint8Array): string => temporaryFile(name, Buffer.from(bytes));

describe("arrays are read like columns of a table", () => {
  const reading = { x: ["x"], y: "y" };
  test.each([
    ["wave.npz", writeNpz(arrays), reading],
    ["wave.NPZ", writeNpz(arrays, { compress: true }), reading],
    ["wave.safetensors", writeSafetensors(arrays), reading],
    ["wave.npy", writeNpy(tensor(x.map((v, i) => [v, y[i]]))), { x: ["0"], y: "1" }],
  ])("%s", (name, bytes, columns) => {
    const found = readSeries(file(name, bytes), columns);
    expect([found.x, found.y]).toEqual([[Float64Array.from(x)], Float64Array.from(y)]);
    expect([found.name, found.title]).toEqual(["wave", name]);
  });

  test("to the last bit, at any scale", () => {
    const values = [5e-324, 0.1 + 0.2, -1.7976931348623157e308, 1e21];
    const bytes = writeNpz({ x: tensor([1, 2, 3, 4]), y: tensor(values) });
    expect([...readSeries(file("a.npz", bytes), reading).y]).toEqual(values);
  });

  test("columns of an array with two axes, as several inputs", () => {
    const found = readSeries(file("a.npz", writeNpz(arrays)), { x: ["places[0]", "places[1]"], y: "y" });
    expect(found.x[1]).toEqual(Float64Array.from(x, (_, i) => (i * 7) % 5));
  });

  test("NaN is missing, and is dropped when asked", () => {
    const path = file("a.npz", writeNpz({ x: tensor([0, 1, 2]), y: tensor([1, Number.NaN, 3]) }));
    expect(() => readSeries(path, reading)).toThrow('row 2, column "y": "NaN" is not a finite number');
    expect([...readSeries(path, { ...reading, missing: "drop" }).y]).toEqual([1, 3]);
    const infinite = file("a.npz", writeNpz({ x: tensor([0, 1]), y: tensor([1, Number.POSITIVE_INFINITY]) }));
    expect(() => readSeries(infinite, reading)).toThrow('row 2, column "y": "Infinity" is not a finite number');
  });

  test("what is wrong names the file", () => {
    const path = file("a.npz", writeNpz(arrays));
    expect(() => readSeries(path, { x: ["z"], y: "y" })).toThrow(
      'a.npz: there is no column "z"; the columns are "x", "y", "places[0]", "places[1]", "other"',
    );
    expect(() => readSeries(path, { x: ["other"], y: "y" })).toThrow('"other" has 2 rows and "y" has 24');
    expect(() => readSeries(file("b.npz", writeNpz(arrays).subarray(0, 500)), reading)).toThrow("b.npz: readNpz: ");
    expect(() => readSeries(file("b.npy", writeNpy(3)), reading)).toThrow('there is no column "x"');
  });
});

test("a fit and a prediction write the forecast as arrays", async () => {
  const folder = temporaryFolder();
  const own = ["--data", file("wave.npz", writeNpz(arrays)), "--x", "x", "--y", "y"];
  const path = join(folder, "forecast.npz");
  const fitted = await run(...own, "--out", folder, "--forecast", path, "--json");
  expect(fitted.code).toBe(0);
  const { forecast } = JSON.parse(fitted.stdout);
  const read = (): Record<string, unknown>[] => {
    const { x, mean, std } = readNpz(readFileSync(path));
    return Array.from(mean.data, (value, i) => ({ x: x.data[i], mean: value, std: std.data[i] }));
  };
  expect(forecast.length).toBeGreaterThan(1);
  expect(read()).toEqual(forecast);

  const model = join(folder, "wave.model.json");
  const at = ["--at", file("at.npz", writeNpz({ x: tensor([1.5, 9]) }))];
  const { code, stdout } = await run("predict", "--model", model, ...at, "--forecast", path, "--json");
  expect(code).toBe(0);
  expect(read()).toEqual(JSON.parse(stdout).forecast);
});

test("a forecast of several inputs has a row for each place, and needs places", async () => {
  const folder = temporaryFolder();
  const data = file("wave.npz", writeNpz(arrays));
  const path = join(folder, "forecast.npz");
  const args = ["--data", data, "--x", "places[0]", "--x", "places[1]", "--y", "y", "--out", folder];
  const few = ["--iterations", "2", "--forecast", path];
  expect((await run(...args, ...few)).stderr).toContain("--forecast: several inputs have no direction");
  const at = file(
    "at.npz",
    writeNpz({
      places: tensor([
        [1, 2],
        [3, 4],
        [5, 0],
      ]),
    }),
  );
  expect((await run(...args, ...few, "--at", at)).code).toBe(0);
  const { x: places, std } = readNpz(readFileSync(path));
  expect(places.toArray()).toEqual([
    [1, 2],
    [3, 4],
    [5, 0],
  ]);
  expect(std.shape).toEqual([3]);
  expect((await run(...args, "--forecast", "a.csv")).stderr).toContain("It is to end in .npz.");
});
