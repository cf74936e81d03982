import { flatten } from "@wengert/tree";
import {
  adam,
  add,
  type MinimizeOptions,
  minimizeAsync,
  NotPositiveDefiniteError,
  type Param,
  type ParamSet,
  type Progress,
  paramsOf,
  UnknownParamError,
  type Value,
} from "wengert";
import { UserError } from "../errors.ts";
import { compilingPays } from "./compiled.ts";
import { negativeLogLikelihood, type Sample } from "./gp.ts";
import type { Kernel } from "./kernels.ts";
import { Pairs } from "./pairs.ts";
import { symmetric } from "./triangle.ts";

/** How to minimize, by the names that the command line knows. */
export const methods: Readonly<Record<string, MinimizeOptions["method"]>> = {
  lbfgs: "lbfgs",
  bfgs: "bfgs",
  cg: "cg",
  adam: adam(0.05),
  "nelder-mead": "nelder-mead",
};

export interface FitOptions {
  /** One of `methods`. */
  readonly method: string;
  readonly iterations: number;
  /** @param values - of all parameters that are learned and fixed, in their order */
  readonly onIteration?: (progress: Progress, values: readonly number[]) => void;
  /** Ends the fit after the current iteration; the best so far is kept. */
  readonly signal?: AbortSignal;
  /** What is added to the likelihood's negative logarithm: that of a prior. */
  readonly prior?: () => Value;
}

/** How a fit went. The numbers are negative log marginal likelihoods before and after, with what the prior adds. */
export interface Fit {
  readonly start: number;
  readonly value: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly seconds: number;
  /** Why it ended. */
  readonly message: string;
  readonly parameters: readonly Learned[];
}

/** A parameter by its path in the model's tree, before and after. */
export interface Learned {
  /** It was not to be learned. */
  readonly fixed?: boolean;
  readonly path: string;
  readonly start: number;
  readonly value: number;
}

/**
 * Learns the parameters of a covariance from a sample: they then have the values of the highest marginal likelihood
 * that was found.
 *
 * The loss has no arguments. Parameters are tags, wherever they are in the tree, and optimizers move their logarithms.
 *
 * @param theta - a tree of tagged parameters, in the form that the kernel reads
 * @throws {UserError} when there is nothing to learn, or nothing can be computed at the start
 */
export async function fit<Theta>(
  kernel: Kernel<Theta>,
  theta: Theta,
  sample: Sample,
  options: FitOptions,
): Promise<Fit> {
  const params = parametersIn(theta);
  const all = flatten(theta);
  const leaves = all.leaves as readonly Param[];
  const before = leaves.map(numberOf);
  const pairs = Pairs.within(sample.x);
  const valuesAt = (vector: Float64Array): number[] => {
    const learned = new Map(params.params.map((param, i) => [param, constrained(param, vector[i])]));
    return leaves.map((leaf, i) => learned.get(leaf) ?? before[i]);
  };
  const began = performance.now();
  const loss = (): Value => negativeLogLikelihood(symmetric(kernel(theta, pairs)), sample.y);
  const { prior } = options;
  const objective = prior === undefined ? loss : () => add(loss(), prior());
  const { value, iterations, evaluations, status, message, history } = await atStart(() =>
    minimizeAsync(objective, params, {
      method: methods[options.method],
      maxIterations: options.iterations,
      compile: compilingPays(sample.y.size),
      onIteration:
        options.onIteration &&
        (({ params: vector, state: _, ...progress }) => options.onIteration?.(progress, valuesAt(vector))),
      signal: options.signal,
      history: true,
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  if (status === "nonFinite" && iterations === 0) throw new UserError(`covariance: ${message}`);
  const parameters = leaves.map((param, i) => ({
    path: all.paths[i],
    start: before[i],
    value: numberOf(param),
    ...(param.trainable ? {} : { fixed: true }),
  }));
  return { start: history[0].value, value, iterations, evaluations, seconds, message, parameters };
}

/** The tags of a tree. @throws {UserError} when there are none */
export function parametersIn(theta: unknown): ParamSet {
  try {
    return paramsOf(theta);
  } catch (error) {
    if (!(error instanceof UnknownParamError)) throw error;
    throw new UserError("covariance: there is nothing to learn in it; give it a variance, as in 0.1^2*noise");
  }
}

/** The value of a parameter where its unconstrained side is a number. */
function constrained({ constraint }: Param, raw: number): number {
  return constraint === undefined ? raw : constraint.forward(raw).item();
}

function numberOf({ value }: Param): number {
  return typeof value === "number" ? value : value.item();
}

/** Only the first evaluation may fail: later ones count as steps that were too long. */
async function atStart<T>(f: () => Promise<T>): Promise<T> {
  try {
    return await f();
  } catch (error) {
    if (!(error instanceof NotPositiveDefiniteError)) throw error;
    throw new UserError("covariance: at the start its matrix is not positive definite; add noise, as in + 0.1^2*noise");
  }
}
