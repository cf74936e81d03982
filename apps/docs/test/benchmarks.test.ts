// The first table of the benchmark page, from results in the form in which they are recorded.
import { expect, test } from "vitest";
import { glance } from "../src/benchmarkglance.mjs";

const table = (rows: readonly string[]): string =>
  `|  | median | min | quartiles | difference | Wengert ÷ this |\n| --- | ---: | ---: | ---: | ---: | ---: |\n${rows
    .map((row) => {
      const [name, ratio] = row.split("; ");
      return `| ${name} | 1 ms | 1 ms | 1 ms – 1 ms | 0 | ${ratio}× |`;
    })
    .join("\n")}`;

const results = `## Kalman filter

Likelihood of n observations.

### 100 steps

${table(["TypeScript by hand; 20", "Wengert; 1", "jax-js (jit); 0.5", "jax-js (eager); 0.01"])}

### 500 steps

${table(["TypeScript by hand; 30", "Wengert; 1", "Wengert, compiled; 60", "C++ by hand; 120"])}

Not measured:

- jax-js (jit): more than 60 s

## Evaluations of minimizers

How often.

### All methods

|  | all, to 0.001 |
| --- | ---: |
| lbfgs | 519 / 586 |
`;

test("compiled programs have a row, each contender its largest size, and nobody a column without entries", () => {
  const lines = glance(results)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(lines).toEqual([
    "| Wengert ÷ | by hand | C++ | jax-js |",
    "| --- | ---: | ---: | ---: |",
    "| [Kalman filter](#kalman-filter), 500 steps | 30× | 120× | 0.5× at 100 steps |",
    "| [Kalman filter](#kalman-filter), compiled, 500 steps | 0.5× | 2× | – |",
  ]);
});

test("links to titles with brackets as the page names them", () => {
  expect(glance(results.replace("Kalman filter", "Kalman filter (small)"))).toContain("(#kalman-filter-small)");
});
