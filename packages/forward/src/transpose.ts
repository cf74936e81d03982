import type { Tensor } from "@wengert/array";
import { vjp } from "@wengert/core";
import { type Outputs, zerosLike } from "@wengert/rule";
import { type Rule, returnedCotangent, returnedCotangents } from "@wengert/trace";
import { map } from "@wengert/tree";

/**
 * The pushforward of a rule that has only a pullback: that is linear in the cotangent, so its own transpose, taken at
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
): unknown {
  const wanted = dxs.map((dx) => dx !== undefined);
  const pullback = (ybar: unknown): (Tensor | null)[] => {
    const xbars = returnedCotangents(rule, rule.vjp?.(ybar, xs, y, attributes), wanted);
    return xbars.map((entry, k) => (wanted[k] ? (returnedCotangent(rule, entry, xs[k], k) ?? null) : null));
  };
  const [xbars, transposed] = vjp(pullback, map(zerosLike, y) as never);
  return transposed(xbars.map((xbar, k) => (xbar === null ? null : dxs[k])) as never)[0];
}
