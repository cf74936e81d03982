import { isTensor, type Tensor } from "@wengert/array";
import { returnedTangent } from "../authored/returned.ts";
import type { Outputs, Rule } from "../contract.ts";
import { within } from "../frame.ts";
import { CONSTANT } from "../recording.ts";
import { onesLike } from "../tangent.ts";
import type { Tape } from "./tape.ts";

/**
 * The pullback of a rule that has only a pushforward: that is linear in the tangents, so taping it over them, at any
 * tangents at all, and walking back gives its transpose.
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
  // Whoever pulls back has a tape. Taken from there, it is not part of programs that have such rules and no gradient.
  const tape = lasting() as Tape;
  const [seeds, slots] = within(tape, () => {
    const dxs = xs.map((x, k) => (wanted[k] ? tape.leaf(onesLike(x)) : undefined));
    const dy = rule.jvp?.(dxs, xs, y, attributes);
    const parts = isTensor(y) ? [[dy, ybar]] : Object.keys(y).map((key) => [part(dy, key), part(ybar, key)]);
    const seeds = parts.flatMap(([dpart, bar]) => {
      const tangent = bar === undefined ? undefined : returnedTangent(rule, dpart, bar as Tensor);
      if (tangent === undefined) return [];
      const slot = tape.slotOf(tangent);
      return slot === CONSTANT ? [] : [[slot, bar as Tensor] as const];
    });
    return [seeds, dxs.map((dx) => dx?.mark)];
  });
  const bars = tape.pullBack(seeds);
  const xbars = slots.map((slot) => (slot === undefined ? undefined : bars.take(slot)));
  tape.releaseNumbers();
  return xbars;
}

function part(outputs: unknown, key: string): unknown {
  return (outputs as Record<string, unknown> | undefined)?.[key];
}
