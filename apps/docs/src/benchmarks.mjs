// The benchmark page, from the last recorded run: a table for each group of contenders, and below it everything that was recorded.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blob } from "./addresses.mjs";
import { glance } from "./benchmarkglance.mjs";
import { root } from "./packages.mjs";

const source = "apps/bench/RESULTS.md";

const introduction = (/** @type {string} */ about, /** @type {string} */ overview) => `---
title: Benchmarks
description: Wengert beside other libraries, as last measured
aside: false
pageClass: wide
---

# Benchmarks

The last recorded run of \`npm run bench\`, as [${source}](${blob}${source}) has it. Contenders take turns, each after its result was
found to be the same number; times are medians. The last columns of the tables below are ratios of medians.

Each contender has a process of its own, which stays for the whole measurement of its group; only one of them works at a time. What is
idle cools down, so a turn begins with a sample that does not count.

${overview}
## How it was measured

${about}

## How to repeat it

\`\`\`sh
git clone https://github.com/wengert/wengert && cd wengert
npm run bench -- --help                      # what there is
npm run bench -- --quick --only gemm,scalar  # two groups, small sizes
npm run bench                                # everything, and apps/bench/RESULTS.md anew
\`\`\`

Peers that are not installed are left out and listed below each table. Python's peers want NumPy and SciPy, PyTorch or scikit-learn in
\`python3\`, or in the interpreter that \`WENGERT_PYTHON\` names. C++ by hand wants \`g++\`. What a queue of many machines costs is
measured apart, and stands in [its guide](../guides/many-machines.md#what-it-costs-and-where-it-stops).
`;

/** Writes the page into the folder of generated pages. */
export function writeBenchmarks() {
  const text = readFileSync(join(root, source), "utf8");
  const [, about, results] = /\n\n(- date: [\s\S]*?)\n\n(## [\s\S]*)$/.exec(text) ?? [];
  if (about === undefined || results === undefined)
    throw new Error(`${source} has another form than this page expects`);
  const rows = results.replaceAll(/^\| (Wengert[^|]*?) \|/gm, "| **$1** |");
  writeFileSync(
    new URL("../generated/benchmarks.md", import.meta.url),
    `${introduction(about, glance(results))}\n${rows}`,
  );
}
