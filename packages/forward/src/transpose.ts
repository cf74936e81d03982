import { isTensor, type Tensor } from "@wengert/array";
import {
  CONSTANT,
  type Outputs,
  onesLike,
  type Rule,
  returnedCotangent,
  returnedCotangents,
  type Seed,
  Tape,
  within,
} from "@wengert/trace";

/**
 * The pushforward of a rule that has only a pullback, as tangents in the order of the keys: that is linear in the cotangent, so its own transpose, taken at
 * any cotangent at all, is the pushforward.
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
  const wanted = dxs.map((dx) => dx !== undefined);
  const tape = Tape.lasting();
  const leaves = Object.entries(isTensor(y) ? { y } : y).map(
    ([key, part]) => [key, tape.leaf(onesLike(part))] as const,
  );
  const seeds = within(tape, () => {
    const ybar = isTensor(y) ? leaves[0][1] : Object.fromEntries(leaves);
    const xbars = returnedCotangents(rule, rule.vjp?.(ybar, xs, y, attributes), wanted);
    return xbars.flatMap((entry, k): Seed[] => {
      const xbar = wanted[k] ? returnedCotangent(rule, entry, xs[k], k) : undefined;
      const slot = xbar === undefined ? CONSTANT : tape.slotOf(xbar);
      return slot === CONSTANT ? [] : [[slot, dxs[k] as Tensor]];
    });
  });
  const dys = tape.pullBack(seeds);
  return leaves.map(([, leaf]) => dys.take(leaf.mark));
}
