import { flatten, unflatten } from "@wengert/tree";
import { type Opened, opened, partRecord } from "../opened.ts";
import { spread } from "../spread.ts";
import { expectTransformation, type Transformation } from "../transformation.ts";

/**
 * Applies a transformation to a part of the leaves. The updates of the others pass as they are: to leave parameters alone,
 * freeze them, or give `null` for their gradient.
 *
 * @param where - a tree of booleans like the parameters, or with one boolean for a whole branch; or a function of the path,
 * as for a ParamSet
 * @throws {TreeMismatchError} where the booleans' tree has a branch that the gradient has not
 * @example
 * import { chain, mask, sgd, weightDecay } from "@wengert/optim";
 *
 * const optimizer = chain(mask(weightDecay(0.5), { w: true, bias: false }), sgd(1));
 * const params = { w: 2, bias: 2 };
 * optimizer.update({ w: 1, bias: 1 }, optimizer.init(params), params)[0]; // => { w: -2, bias: -1 }
 */
export function mask(transformation: Transformation, where: unknown): Transformation {
  expectTransformation("mask", transformation);
  return {
    init: (params) => transformation.init(params),
    update: <G>(grads: G, state: unknown, params: unknown): [G, unknown] => {
      const { tree, close, partial } = opened(grads);
      const { leaves, structure, paths } = flatten(tree);
      const chosen = choices(where, { tree, close, partial }, paths);
      const masked = unflatten(
        structure,
        leaves.map((leaf, i) => (chosen[i] ? leaf : null)),
      );
      const visible = partial ? partRecord(Object.entries(masked as object)) : masked;
      const [updates, next] = transformation.update(visible, state, params);
      const updated = flatten(opened(updates).tree);
      const byPath = new Map(updated.paths.map((path, i) => [path, updated.leaves[i]]));
      const merged = leaves.map((leaf, i) => (chosen[i] ? byPath.get(paths[i]) : leaf));
      return [close(unflatten(structure, merged)) as G, next];
    },
  };
}

/** Which leaves the transformation is for, in their order. */
function choices(where: unknown, { tree, partial }: Opened, paths: readonly string[]): readonly boolean[] {
  if (typeof where !== "function") return spread(where, tree).map((choice) => choice === true);
  return (partial ? Object.keys(tree as object) : paths).map((path) => where(path) === true);
}
