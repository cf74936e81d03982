import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  covarianceFrom,
  covarianceText,
  descriptionOf,
  modelFrom,
  modelText,
  parseExpression,
  seriesOf,
  startsFrom,
  tableOf,
  unitsOf,
} from "../src/model.ts";

const source = fileURLToPath(new URL("../src/", import.meta.url));

/** What a module imports, directly or not: files of this program, and names of packages. */
function importsOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name] of readFileSync(file, "utf8").matchAll(/(?:from|import\() ?"([^"]+)"/g)) {
    if (name.startsWith(".")) importsOf(join(dirname(file), name), seen);
    else seen.add(name);
  }
  return seen;
}

test("the model needs nothing of Node", () => {
  const packages = [...importsOf(join(source, "model.ts"))].filter((name) => !name.startsWith("/"));
  expect(packages.sort()).toEqual([
    "@wengert/special",
    "@wengert/tree",
    "csv-parse/browser/esm/sync",
    "jsep",
    "wengert",
  ]);
  // The same walk sees Node where it is used.
  expect(importsOf(join(source, "main.ts"))).toContain("node:fs");
});

test("text in, text out", () => {
  const series = seriesOf(tableOf("some/where.in/tides.csv", "x,y\n0,1\n1,3\n2,2\n"), { x: ["x"], y: "y" });
  expect(series).toMatchObject({ name: "tides", title: "tides.csv", xLabels: ["x"] });
  const covariance = startsFrom(parseExpression("auto*rbf(3) + auto*noise"), series.x, series.y);
  expect(covarianceFrom("again.json", covarianceText(covariance))).toEqual(covariance);
});

test("a model as a file has all that loads it again, and a covariance alone is one as well", () => {
  const series = seriesOf(tableOf("tides.csv", "x,y\n0,1\n1,3\n2,2\n"), { x: ["x"], y: "y" });
  const covariance = startsFrom(
    parseExpression("fixed(2)*rbf(logNormal(within(3, 1, 9), 2, 0.5)) + auto*noise"),
    series.x,
    series.y,
  );
  const model = {
    covariance,
    data: descriptionOf(series, { file: "tides.csv", reading: { x: ["x"], y: "y" } }),
    units: unitsOf(series.x, series.y),
    fit: { start: 3, value: 2, iterations: 5, evaluations: 6, method: "lbfgs", message: "converged" },
  };
  expect(modelFrom("m.json", modelText(model))).toEqual(model);
  expect(model.data).toMatchObject({ rows: 3, extent: [[0, 2]], mean: 2 });
  expect(modelFrom("c.json", covarianceText(covariance))).toEqual({ covariance });
});

test.each([
  [
    '{"format": "other", "version": 1, "covariance": {"kernel": "noise"}}',
    'm.json: format and version are ["wengert-gp", 1]',
  ],
  ['{"format": "wengert-gp", "version": 2, "covariance": {"kernel": "noise"}}', 'not ["wengert-gp",2]'],
  ['{"format": "wengert-gp", "version": 1}', "m.json: covariance: a covariance is an object"],
  [
    '{"format": "wengert-gp", "version": 1, "covariance": {"kernel": "noise"}, "data": {"name": "a"}}',
    'data: "rows" is missing',
  ],
  ['{"format": "wengert-gp", "version": 1, "covariance": {"kernel": "noise"}, "units": 3}', 'units: "x" is missing'],
])("refuses %s", (text, message) => {
  expect(() => modelFrom("m.json", text)).toThrow(message);
});
