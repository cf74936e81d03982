import type { FlatBounds } from "../spaces/flatbounds.ts";
import { inner, norm, type Vector } from "../spaces/vector.ts";
import { type QuadraticSolution, solveQuadraticProgram } from "./quadraticprogram.ts";

/** The quadratic model of a constrained problem around a point. */
export interface Model {
  /** The Hessian of the Lagrangian, or an approximation; n·n, positive definite. */
  readonly hessian: Vector;
  readonly gradient: Vector;
  readonly rows: readonly Vector[];
  /** Limits on rows·d. */
  readonly lower: Vector;
  readonly upper: Vector;
  /** Limits on d. */
  readonly bounds: FlatBounds;
}

/** The step to the minimum of a model. */
export interface ModelStep {
  readonly d: Vector;
  /** One for each row. */
  readonly multipliers: Vector;
  /** How far each row is still beyond its limits after the step; 0 where the rows can be satisfied. */
  readonly slack: Vector;
}

/** A row of a quadratic program, and the row of the model to whose multiplier it belongs. */
interface Limit {
  readonly row: Vector;
  readonly limit: number;
  readonly from: number;
  readonly sign: number;
}

/** The minimum of a model within all limits. */
export function solveModel(model: Model): ModelStep | "infeasible" | "indefinite" {
  const n = model.gradient.length;
  const equal: Limit[] = [];
  const atLeast: Limit[] = [];
  addBounds(model.bounds, n, equal, atLeast);
  for (const [i, row] of model.rows.entries()) addLimits(row, model.lower[i], model.upper[i], i, equal, atLeast);
  const solution = solve(model.hessian, model.gradient, equal, atLeast);
  if (typeof solution === "string") return solution;
  const { d, multipliers } = solution;
  return {
    d: ontoBounds(d, multipliers, equal, atLeast),
    multipliers: gathered([...equal, ...atLeast], multipliers, model.rows.length),
    slack: model.lower.map(() => 0),
  };
}

/**
 * The minimum of a model whose rows may be violated at a price: minimizes
 *
 *     ½dᵀBd + gᵀd + Σ wᵢ(sᵢ + sᵢ²/200vᵢ)   with   lower - s ≤ rows·d ≤ upper + s,   s ≥ 0
 *
 * where v are the violations at d = 0. The square makes the program strictly convex, and raises a price by 1 % at most.
 *
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), equation 18.53.
 */
export function solveElasticModel(model: Model, weights: Vector): ModelStep | "infeasible" | "indefinite" {
  const { rows, lower, upper } = model;
  const n = model.gradient.length;
  const violations = lower.map((low, i) => Math.max(low, -upper[i], 0));
  const elastic = [...rows.keys()].filter((i) => violations[i] > 0);
  const size = n + elastic.length;
  const hessian = new Float64Array(size * size);
  for (let i = 0; i < n; i++) hessian.set(model.hessian.subarray(i * n, (i + 1) * n), i * size);
  const gradient = new Float64Array(size);
  gradient.set(model.gradient);
  const equal: Limit[] = [];
  const atLeast: Limit[] = [];
  addBounds(model.bounds, size, equal, atLeast);
  for (const [i, row] of rows.entries()) {
    const place = elastic.indexOf(i);
    const wide = new Float64Array(size);
    wide.set(row);
    if (place < 0) {
      addLimits(wide, lower[i], upper[i], i, equal, atLeast);
      continue;
    }
    const k = n + place;
    gradient[k] = weights[i];
    hessian[k * size + k] = weights[i] / (100 * violations[i]);
    const back = wide.map((a) => -a);
    wide[k] = 1;
    back[k] = 1;
    if (lower[i] > Number.NEGATIVE_INFINITY) atLeast.push({ row: wide, limit: lower[i], from: i, sign: 1 });
    if (upper[i] < Number.POSITIVE_INFINITY) atLeast.push({ row: back, limit: -upper[i], from: i, sign: -1 });
    atLeast.push({ row: unit(size, k, 1), limit: 0, from: -1, sign: 0 });
  }
  const solution = solve(hessian, gradient, equal, atLeast);
  if (typeof solution === "string") return solution;
  const slack = new Float64Array(rows.length);
  for (const [place, i] of elastic.entries()) slack[i] = Math.max(solution.d[n + place], 0);
  const multipliers = gathered([...equal, ...atLeast], solution.multipliers, rows.length);
  const d = ontoBounds(solution.d.slice(0, n), solution.multipliers, equal, atLeast);
  return { d, multipliers, slack };
}

/** A step that ends exactly at the bounds that hold it, which the rounding of the other variables would miss. */
function ontoBounds(d: Vector, multipliers: Vector, equal: readonly Limit[], atLeast: readonly Limit[]): Vector {
  for (const [k, { row, limit, from }] of [...equal, ...atLeast].entries()) {
    if (from >= 0 || multipliers[k] === 0) continue;
    const j = row.findIndex((a) => a !== 0);
    if (j < d.length) d[j] = limit / row[j];
  }
  return d;
}

function solve(
  hessian: Vector,
  gradient: Vector,
  equal: readonly Limit[],
  atLeast: readonly Limit[],
): QuadraticSolution | "infeasible" | "indefinite" {
  const all = [...equal, ...atLeast];
  const rows = all.map(({ row }) => row);
  return solveQuadraticProgram({
    hessian,
    gradient,
    rows,
    limits: all.map(({ limit }) => limit),
    equalities: equal.length,
  });
}

function addBounds({ lower, upper }: FlatBounds, size: number, equal: Limit[], atLeast: Limit[]): void {
  for (let j = 0; j < lower.length; j++) addLimits(unit(size, j, 1), lower[j], upper[j], -1, equal, atLeast);
}

function addLimits(row: Vector, low: number, high: number, from: number, equal: Limit[], atLeast: Limit[]): void {
  if (low === high) {
    equal.push({ row, limit: low, from, sign: 1 });
    return;
  }
  if (low > Number.NEGATIVE_INFINITY) atLeast.push({ row, limit: low, from, sign: 1 });
  if (high < Number.POSITIVE_INFINITY) atLeast.push({ row: row.map((a) => -a), limit: -high, from, sign: -1 });
}

function unit(size: number, place: number, value: number): Vector {
  const row = new Float64Array(size);
  row[place] = value;
  return row;
}

function gathered(all: readonly Limit[], values: Vector, count: number): Vector {
  const multipliers = new Float64Array(count);
  for (const [k, { from, sign }] of all.entries()) if (from >= 0) multipliers[from] += sign * values[k];
  return multipliers;
}

/** What a step changes in the model's value, without the constraints: gᵀd + ½dᵀBd. */
export function curvatureAlong(hessian: Vector, d: Vector): number {
  const n = d.length;
  return inner(
    d,
    d.map((_, i) => inner(hessian.subarray(i * n, (i + 1) * n), d)),
  );
}

/** Whether a step is below the resolution of a point, or there is none. */
export function isStill(d: Vector, x: Vector): boolean {
  return norm(d) === 0 || d.every((di, i) => Math.abs(di) <= 4 * Number.EPSILON * Math.abs(x[i]));
}
