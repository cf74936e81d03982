import { summarize } from "../statistics.ts";

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

/** Both on one function. */
export interface Pair {
  /** Of the function. */
  readonly name: string;
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

/** One method on all functions. */
export interface Comparison {
  readonly method: string;
  /** SciPy's name for it. */
  readonly theirs: string;
  readonly medianRatio: number;
  readonly medianRatioOfProducts?: number;
  readonly solved: Readonly<Record<Solver, number>>;
  /** What SciPy solves and Wengert does not. */
  readonly lost: readonly string[];
  readonly pairs: readonly Pair[];
}

/**
 * Puts both beside each other. Solved is what has converged by its own word, no higher than the lower end of both, up to
 * what tolerances explain.
 */
export function pairOf(name: string, wengert: Effort, scipy: Effort): Pair {
  const [own, other] = [endOf(wengert), endOf(scipy)];
  const least = Math.min(own, other);
  const solves = (end: number): boolean => Number.isFinite(end) && end <= least + 1e-5 * Math.max(1, Math.abs(least));
  const solvedBy: Solver[] = [
    ...(solves(own) ? (["Wengert"] as const) : []),
    ...(solves(other) ? (["SciPy"] as const) : []),
  ];
  const ratio = wengert.evaluations / scipy.evaluations;
  const pair = { name, wengert, scipy, ratio, solvedBy };
  if (wengert.products === undefined || !scipy.products) return pair;
  return { ...pair, ratioOfProducts: wengert.products / scipy.products };
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
    lost: by("SciPy").flatMap(({ name, solvedBy }) => (solvedBy.includes("Wengert") ? [] : name)),
    pairs,
  };
}
