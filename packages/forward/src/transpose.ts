import type { Tensor } from "@wengert/array";
import {
  CONSTANT,
  forEachValue,
  listOf,
  type Outputs,
  onesLike,
  outputsLike,
  type Rule,
  returnedCotangent,
  returnedCotangents,
  type Seed,
  Tape,
  whereDepends,
  within,
  zerosLike,
} from "@wengert/trace";

/**
 * The pushforward of a rule that has only a pullback, as tangents in the order of the keys: that is linear in the cotangent, so its own transpose, taken at
 * any cotangent at all, is the pushforward. It may read the numbers of the arguments, as long as it does not read those of the cotangent.
 *
 *     dy = (ȳ ↦ x̄(ȳ))ᵀ dx
 */
export function transposePullback(
  rule: Rule,
  dxs: readonly (Tensor | undefined)[],
  xs: readonly Tensor[],
  y: Outputs,
  attributes: object | undefined,
): readonly (Tensor | undefined)[] {
  const parts = listOf(y, y);
  return forEachValue([...parts, ...xs, ...dxs], (all) => {
    const own = all.slice(parts.length, parts.length + xs.length) as readonly Tensor[];
    const along = all.slice(parts.length + xs.length);
    const dys = transposed(rule, along, own, outputsLike(y, all) as Outputs, attributes);
    return rule.builtIn ? dys : dys.map(whereDepends(along));
  });
}

function transposed(
  rule: Rule,
  dxs: readonly (Tensor | undefined)[],
  xs: readonly Tensor[],
  y: Outputs,
  attributes: object | undefined,
): readonly (Tensor | undefined)[] {
  const wanted = dxs.map((dx) => dx !== undefined);
  const tape = Tape.lasting();
  const leaves = listOf(y, y).map((part) => tape.leaf(onesLike(part as Tensor)));
  const seeds = within(tape, () => {
    const xbars = returnedCotangents(rule, rule.vjp?.(outputsLike(y, leaves), xs, y, attributes), wanted);
    return xbars.flatMap((entry, k): Seed[] => {
      const xbar = wanted[k] ? returnedCotangent(rule, entry, xs[k], k) : undefined;
      const slot = xbar === undefined ? CONSTANT : tape.slotOf(xbar);
      return slot === CONSTANT ? [] : [[slot, dxs[k] as Tensor]];
    });
  });
  const dys = tape.pullBack(seeds);
  // What does not depend this time may do so when the same is run again, as part of a program that has been written down.
  return listOf(y, y).map((part, k) => dys.take(leaves[k].mark) ?? zerosLike(part as Tensor));
}
