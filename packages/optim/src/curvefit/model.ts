import { type ParamSet, paramResiduals, trainableIn } from "../spaces/paramspace.ts";
import { type Shown, shownParams, shownTree } from "../spaces/shown.ts";
import type { Layout, ResidualSpace } from "../spaces/space.ts";
import { treeResiduals } from "../spaces/treespace.ts";
import type { Prepared } from "./observations.ts";

/** A model as a function of flat variables. */
export interface Model {
  readonly layout: Layout<unknown, unknown>;
  readonly shown: Shown;
  /** The tagged parameters, whose unconstrained values are the variables; absent for a tree. */
  readonly params?: ParamSet;
  /**
   * The values for some predictors, and their Jacobian.
   *
   * @param see - called with the shape of the values at each evaluation
   */
  readonly valuesFor: (x: Prepared["x"], see: (shape: readonly number[]) => void) => ResidualSpace<unknown, unknown>;
}

/** A model of a tree of parameters. */
export function treeModel(model: (x: never, p: never) => unknown, start: unknown): Model {
  const valuesFor: Model["valuesFor"] = (x, see) =>
    treeResiduals((p: never) => seen(model(x as never, p), see), start, "curveFit");
  const layout = valuesFor({}, () => {});
  return { layout, shown: shownTree(layout), valuesFor };
}

/** A model of tagged parameters. Frozen ones keep their values, and do not count. */
export function paramModel(model: (x: never, p: never) => unknown, start: ParamSet): Model {
  const params = trainableIn("curveFit", start);
  const valuesFor: Model["valuesFor"] = (x, see) =>
    paramResiduals(() => seen((model as (x: never) => unknown)(x as never), see), params);
  const layout = valuesFor({}, () => {});
  const finish = (x: Float64Array): ParamSet => {
    layout.finish(x);
    return start;
  };
  return { layout: { ...layout, finish }, shown: shownParams(params), params, valuesFor };
}

function seen(values: unknown, see: (shape: readonly number[]) => void): unknown {
  see((values as { readonly shape?: readonly number[] } | undefined)?.shape ?? []);
  return values;
}
