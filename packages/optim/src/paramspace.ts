import { valueAndGrad } from "@wengert/core";
import { Grads, type ParamSet } from "@wengert/params";
import { concatenate, type Leaf } from "./opened.ts";
import { plainValue, type Space } from "./space.ts";
import type { Vector } from "./vector.ts";

/**
 * Tagged parameters as a space: their unconstrained values. The loss is evaluated with the parameters standing for trial
 * values; they themselves are written once, at the end.
 */
export function paramSpace(loss: () => unknown, params: ParamSet): Space<ParamSet, Grads, Vector> {
  const { layout } = params;
  const evaluate = valueAndGrad((raws: readonly never[]) => params.standingFor(raws, loss) as never);
  return {
    start: params.toVector(),
    objective: (x) => {
      const [value, parts] = evaluate(layout.split(x) as never);
      return { value: plainValue(value), gradient: concatenate(parts as Leaf[]) };
    },
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
