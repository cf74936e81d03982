// The first table of the benchmark page: Wengert's time by that of each other contender, for the largest size of each group.

/** Contenders of the table, by what their names in the results begin with; of several the quickest counts. */
const columns = [
  ["by hand", "TypeScript by hand"],
  ["jax-js", "jax-js"],
  ["TensorFlow.js", "tensorflow.js"],
  ["ml-matrix", "ml-matrix"],
  ["NumPy", "NumPy"],
  ["PyTorch", "PyTorch"],
  ["scikit-learn", "scikit-learn"],
];

const cells = (/** @type {string} */ line) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/**
 * The ratios of one table of the results, by contender.
 *
 * @returns {Map<string, number>}
 */
function ratiosOf(/** @type {string} */ section) {
  const [head = "", , ...rows] = section.split("\n").filter((line) => line.startsWith("|"));
  const column = cells(head).indexOf("Wengert ÷ this");
  return new Map(column < 0 ? [] : rows.map(cells).map((row) => [row[0] ?? "", Number.parseFloat(row[column] ?? "")]));
}

const shown = (/** @type {number} */ ratio) => (Number.isFinite(ratio) ? `${Number(ratio.toPrecision(2))}×` : "–");

/** The table, from the results below the introduction. */
export function glance(/** @type {string} */ results) {
  const lines = results
    .split(/^## /m)
    .slice(1)
    .flatMap((group) => {
      const title = group.slice(0, group.indexOf("\n"));
      const last = group.split(/^### /m).at(-1) ?? "";
      const ratios = [...ratiosOf(last)];
      if (ratios.length === 0) return [];
      const anchor = title
        .toLowerCase()
        .replaceAll(/[\s,]+/g, "-")
        .replaceAll(/^-|-$/g, "");
      // The largest ratio belongs to the quickest of several.
      const entries = columns.map(([, name = ""]) =>
        shown(Math.max(...ratios.filter(([contender]) => contender.startsWith(name)).map(([, ratio]) => ratio))),
      );
      return [`| [${title}](#${anchor}), ${last.slice(0, last.indexOf("\n"))} | ${entries.join(" | ")} |`];
    });
  const head = `| Wengert ÷ | ${columns.map(([name]) => name).join(" | ")} |\n|---|${columns.map(() => "---:|").join("")}`;
  return `## At a glance\n\nThe largest size of each group, in one thread, without a BLAS of the system. Below 1, Wengert is quicker.\n\n${head}\n${lines.join("\n")}\n`;
}
