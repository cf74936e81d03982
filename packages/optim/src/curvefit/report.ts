import { showNumber, showWithError, table } from "../reports/table.ts";
import type { Vector } from "../spaces/vector.ts";
import type { Goodness } from "./statistics.ts";

/** What a report shows. */
export interface Reported extends Goodness {
  readonly status: string;
  readonly message: string;
  readonly names: readonly string[];
  readonly values: Vector;
  readonly errors: Vector;
  readonly correlation: Vector;
  readonly undetermined: readonly string[];
  readonly atBounds: readonly string[];
  /** The number of free variables. */
  readonly count: number;
  /** Whether sigma was known. */
  readonly known: boolean;
}

/** How many parameters and correlations are shown. */
const most = { parameters: 30, correlations: 10 };

/** A fit as a page to read: parameters with errors, how well the curve fits, what is correlated. */
export function fitReport(fit: Reported): string {
  const { names, values, errors } = fit;
  const rows = names.slice(0, most.parameters).map((name, i) => {
    const relative = Math.abs(errors[i] / values[i]) * 100;
    const share = Number.isFinite(relative) ? `${showNumber(relative, 2)} %` : "";
    const remark = [
      fit.undetermined.includes(name) ? "not determined" : "",
      fit.atBounds.includes(name) ? "at a bound" : "",
    ];
    return [
      name,
      showWithError(values[i], errors[i]),
      showNumber(errors[i], 2),
      share,
      remark.filter(Boolean).join(", "),
    ];
  });
  const hidden = names.length - rows.length;
  const number = (x: number): string => showNumber(x, 5);
  const free = fit.degreesOfFreedom;
  const lines = [
    `curve fit: ${fit.status} (${fit.message})`,
    "",
    ...table([["parameter", "value", "std. error", "relative", ""], ...rows]),
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
    "",
    `${free + fit.count} observations, ${fit.count} parameters, ${free} degrees of freedom`,
    `χ² ${number(fit.chiSquare)}, reduced χ² ${number(fit.reducedChiSquare)}${fit.known ? "" : " (the estimated variance)"}, R² ${fit.rSquared.toFixed(6)}`,
    ...(Number.isNaN(fit.aic) ? [] : [`AIC ${number(fit.aic)}, BIC ${number(fit.bic)}`]),
  ];
  const strong = strongest(fit);
  if (strong.length > 0) lines.push("", ...table([["correlated", ""], ...strong]));
  return lines.join("\n");
}

/** The pairs of parameters whose correlation is above ½ in size, strongest first. */
function strongest({ names, correlation }: Reported): readonly (readonly string[])[] {
  const n = names.length;
  const pairs: { readonly i: number; readonly j: number; readonly size: number }[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const size = correlation[i * n + j];
      if (Math.abs(size) > 0.5) pairs.push({ i, j, size });
    }
  }
  pairs.sort((a, b) => Math.abs(b.size) - Math.abs(a.size));
  return pairs.slice(0, most.correlations).map(({ i, j, size }) => [`${names[i]}, ${names[j]}`, size.toFixed(3)]);
}
