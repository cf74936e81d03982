import { grad, valueAndGrad } from "@wengert/core";
import { linearize } from "@wengert/forward";
import { Grads, type ParamSet } from "@wengert/params";
import { concatenate, type Leaf } from "./opened.ts";
import { type Layout, plainValue, type ResidualSpace, type Space } from "./space.ts";
import { residualsOf } from "./treespace.ts";
import type { Vector } from "./vector.ts";

// For the signatures of other files.
export type { Grads, ParamSet } from "@wengert/params";

/**
 * Tagged parameters as a space: their unconstrained values. The loss is evaluated with the parameters standing for trial
 * values; they themselves are written once, at the end.
 */
export function paramSpace(loss: () => unknown, params: ParamSet): Space<ParamSet, Grads, Vector> {
  const { layout } = params;
  const place = paramLayout(params);
  const standing = (raws: readonly never[]): never => params.standingFor(raws, loss) as never;
  const evaluate = valueAndGrad(standing);
  return {
    ...place,
    valueOnly: (x) => ({ value: plainValue(standing(layout.split(x) as never)) }),
    curvature: (x) => {
      const [, push] = linearize(grad(standing) as (raws: unknown) => unknown, layout.split(x) as never);
      return (v) => concatenate((push as (v: unknown) => unknown)(layout.split(v)) as Leaf[]);
    },
    objective: (x) => {
      const [value, parts] = evaluate(layout.split(x) as never);
      return { value: plainValue(value), gradient: concatenate(parts as Leaf[]) };
    },
  };
}

/** Residuals of tagged parameters. */
export function paramResiduals(f: () => unknown, params: ParamSet): ResidualSpace<ParamSet, Grads, Vector> {
  const standing = (raws: unknown): unknown => params.standingFor(raws as never, f);
  const { residual, jacobian } = residualsOf(standing, (x) => params.layout.split(x));
  return { ...paramLayout(params), residual, jacobian };
}

function paramLayout(params: ParamSet): Layout<ParamSet, Grads, Vector> {
  const { layout } = params;
  const start = params.toVector();
  return {
    start,
    parts: Object.fromEntries(layout.split(start).map((part, i) => [params.paths[i], part])),
    finish: (x) => {
      params.assign(x);
      return params;
    },
    gradient: (gradient) => new Grads(params, layout.split(gradient)),
    at: (x) => x.slice(),
    tree: (x) => layout.split(x),
    vector: (parts) => layout.join(parts as Leaf[]),
  };
}
