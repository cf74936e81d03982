import { grad, valueAndGrad } from "@wengert/core";
import { linearize } from "@wengert/forward";
import { Grads, type ParamSet, paramsOf, UnknownParamError } from "@wengert/params";
import type { Objective } from "../minimize/problem.ts";
import { concatenate, type Leaf } from "../trees/leaf.ts";
import { compiledIf } from "./compiled.ts";
import { elementNames } from "./elementnames.ts";
import { type Layout, orConstant, plainValue, type ResidualSpace, type Space } from "./space.ts";
import { firstNaN, type Pattern, residualsOf } from "./treespace.ts";
import type { Vector } from "./vector.ts";

// Re-exported for the signatures in files that may not import params themselves.
export { fromTransferable, type Grads, type Param, type ParamSet, paramsOf, toTransferable } from "@wengert/params";

/**
 * The space of the unconstrained values of tagged parameters. During the minimization the parameters are only substituted by
 * trial values; they are written once, at the end.
 */
export function paramSpace(
  loss: () => unknown,
  params: ParamSet,
  compiled: boolean = false,
): Space<ParamSet, Grads, Vector> {
  const { layout } = params;
  const flat = paramLayout(params);
  const lossAt = (raws: readonly never[]): never => params.standingFor(raws, loss) as never;
  const evaluate = compiledIf(compiled, valueAndGrad(lossAt));
  const value = compiledIf(compiled, lossAt);
  const valueOnly: Objective = (x) => ({ value: plainValue(value(layout.split(x) as never)) });
  return {
    ...flat,
    valueOnly,
    curvature: (x) => {
      const [, push] = linearize(grad(lossAt) as (raws: unknown) => unknown, layout.split(x) as never);
      return (v) => concatenate((push as (v: unknown) => unknown)(layout.split(v)) as Leaf[]);
    },
    firstNaN: (x) => firstNaN(() => evaluate(layout.split(x) as never)),
    objective: orConstant((x) => {
      // All may be frozen, before the minimization or in the middle of it: then nothing depends on x.
      if (!params.params.some(({ trainable }) => trainable)) {
        return { ...valueOnly(x), gradient: new Float64Array(layout.size) };
      }
      const [value, parts] = evaluate(layout.split(x) as never);
      return { value: plainValue(value), gradient: concatenate(parts as Leaf[]) };
    }, valueOnly),
  };
}

/** Residuals of tagged parameters. */
export function paramResiduals(
  f: () => unknown,
  params: ParamSet,
  sparsity?: Pattern,
  compiled: boolean = false,
): ResidualSpace<ParamSet, Grads, Vector> {
  const residualAt = (raws: unknown): unknown => params.standingFor(raws as never, f);
  return { ...paramLayout(params), ...residualsOf(residualAt, (x) => params.layout.split(x), sparsity, compiled) };
}

/**
 * The parameters of a set that are not frozen.
 *
 * @throws {UnknownParamError} where all are
 */
export function trainableIn(op: string, params: ParamSet): ParamSet {
  if (params.params.every(({ trainable }) => trainable)) return params;
  if (params.params.some(({ trainable }) => trainable)) return paramsOf(params);
  const names = params.paths.join(", ").slice(0, 80);
  throw new UnknownParamError(
    `${op}: all parameters of the set are frozen (${names}), so that there is nothing to fit. Free some with thaw.`,
    op,
  );
}

function paramLayout(params: ParamSet): Layout<ParamSet, Grads, Vector> {
  const { layout } = params;
  const parts = layout.split(params.toVector());
  return {
    size: layout.size,
    start: () => params.toVector(),
    names: () => elementNames(parts, params.paths),
    present: {
      trainable: () => params.params.map(({ trainable }) => trainable),
      values: () => params.toVector(),
    },
    parts: Object.fromEntries(parts.map((part, i) => [params.paths[i], part])),
    finish: (x) => {
      params.assign(x);
      return params;
    },
    read: () => params.params.map(({ value }, i) => [params.paths[i], value]),
    gradient: (gradient) => new Grads(params, layout.split(gradient)),
    at: (x) => x.slice(),
    tree: (x) => layout.split(x),
    vector: (parts) => layout.join(parts as Leaf[]),
  };
}
