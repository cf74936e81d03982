// Optimizers side by side
import { adam, add, minimize, momentum, mul, square, sub, type Tensor } from "wengert";

// Rosenbrock's valley: the minimum 0 lies at x = y = 1.
const valley = (p: { x: Tensor; y: Tensor }) => add(square(sub(1, p.x)), mul(100, square(sub(p.y, square(p.x)))));
const start = { x: -1.2, y: 1 };

const log10 = (values: number[]) => values.map((value) => Math.log10(Math.max(value, 1e-16)));
const steps = Array.from({ length: 60 }, (_, i) => i);
const curves: Record<string, number[]> = {};
for (const [name, method] of [
  ["L-BFGS", "lbfgs"],
  ["trust region", "trust-ncg"],
  ["Adam", adam(0.1)],
  ["momentum", momentum(0.0003)],
] as const) {
  const result = minimize(valley, start, { method, maxIterations: 60, history: true });
  show(result.params, `${name}: ${result.status} after ${result.evaluations} evaluations`);
  const values = log10(result.history.map(({ value }) => value));
  curves[name] = steps.map((i) => values[i] ?? Number.NaN);
}
plot(steps, curves); // log₁₀ of the value, over iterations
