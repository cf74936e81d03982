import { expectNoMore } from "@wengert/array/author";
import { flatten, unflatten } from "@wengert/tree";
import { type PlainTree, partRecord, toPlainTree } from "../trees/plaintree.ts";
import { prefixValues } from "../trees/prefixvalues.ts";
import { expectTransformation, type Transformation } from "./transformation.ts";

/**
 * Applies a transformation to some of the leaves. The other updates pass unchanged. To keep a parameter fixed, freeze it or
 * give `null` for its gradient instead.
 *
 * @param where - a tree of booleans like the parameters, or with one boolean for a whole branch; or a function of the path,
 * as for a ParamSet
 * @throws {TreeMismatchError} where the tree of booleans has a branch that the gradient lacks
 * @example
 * import { chain, mask, sgd, weightDecay } from "@wengert/optim";
 *
 * const optimizer = chain(mask(weightDecay(0.5), { w: true, bias: false }), sgd(1));
 * const params = { w: 2, bias: 2 };
 * optimizer.update({ w: 1, bias: 1 }, optimizer.init(params), params)[0]; // => { w: -2, bias: -1 }
 */
export function mask(transformation: Transformation, where: unknown): Transformation {
  expectNoMore("mask", arguments[2]);
  expectTransformation("mask", transformation);
  return {
    init: (params) => transformation.init(params),
    update: <G>(grads: G, state: unknown, params: unknown): [G, unknown] => {
      const { tree, restore, partial } = toPlainTree(grads);
      const { leaves, structure, paths } = flatten(tree);
      const chosen = choices(where, { tree, restore, partial }, paths);
      const masked = unflatten(
        structure,
        leaves.map((leaf, i) => (chosen[i] ? leaf : null)),
      );
      const visible = partial ? partRecord(Object.entries(masked as object)) : masked;
      const [updates, next] = transformation.update(visible, state, params);
      const updated = flatten(toPlainTree(updates).tree);
      const byPath = new Map(updated.paths.map((path, i) => [path, updated.leaves[i]]));
      const merged = leaves.map((leaf, i) => (chosen[i] ? byPath.get(paths[i]) : leaf));
      return [restore(unflatten(structure, merged)) as G, next];
    },
  };
}

/** Whether the transformation applies, leaf by leaf. */
function choices(where: unknown, { tree, partial }: PlainTree, paths: readonly string[]): readonly boolean[] {
  if (typeof where !== "function")
    return prefixValues(where, tree, { op: "mask", name: "where" }).map((choice) => choice === true);
  return (partial ? Object.keys(tree as object) : paths).map((path) => where(path) === true);
}
