import { addScaled, inner, norm, type Vector } from "../spaces/vector.ts";
import { ActiveSet } from "./activeset.ts";
import { inverseFactor } from "./inversefactor.ts";

/** min ½dᵀBd + gᵀd subject to aᵢᵀd = bᵢ for the first rows and aᵢᵀd ≥ bᵢ for the others. */
export interface QuadraticProgram {
  /** B, n·n, positive definite. */
  readonly hessian: Vector;
  readonly gradient: Vector;
  /** The aᵢ: the equalities first. */
  readonly rows: readonly Vector[];
  readonly limits: readonly number[];
  readonly equalities: number;
}

export interface QuadraticSolution {
  readonly d: Vector;
  /** One for each row, with Bd + g = Σ uᵢaᵢ; not negative for inequalities. */
  readonly multipliers: Vector;
}

/** All relative. */
const limits = {
  /** Of a row's violation, relative to its terms; and to those at the minimum without constraints, from which d comes. */
  violation: 1e-13,
  rounding: 8 * Number.EPSILON,
  /** Of the part of a row that does not depend on the active ones. */
  independent: 1e-11,
  /** Of the violation of a row that depends on the active ones, for it to be held up by them. */
  consistent: 1e-9,
  inherited: 1e-12,
};

/**
 * Solves a convex quadratic program by the dual active-set method: it begins at the minimum without constraints, and takes in one
 * violated row after the other. Each step keeps the multipliers of inequalities ≥ 0, and the value rises until all rows hold.
 *
 * Rows that depend on others are allowed where they agree with them. Nothing depends on the units of B, g, d or single rows.
 *
 * Source: Goldfarb & Idnani, "A numerically stable dual method for solving strictly convex quadratic programs", Mathematical
 * Programming 27 (1983).
 *
 * @returns "infeasible" where the rows contradict each other, "indefinite" where B is not positive definite to working precision
 */
export function solveQuadraticProgram(program: QuadraticProgram): QuadraticSolution | "infeasible" | "indefinite" {
  const { hessian, gradient, rows, equalities } = program;
  const n = gradient.length;
  const columns = inverseFactor(hessian, n);
  if (columns === undefined) return "indefinite";
  const d = new Float64Array(n);
  for (const column of columns) addScaled(d, -inner(column, gradient), column);

  const set = new ActiveSet(columns);
  // In the metric of B, |aᵀd| ≤ ‖L⁻¹a‖ √(dᵀBd), whatever the units of the variables are.
  const sizes = rows.map((row) => Math.hypot(...columns.map((column) => inner(column, row))));
  const longest = energyNorm(hessian, d);
  const held = new Set<number>();
  const excess = (i: number): number => inner(rows[i], d) - program.limits[i];
  const scaleOf = (i: number, length = energyNorm(hessian, d)): number =>
    Math.abs(program.limits[i]) + sizes[i] * length;

  for (let left = 100 * (n + rows.length); left > 0; left--) {
    const p = nextRow();
    if (p === undefined) return { d: refined(), multipliers: set.multipliers(rows.length) };
    // An equality is taken in from the side on which it is violated.
    const sign = p < equalities && excess(p) > 0 ? -1 : 1;
    const normal = sign === 1 ? rows[p] : rows[p].map((a) => -a);
    let multiplier = 0;
    for (;;) {
      const { inside, beyond, direction } = set.split(normal);
      const change = set.solve(inside);
      const dependent = norm(beyond) <= limits.independent * Math.hypot(norm(inside), norm(beyond));
      const blocking = set.firstBlocking(change, equalities);
      const violation = -sign * excess(p);
      const full = dependent ? Number.POSITIVE_INFINITY : Math.max(violation, 0) / inner(beyond, beyond);
      const step = Math.min(full, blocking?.step ?? Number.POSITIVE_INFINITY);
      if (step === Number.POSITIVE_INFINITY) {
        if (violation > limits.consistent * scaleOf(p) + limits.inherited * sizes[p] * longest) return "infeasible";
        held.add(p);
        break;
      }
      set.raise(change, step);
      multiplier += step;
      if (!dependent) addScaled(d, step, direction);
      if (step === full) {
        set.add(p, sign, multiplier, inside, beyond);
        break;
      }
      set.remove(blocking?.place as number);
      held.clear();
    }
  }
  return "infeasible";

  function nextRow(): number | undefined {
    for (let i = 0; i < equalities; i++) if (!set.has(i) && !held.has(i)) return i;
    let worst: number | undefined;
    let most = 0;
    const length = energyNorm(hessian, d);
    for (let i = equalities; i < rows.length; i++) {
      if (set.has(i) || held.has(i)) continue;
      const violation = -excess(i);
      if (!(violation > limits.violation * scaleOf(i, length) + limits.rounding * sizes[i] * longest)) continue;
      const distance = sizes[i] === 0 ? Number.POSITIVE_INFINITY : violation / sizes[i];
      if (distance > most) [worst, most] = [i, distance];
    }
    return worst;
  }

  /** The solution, moved onto its active rows: the sum of steps has lost digits where the first one was long. */
  function refined(): Vector {
    set.moveOnto(d, (i) => -excess(i));
    return d;
  }
}

/** √(dᵀBd) */
function energyNorm(hessian: Vector, d: Vector): number {
  const n = d.length;
  return Math.sqrt(
    Math.max(
      0,
      inner(
        d,
        d.map((_, i) => inner(hessian.subarray(i * n, (i + 1) * n), d)),
      ),
    ),
  );
}
