import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { covarianceFrom, covarianceText, parseExpression, seriesOf, startsFrom, tableOf } from "../src/model.ts";

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
