// The first table of the benchmark page: Wengert's time by that of each other contender, and that of compiled programs where there are any.

/** Contenders of the table, by what their names in the results begin with; of several the quickest counts. */
const columns = [
  ["by hand", "TypeScript by hand"],
  ["C++", "C++"],
  ["jax-js", "jax-js"],
  ["TensorFlow.js", "tensorflow.js"],
  ["ml-matrix", "ml-matrix"],
  ["NumPy", "NumPy"],
  ["PyTorch", "PyTorch"],
  ["scikit-learn", "scikit-learn"],
];

/** What is compared with them, by its name in the results, and what its row says of it. */
const ours = [
  ["Wengert", ""],
  ["Wengert, compiled", ", compiled"],
];

const cells = (/** @type {string} */ line) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/**
 * One table of the results: what size it is of, and Wengert's time by that of each contender.
 *
 * @returns {{ size: string, ratios: Map<string, number> }}
 */
function tableOf(/** @type {string} */ section) {
  const [head = "", , ...rows] = section.split("\n").filter((line) => line.startsWith("|"));
  const column = cells(head).indexOf("Wengert ÷ this");
  const entries = column < 0 ? [] : rows.map(cells).map((row) => /** @type {const} */ ([row[0], row[column]]));
  return {
    size: section.slice(0, section.indexOf("\n")),
    ratios: new Map(entries.map(([name = "", ratio = ""]) => [name, Number.parseFloat(ratio)])),
  };
}

const rounded = (/** @type {number} */ ratio) => `${Number(ratio.toPrecision(2))}×`;

/** The time of `one` by that of the quickest contender of a name, at the largest size at which both were measured. */
function entry(
  /** @type {ReturnType<typeof tableOf>[]} */ tables,
  /** @type {string} */ one,
  /** @type {string} */ name,
) {
  const found = tables.findLast(
    ({ ratios }) => ratios.has(one) && [...ratios.keys()].some((key) => key.startsWith(name)),
  );
  if (found === undefined) return "–";
  const { size, ratios } = found;
  // Both columns are Wengert's time by another's, and the largest ratio belongs to the quickest of several.
  const largest = Math.max(...[...ratios].filter(([key]) => key.startsWith(name)).map(([, ratio]) => ratio));
  const shown = rounded(largest / (ratios.get(one) ?? Number.NaN));
  return size === tables.at(-1)?.size ? shown : `${shown} at ${size.replace("n = ", "")}`;
}

const anchorOf = (/** @type {string} */ title) =>
  title
    .toLowerCase()
    .replaceAll(/[\s,()]+/g, "-")
    .replaceAll(/^-|-$/g, "");

/** The table, from the results below the introduction. */
export function glance(/** @type {string} */ results) {
  const rows = results
    .split(/^## /m)
    .slice(1)
    .flatMap((group) => {
      const title = group.slice(0, group.indexOf("\n"));
      const tables = group
        .split(/^### /m)
        .slice(1)
        .map(tableOf)
        .filter(({ ratios }) => ratios.size > 0);
      const largest = tables.at(-1);
      if (largest === undefined) return [];
      return ours
        .filter(([one = ""]) => tables.some(({ ratios }) => ratios.has(one)))
        .map(([one = "", says]) => [
          `[${title}](#${anchorOf(title)})${says}, ${largest.size}`,
          ...columns.map(([, name = ""]) => entry(tables, one, name)),
        ]);
    });
  const kept = ["", ...columns].map((_, k) => k === 0 || rows.some((row) => row[k] !== "–"));
  const line = (/** @type {string[]} */ all) => `| ${all.filter((_, k) => kept[k]).join(" | ")} |`;
  const table = [
    line(["Wengert ÷", ...columns.map(([name = ""]) => name)]),
    line(["---", ...columns.map(() => "---:")]),
    ...rows.map(line),
  ].join("\n");
  return `## At a glance

The largest size of each group, or the largest at which both were measured ("at …"), in one thread, without a BLAS of the system.
Below 1, Wengert is quicker. "Compiled" is a function that [\`compile\`](../guides/compiling.md) has made, warm; its loops are
[\`scan\`](../guides/loops.md).

${table}
`;
}
