import type { Tensor } from "@wengert/array";
import { broadcastTo, reshape } from "@wengert/ops";
import { type Batching, below, type Rule } from "@wengert/trace";
import type { ManyValues } from "./manyvalues.ts";

/**
 * How a rule computes many calls at once. What the library makes itself takes further leading axes: without attributes its
 * arguments broadcast, with attributes they all have the same ones.
 */
export function batchingOf(rule: Rule, attributes: object | undefined): Batching | undefined {
  if (rule.batch !== undefined || !rule.builtIn) return rule.batch;
  return attributes === undefined ? "broadcast" : "leading";
}

/**
 * The arguments of a rule in the form that it takes for many calls at once.
 *
 * The pullback of an author's rule gives cotangents of the shape that all arguments have together, so what the calls share is repeated
 * for them: the repetition adds the cotangents up.
 */
export function aligned(
  batch: ManyValues,
  { builtIn }: Rule,
  batching: Exclude<Batching, (...args: never[]) => unknown>,
  xs: readonly Tensor[],
  mapped: readonly boolean[],
): readonly Tensor[] {
  if (xs.length === 1 || batching === "shared") return xs;
  if (batching === "leading") {
    return below(batch, () => xs.map((x, i) => (mapped[i] ? x : repeated(batch, x))));
  }
  let rank = 0;
  for (let i = 0; i < xs.length; i++) rank = Math.max(rank, mapped[i] ? xs[i].ndim - 1 : xs[i].ndim);
  if (xs.every((x, i) => (mapped[i] ? x.ndim === rank + 1 : builtIn))) return xs;
  return below(batch, () =>
    xs.map((x, i) => {
      if (mapped[i]) return raised(x, rank);
      return builtIn ? x : raised(repeated(batch, x), rank);
    }),
  );
}

function repeated(batch: ManyValues, x: Tensor): Tensor {
  return broadcastTo(x, [batch.size, ...x.shape]);
}

/** Axes of length 1 behind the batch's, so that the others broadcast from the end as they did. */
function raised(x: Tensor, rank: number): Tensor {
  if (x.ndim === rank + 1) return x;
  const added = new Array<number>(rank + 1 - x.ndim).fill(1);
  return reshape(x, [x.shape[0], ...added, ...x.shape.slice(1)]);
}
