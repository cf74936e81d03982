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
---

# Benchmarks

The last recorded run of \`npm run bench\`, as [${source}](${blob}${source}) has it. Contenders take turns, each after its result was
found to be the same number; times are medians. The last two columns are ratios of medians: below 1, Wengert is quicker.

${overview}
## How it was measured

${about}

## How to repeat it

\`\`\`sh
git clone https://github.com/wengert/wengert && cd wengert
npm run bench                              # everything; an hour
npm run bench -- --quick --only gemm,scalar  # two groups, roughly
\`\`\`

Peers that are not installed are left out and listed. Python's peers want NumPy and SciPy, PyTorch or scikit-learn on the path.
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
