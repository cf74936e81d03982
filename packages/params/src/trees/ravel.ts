import { ShapeError, type Tensor, zeros } from "@wengert/array";
import { expectNoMore, showShape } from "@wengert/array/author";
import { concat, reshape, split } from "@wengert/ops";
import { resolve, type Tag, type Value } from "@wengert/rule";
import { asNumber, isNumberLeaf, isTag, leavesOf, ownValue } from "@wengert/trace";
import { type Static, unflatten } from "@wengert/tree";

/** A tree with the values of its leaves: a number for a number, a Tensor for a Tensor; what is static stays. */
export type Unraveled<P> = P extends number
  ? number
  : P extends Tag<infer T>
    ? T extends number
      ? number
      : Tensor
    : P extends Tensor
      ? Tensor
      : P extends Static
        ? P
        : { -readonly [K in keyof P]: Unraveled<P[K]> };

/** A tree as a vector, and the way back. */
export interface Raveled<P> {
  /** [n], the elements of all leaves, one after the other. */
  readonly vector: Tensor;
  /**
   * A tree like the one that was ravelled from another vector.
   *
   * @param vector - [n]
   * @throws {ShapeError} for a vector of another shape
   */
  readonly unravel: (vector: Value) => Unraveled<P>;
}

/**
 * A tree as one flat vector, for methods that know only vectors. Both directions are differentiable: they only move
 * numbers.
 *
 * Tagged parameters count with their values, and come back as values. As a vector in the unconstrained space, a model has
 * `paramsOf(model).toVector()`.
 *
 * @param tree - of numbers, Tensors and parameters
 * @returns `{ vector, unravel }`; inside of a transformation the leaves that `unravel` gives are traced
 * @throws {UnknownLeafError} for a leaf of another kind
 * @example
 * import { tensor } from "@wengert/array";
 * import { ravel } from "@wengert/params";
 *
 * const { vector, unravel } = ravel({ scale: 3, lengths: tensor([1, 2]), name: "rbf" });
 * vector.toArray(); // => [3, 1, 2]
 * unravel(tensor([0, 5, 6])).lengths.toArray(); // => [5, 6]
 */
export function ravel<P>(tree: P): Raveled<P> {
  expectNoMore("ravel", arguments[1]);
  const { values, given, structure } = leavesOf("ravel", tree);
  const vector = concat([zeros([0]), ...values.map((x) => reshape(x, [x.size]))]);
  // Cuts behind every leaf, so that the last piece is empty.
  let end = 0;
  const cuts = values.map((x) => {
    end += x.size;
    return end;
  });
  const unravel = (from: Value): Unraveled<P> => {
    const x = resolve(from, "unravel");
    if (x.ndim !== 1 || x.size !== vector.size) {
      const message = `unravel: the tree needs a vector of shape [${vector.size}], not ${showShape(x.shape)}`;
      throw new ShapeError(`${message}.`, "unravel");
    }
    const parts = split(x, cuts).slice(0, values.length);
    const leaves = parts.map((part, i) => likeLeaf(given[i], reshape(part, values[i].shape)));
    return unflatten(structure, leaves);
  };
  return { vector, unravel };
}

function likeLeaf(leaf: Value, x: Tensor): number | Tensor {
  return isNumberLeaf(isTag(leaf) ? ownValue(leaf) : leaf) ? asNumber(x) : x;
}
