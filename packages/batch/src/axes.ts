import { type Tensor, WengertError } from "@wengert/array";
import { kindOf, showShape } from "@wengert/array/author";
import type { Leaves } from "@wengert/trace";
import { childPath, type Structure } from "@wengert/tree";

/** An axis, null for none, or a tree of these that begins like another tree. */
export type Axes = number | null | readonly Axes[] | { readonly [key: string]: Axes };

/**
 * Axes of a batch that are not there, or whose lengths differ.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { vmap } from "@wengert/batch";
 * import { mul } from "@wengert/ops";
 *
 * const [xs, weight] = [tensor([1, 2, 3]), tensor([10, 20])];
 * vmap(mul)(xs, weight); // throws BatchAxisError
 * vmap(mul, { inAxes: [0, null] })(xs, weight).shape; // => [3, 2]
 */
export class BatchAxisError extends WengertError {
  override readonly name: string = "BatchAxisError";
}

/**
 * The axis that a tree of axes gives to each leaf.
 *
 * @param what - which tree of axes; named in errors
 * @throws {BatchAxisError} where it has another form than the tree, or is no axis
 */
export function leafAxes(
  op: string,
  what: string,
  axes: Axes,
  { structure }: Pick<Leaves, "structure">,
): readonly (number | null)[] {
  const found: (number | null)[] = [];
  const visit = (node: Structure, own: unknown, path: string): void => {
    const where = path === "" ? "" : ` at "${path}"`;
    if (own === null || Number.isInteger(own)) {
      for (let i = 0; i < node.size; i++) found.push(own as number | null);
    } else if (node.kind === "static") {
      // Nothing to say about what is carried along.
    } else if (node.kind !== "container" || typeof own !== "object") {
      throw new BatchAxisError(`${op}: ${what}${where} is ${kindOf(own)}; an axis is an integer, or null.`, op, path);
    } else {
      const { keys } = node.shell;
      const unknown = Object.keys(own as object).find((key) => !keys.map(String).includes(key));
      if (unknown !== undefined) {
        throw new BatchAxisError(`${op}: ${what}${where} has "${unknown}", and the tree has not.`, op, path);
      }
      for (const [i, key] of keys.entries()) {
        const child = (own as Record<string | number, unknown>)[key];
        if (child === undefined && node.children[i].size > 0) {
          throw new BatchAxisError(
            `${op}: ${what}${where} says nothing of "${key}". Give an axis, or null for what all examples share.`,
            op,
            path,
          );
        }
        visit(node.children[i], child ?? null, childPath(path, key));
      }
    }
  };
  visit(structure, axes, "");
  return found;
}

/** An axis of outAxes, for a value with so many axes, counted from the start. */
export function placeOf(op: string, axis: number, ndim: number, path: string): number {
  if (axis >= -ndim && axis < ndim) return axis < 0 ? axis + ndim : axis;
  const range = ndim === 0 ? "it has none" : `axes run from ${-ndim} to ${ndim - 1}`;
  const where = path === "" ? "" : ` of "${path}"`;
  throw new BatchAxisError(
    `${op}: outAxes names axis ${axis}${where}, which is not there: ${range}. Say null for what all examples share.`,
    op,
    path,
  );
}

/**
 * How many examples there are.
 *
 * @throws {BatchAxisError} where arguments disagree, or nothing says how many
 */
export function sizeOfBatch(
  op: string,
  trees: readonly Leaves[],
  axes: readonly (readonly (number | null)[])[],
  axisSize: number | undefined,
): number {
  if (axisSize !== undefined && !(Number.isInteger(axisSize) && axisSize >= 0)) {
    throw new BatchAxisError(`${op}: axisSize is ${kindOf(axisSize)}, but must be an integer from 0 on.`, op);
  }
  const lengths = trees.flatMap(({ values, paths }, k) =>
    values.flatMap((x, i) => {
      const axis = axes[k][i];
      if (axis === null) return [];
      const name = `argument ${k + 1}${paths[i] === "" ? "" : `, "${paths[i]}"`}`;
      return [{ name, x, axis, length: lengthAlong(op, name, x, axis) }];
    }),
  );
  const size = axisSize ?? lengths[0]?.length;
  if (size === undefined) {
    throw new BatchAxisError(
      `${op}: no argument is mapped, so nothing says how many examples there are. Give axisSize.`,
      op,
    );
  }
  const other = lengths.find(({ length }) => length !== size);
  if (other === undefined) return size;
  const { name, x, axis, length } = other;
  const first = axisSize === undefined ? lengths[0].name : "axisSize";
  throw new BatchAxisError(
    `${op}: ${name} of shape ${showShape(x.shape)} has ${length} examples along axis ${axis}, and ${first} says ${size}. ` +
      "All that is mapped must have equally many; say null in inAxes for what they share.",
    op,
  );
}

function lengthAlong(op: string, name: string, x: Tensor, axis: number): number {
  if (axis >= -x.ndim && axis < x.ndim) return x.shape[axis < 0 ? axis + x.ndim : axis];
  const found = x.ndim === 0 ? "is a single number, which has no axis" : `has the axes ${-x.ndim} to ${x.ndim - 1}`;
  throw new BatchAxisError(
    `${op}: ${name} ${found}, so it cannot be mapped along axis ${axis}. Say null in inAxes for what all examples share.`,
    op,
  );
}
