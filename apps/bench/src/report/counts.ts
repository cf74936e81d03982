import type { Comparison } from "../evaluations/effort.ts";
import type { Evaluations } from "../evaluations/survey.ts";
import type { Cells, Section } from "./cells.ts";
import { rounded } from "./numbers.ts";

/** The tables of a survey: all methods, and one after the other. */
export function sectionsOfCounts({ methods, source }: Evaluations): readonly Section[] {
  return [
    {
      heading: "All methods",
      cells: overview(methods),
      notes: [
        `SciPy's figures: ${source}`,
        "where each stops: Wengert's count includes a last look at what lies beside the point, which SciPy does not take",
        "to an accuracy: evaluations of Wengert / SciPy, summed up where both get there; SciPy's are counted one by one, Wengert's to the end of an iteration",
      ],
    },
    ...methods.map((comparison) => ({
      heading: `${comparison.method}, beside SciPy's ${comparison.theirs}`,
      cells: table(comparison),
      notes: [],
    })),
  ];
}

function overview(methods: readonly Comparison[]): Cells {
  return [
    [
      "",
      ...methods[0].totals.map(({ accuracy }) => `all, to ${accuracy}`),
      "median ratio where each stops",
      "of products",
      "solved by Wengert",
      "by SciPy",
      "by SciPy alone",
    ],
    ...methods.map(({ method, totals, medianRatio, medianRatioOfProducts, solved, lost, pairs }) => [
      method,
      ...totals.map(({ wengert, scipy, functions }) => {
        const all = functions === pairs.length ? "" : ` (${functions} functions)`;
        return `${wengert} / ${scipy}${all}`;
      }),
      rounded(medianRatio),
      medianRatioOfProducts === undefined ? "" : rounded(medianRatioOfProducts),
      `${solved.Wengert} of ${pairs.length}`,
      `${solved.SciPy} of ${pairs.length}`,
      lost.join(", ") || "none",
    ]),
  ];
}

function table({ pairs }: Comparison): Cells {
  const counted = pairs.some(({ ratioOfProducts }) => ratioOfProducts !== undefined);
  return [
    [
      "",
      "Wengert",
      "SciPy",
      "ratio",
      ...(counted ? ["Wengert's products", "SciPy's products"] : []),
      "Wengert's value",
      "SciPy's value",
      "solved by",
      ...pairs[0].reached.map(({ accuracy }) => `to ${accuracy}`),
    ],
    ...pairs.map(({ name, wengert, scipy, ratio, solvedBy, reached }) => [
      name,
      String(wengert.evaluations),
      String(scipy.evaluations),
      rounded(ratio),
      ...(counted ? [String(wengert.products ?? 0), String(scipy.products ?? 0)] : []),
      valueText(wengert.value),
      valueText(scipy.value),
      solvedBy.length === 2 ? "both" : (solvedBy[0] ?? "neither"),
      ...reached.map((one) => `${one.wengert ?? "–"} / ${one.scipy ?? "–"}`),
    ]),
  ];
}

function valueText(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(6)));
}
