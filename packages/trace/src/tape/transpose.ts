import type { Tensor } from "@wengert/array";
import { whereDepends } from "../authored/depending.ts";
import { forEachValue, listOf } from "../authored/derivatives.ts";
import { returnedTangent } from "../authored/returned.ts";
import type { Outputs, Rule } from "../contract.ts";
import { within } from "../frame.ts";
import { outputsLike } from "../outputs.ts";
import { CONSTANT } from "../recording.ts";
import { onesLike, zerosLike } from "../tangent.ts";
import type { Tape } from "./tape.ts";

/**
 * The pullback of a rule that has only a pushforward: that is linear in the tangents, so taping it over them, at any
 * tangents at all, and walking back gives its transpose. It may read the numbers of the arguments, as long as it does not read those
 * of the tangents.
 */
export function transposePushforward(
  rule: Rule,
  ybar: unknown,
  xs: readonly Tensor[],
  y: Outputs,
  attributes: object | undefined,
  wanted: readonly (boolean | number)[],
  lasting: () => object,
): readonly (Tensor | undefined)[] {
  const [bars, parts] = [listOf(y, ybar), listOf(y, y)];
  return forEachValue([...bars, ...parts, ...xs], (all) => {
    const own = all.slice(2 * parts.length) as readonly Tensor[];
    const value = outputsLike(y, all.slice(parts.length)) as Outputs;
    // Whoever pulls back has a tape. Taken from there, it is not part of programs that have such rules and no gradient.
    const ybars = all.slice(0, parts.length);
    const xbars = transposed(lasting() as Tape, rule, ybars, own, value, attributes, wanted);
    return rule.builtIn ? xbars : xbars.map(whereDepends(ybars));
  });
}

function transposed(
  tape: Tape,
  rule: Rule,
  ybars: readonly (Tensor | undefined)[],
  xs: readonly Tensor[],
  y: Outputs,
  attributes: object | undefined,
  wanted: readonly (boolean | number)[],
): readonly (Tensor | undefined)[] {
  const [seeds, slots] = within(tape, () => {
    const dxs = xs.map((x, k) => (wanted[k] ? tape.leaf(onesLike(x)) : undefined));
    const dys = listOf(y, rule.jvp?.(dxs, xs, y, attributes));
    const seeds = ybars.flatMap((bar, k) => {
      const tangent = bar === undefined ? undefined : returnedTangent(rule, dys[k], bar);
      if (tangent === undefined) return [];
      const slot = tape.slotOf(tangent);
      return slot === CONSTANT ? [] : [[slot, bar as Tensor] as const];
    });
    return [seeds, dxs.map((dx) => dx?.mark)];
  });
  const bars = tape.pullBack(seeds);
  // What does not depend this time may do so when the same is run again, as part of a program that has been written down.
  const xbars = slots.map((slot, k) => (slot === undefined ? undefined : (bars.take(slot) ?? zerosLike(xs[k]))));
  tape.releaseNumbers();
  return xbars;
}
