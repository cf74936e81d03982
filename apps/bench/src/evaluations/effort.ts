import { summarize } from "../statistics.ts";

/** SciPy's minimizers: L-BFGS-B, the same in a box, BFGS, trust-ncg, and MINPACK's Levenberg–Marquardt. */
export type Column = "lbfgsb" | "boxed" | "bfgs" | "trust-ncg" | "lm";

/** What a minimizer needed, and where it ended. */
export interface Effort {
  /** Of the value, or the residuals; derivatives not counted. */
  readonly evaluations: number;
  /** Of the Hessian with a vector, by methods that ask for any. */
  readonly products?: number;
  /** The value there, null where it has none. */
  readonly value: number | null;
  /** Whether it says that it has converged. */
  readonly success: boolean;
}

/** The evaluations of both until they were as accurate; null for who did not get there. */
export interface Reached {
  readonly accuracy: number;
  readonly wengert: number | null;
  readonly scipy: number | null;
}

/** Both on one function. */
export interface Pair {
  /** Of the function. */
  readonly name: string;
  readonly reached: readonly Reached[];
  readonly wengert: Effort;
  readonly scipy: Effort;
  /** Wengert's evaluations by SciPy's: below 1, Wengert needs fewer. */
  readonly ratio: number;
  /** The same of the Hessian's products. */
  readonly ratioOfProducts?: number;
  readonly solvedBy: readonly Solver[];
}

/** Who takes part. */
export type Solver = "Wengert" | "SciPy";

/** Evaluations of both until they were as accurate. */
export interface Total {
  readonly accuracy: number;
  readonly wengert: number;
  readonly scipy: number;
  readonly functions: number;
}

/** One method on all functions. */
export interface Comparison {
  readonly method: string;
  /** SciPy's name for it. */
  readonly theirs: string;
  readonly medianRatio: number;
  readonly medianRatioOfProducts?: number;
  readonly solved: Readonly<Record<Solver, number>>;
  /** The sums over the functions where both got there, and how many these are. */
  readonly totals: readonly Total[];
  /** What SciPy solves and Wengert does not. */
  readonly lost: readonly string[];
  readonly pairs: readonly Pair[];
}

/**
 * Puts both beside each other. Solved is what has converged by its own word, no higher than the lower end of both, up to
 * what tolerances explain.
 */
export function pairOf(name: string, wengert: Effort, scipy: Effort, reached: readonly Reached[] = []): Pair {
  const [own, other] = [endOf(wengert), endOf(scipy)];
  const least = Math.min(own, other);
  const solves = (end: number): boolean => Number.isFinite(end) && end <= least + 1e-5 * Math.max(1, Math.abs(least));
  const solvedBy: Solver[] = [
    ...(solves(own) ? (["Wengert"] as const) : []),
    ...(solves(other) ? (["SciPy"] as const) : []),
  ];
  const ratio = wengert.evaluations / scipy.evaluations;
  const pair = { name, wengert, scipy, ratio, solvedBy, reached };
  if (wengert.products === undefined || !scipy.products) return pair;
  return { ...pair, ratioOfProducts: wengert.products / scipy.products };
}

/**
 * The evaluations until the value was within each accuracy of the least one, in relation to what there was to gain from the start.
 *
 * Source: Moré & Wild, "Benchmarking derivative-free optimization algorithms", SIAM Journal on Optimization 20 (2009).
 *
 * @param approach - the start, and where the minimizer was after how many evaluations
 */
export function reachedBy(
  approach: readonly { readonly evaluations: number; readonly value: number }[],
  least: number,
  accuracies: readonly number[],
): readonly (number | null)[] {
  const first = approach[0].value;
  return accuracies.map((accuracy) => {
    const goal = least + accuracy * (first - least);
    return approach.find(({ value }) => value <= goal)?.evaluations ?? null;
  });
}

function endOf({ success, value }: Effort): number {
  return success && value !== null ? value : Number.POSITIVE_INFINITY;
}

/** Sums up a method. */
export function comparisonOf(method: string, theirs: string, pairs: readonly Pair[]): Comparison {
  const by = (solver: Solver): readonly Pair[] => pairs.filter(({ solvedBy }) => solvedBy.includes(solver));
  const products = pairs.flatMap(({ ratioOfProducts }) => ratioOfProducts ?? []);
  return {
    method,
    theirs,
    medianRatio: summarize(pairs.map(({ ratio }) => ratio)).median,
    ...(products.length === 0 ? {} : { medianRatioOfProducts: summarize(products).median }),
    solved: { Wengert: by("Wengert").length, SciPy: by("SciPy").length },
    totals: (pairs[0]?.reached ?? []).map(({ accuracy }, k) => {
      const both = pairs.map(({ reached }) => reached[k]).filter((one) => one.wengert !== null && one.scipy !== null);
      const total = (of: "wengert" | "scipy"): number => both.reduce((sum, one) => sum + (one[of] ?? 0), 0);
      return { accuracy, wengert: total("wengert"), scipy: total("scipy"), functions: both.length };
    }),
    lost: by("SciPy").flatMap(({ name, solvedBy }) => (solvedBy.includes("Wengert") ? [] : name)),
    pairs,
  };
}
