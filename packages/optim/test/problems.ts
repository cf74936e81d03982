import type { Objective } from "../src/minimize/problem.ts";

/**
 * A test function with its usual start. Its minimum is 0; `scipy` counts what SciPy 1.17's L-BFGS-B evaluates until no
 * entry of the gradient exceeds 1e-5 (`ftol=0`).
 */
export interface TestProblem {
  readonly name: string;
  readonly start: readonly number[];
  readonly scipy: number;
  readonly objective: Objective;
}

type Plain = (x: readonly number[]) => [value: number, gradient: readonly number[]];

function objective(f: Plain): Objective {
  return (x) => {
    const [value, gradient] = f([...x]);
    return { value, gradient: Float64Array.from(gradient) };
  };
}

/** Sums of 100(b - a²)² + (1 - a)² over pairs (a, b): neighbours two by two, or each with the next. */
function rosenbrock(stride: 1 | 2): Objective {
  return objective((x) => {
    const gradient = x.map(() => 0);
    let value = 0;
    for (let i = 0; i + 1 < x.length; i += stride) {
      const [r, s] = [x[i + 1] - x[i] ** 2, 1 - x[i]];
      value += 100 * r * r + s * s;
      gradient[i] -= 400 * x[i] * r + 2 * s;
      gradient[i + 1] += 200 * r;
    }
    return [value, gradient];
  });
}

const quadratic = objective((x) => {
  const gradient = x.map((xi, i) => 10 ** i * xi);
  return [gradient.reduce((sum, g, i) => sum + (g * x[i]) / 2, 0), gradient];
});

const beale = objective(([x, y]) => {
  const r = [1.5, 2.25, 2.625].map((c, k) => c - x * (1 - y ** (k + 1)));
  const dx = r.reduce((sum, t, k) => sum - 2 * t * (1 - y ** (k + 1)), 0);
  const dy = r.reduce((sum, t, k) => sum + 2 * t * x * (k + 1) * y ** k, 0);
  return [r.reduce((sum, t) => sum + t * t, 0), [dx, dy]];
});

const wood = objective(([a, b, c, d]) => {
  const [r, s, t, u] = [b - a * a, d - c * c, b + d - 2, b - d];
  const value = 100 * r * r + (1 - a) ** 2 + 90 * s * s + (1 - c) ** 2 + 10 * t * t + 0.1 * u * u;
  const da = -400 * a * r - 2 * (1 - a);
  const dc = -360 * c * s - 2 * (1 - c);
  return [value, [da, 200 * r + 20 * t + 0.2 * u, dc, 180 * s + 20 * t - 0.2 * u]];
});

const powell = objective(([a, b, c, d]) => {
  const [r, s, t, u] = [a + 10 * b, c - d, b - 2 * c, a - d];
  const value = r ** 2 + 5 * s ** 2 + t ** 4 + 10 * u ** 4;
  return [value, [2 * r + 40 * u ** 3, 20 * r + 4 * t ** 3, 10 * s - 8 * t ** 3, -10 * s - 40 * u ** 3]];
});

const repeated = (pairs: number): number[] => Array.from({ length: 2 * pairs }, (_, i) => (i % 2 === 0 ? -1.2 : 1));

/** Source of the functions and starts: Moré, Garbow & Hillstrom, "Testing unconstrained optimization software" (1981). */
export const problems: readonly TestProblem[] = [
  { name: "Rosenbrock", start: [-1.2, 1], scipy: 45, objective: rosenbrock(2) },
  { name: "a quadratic of condition 1e5", start: [1, 1, 1, 1, 1, 1], scipy: 59, objective: quadratic },
  { name: "Beale", start: [1, 1], scipy: 16, objective: beale },
  { name: "Wood", start: [-3, -1, -3, -1], scipy: 114, objective: wood },
  { name: "Powell's singular function", start: [3, -1, 0, 1], scipy: 31, objective: powell },
  { name: "extended Rosenbrock, n = 100", start: repeated(50), scipy: 48, objective: rosenbrock(2) },
  { name: "chained Rosenbrock, n = 20", start: repeated(10), scipy: 160, objective: rosenbrock(1) },
];
