import { ArgumentError } from "@wengert/array";
import { generator } from "@wengert/random";
import type { FlatBounds } from "../spaces/flatbounds.ts";
import type { Vector } from "../spaces/vector.ts";
import { encode } from "../trees/jsonencoding.ts";
import type { MultiStartOptions } from "./options.ts";
import { samplerFor } from "./samplers.ts";
import type { Attempt } from "./taskdata.ts";

/**
 * The tasks of all starts: the given one, and points of a region.
 *
 * @throws {ArgumentError} where the region is not bounded
 */
export async function tasksOf(
  given: Vector,
  { lower, upper }: FlatBounds,
  options: MultiStartOptions,
): Promise<Attempt[]> {
  const { starts = 20, sampler = "latinHypercube", seed = 0, budget, bounds } = options;
  const { maxIterations, maxEvaluations, tolerance, memory, loss, lossScale, compile, xScale, simplex, trustRadius } =
    options;
  const method = options.method ?? (bounds === undefined ? "lbfgs" : "lbfgsb");
  if (starts > 1 && ![...lower, ...upper].every(Number.isFinite)) {
    const message =
      "multiStart: starts are drawn from a region: give bounds, or within, on both sides of every parameter.";
    throw new ArgumentError(message, "multiStart");
  }
  const unitPoints = await samplerFor(sampler)(starts - 1, given.length, generator(seed));
  const points = unitPoints.map((point) => point.map((u, j) => lower[j] + u * (upper[j] - lower[j])));
  const share = budget === undefined ? undefined : Math.floor(budget / starts);
  const most = Math.min(share ?? Number.POSITIVE_INFINITY, maxEvaluations ?? Number.POSITIVE_INFINITY);
  return [[...given], ...points].map((x, index) => ({
    index,
    x,
    method,
    bounds: bounds && encode(bounds),
    xScale: xScale === undefined ? undefined : encode(xScale),
    simplex: simplex && encode(simplex),
    trustRadius,
    maxIterations,
    maxEvaluations: most === Number.POSITIVE_INFINITY ? undefined : most,
    tolerance,
    memory,
    loss,
    lossScale,
    compile,
  }));
}
