import { inUnits, type Kernel, kernelOf, Pairs, posterior, startOf, symmetric, type Tree } from "@wengert/gp-app/model";
import {
  addDiagonal,
  cholesky,
  choleskySolve,
  diagonal,
  generator,
  matmul,
  square,
  sum,
  triangularSolve,
  type Value,
} from "wengert";
import { Objective } from "./objective.ts";
import type { PartsAnswer, Places, PosteriorAnswer, SamplesAnswer, SamplesAsk, Task } from "./protocol.ts";

/** What is expected at places, and the objective of a fit. */
export function posteriorAnswer(task: Task & Places): PosteriorAnswer {
  const objective = new Objective(task);
  const { kernel, theta, sample, units } = objective;
  const { mean, std } = posterior(kernel, theta, sample)(objective.inside(task.places));
  const value = objective.value().item();
  return {
    mean: mean.map((one) => one * units.y),
    std: std.map((one) => one * units.y),
    objective: objective.outside(value),
  };
}

/**
 * The terms of a sum by themselves, given all observations:
 *
 *     mean_k = K_k(z, x) α,   variance_k = K_k(z, z) − Σ v²,   v = L⁻¹ K_k(x, z),   K = Σ K_k = LLᵀ
 *
 * Source: Duvenaud, Automatic Model Construction with Gaussian Processes (2014), section 2.4.5.
 */
export function partsAnswer(task: Task & Places): PartsAnswer {
  const objective = new Objective(task);
  const { sample, units } = objective;
  const l = cholesky(objective.matrix());
  const alpha = choleskySolve(l, sample.y);
  const places = objective.inside(task.places);
  const [between, selves] = [Pairs.between(sample.x, places), Pairs.selves(sample.x, places)];
  const whole = inUnits(task.covariance, units);
  // The variance of a sum belongs to each of its terms.
  const scale = whole.variance ?? 1;
  const terms = "parts" in whole && whole.kernel === "sum" ? Object.entries(whole.parts) : [["whole", whole] as const];
  const own = terms.length === 1 ? 1 : scale * (whole.factor ?? 1);
  const parts = terms.map(([name, part]) => {
    const [kernel, theta] = [kernelOf(part), startOf(part)] as [Kernel<Tree<Value>>, Tree<number>];
    const cross = kernel(theta, between);
    const explained = sum(square(triangularSolve(l, cross)), { axis: 0 });
    const prior = kernel(theta, selves);
    return {
      name,
      mean: matmul(alpha, cross).data.map((value) => value * own * units.y),
      std: prior.data.map((value, i) => units.y * Math.sqrt(Math.max(0, own * value - own ** 2 * explained.data[i]))),
    };
  });
  return { parts };
}

/** Added to the diagonal, relative to it: a smooth covariance at close places is singular to working precision. */
const jitter = 1e-9;

/** Draws y = Lz of the process before it has seen data. The same seed draws the same z, so that curves follow a slider. */
export function samplesAnswer({ covariance, places, seed, count }: SamplesAsk): SamplesAnswer {
  const n = places[0].length;
  const [kernel, theta] = [kernelOf(covariance), startOf(covariance)];
  const pairs = Pairs.within(places);
  const matrix = symmetric(kernel(theta, pairs));
  const variances = diagonal(matrix).data;
  const largest = variances.reduce((a, b) => Math.max(a, b));
  const l = factorOf(matrix, largest);
  const random = generator(seed);
  const draws = Array.from({ length: count }, () => matmul(l, random.normal([n])).data);
  return { draws, std: variances.map(Math.sqrt) };
}

function factorOf(matrix: Value, largest: number): ReturnType<typeof cholesky> {
  for (let added = jitter; ; added *= 100) {
    try {
      return cholesky(addDiagonal(matrix, added * largest));
    } catch (error) {
      if (added > 1e-4) throw error;
    }
  }
}
