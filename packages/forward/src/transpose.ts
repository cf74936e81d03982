import { showShape, type Tensor } from "@wengert/array";
import { vjp } from "@wengert/core";
import { CotangentShapeError, fits, type Outputs, type Rule, resolve, type Value, zerosLike } from "@wengert/rule";
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
  const needs = dxs.map((dx) => dx !== undefined);
  const pullback = (ybar: unknown): (Tensor | null)[] => {
    const xbars = rule.vjp?.(ybar, xs, y, attributes, needs);
    if (Array.isArray(xbars) && xbars.length === xs.length) {
      return xbars.map((entry, k) => (needs[k] ? cotangent(rule, entry, xs[k], k) : null));
    }
    throw new CotangentShapeError(
      `${rule.name}: the pullback returned ${Array.isArray(xbars) ? `an array of ${xbars.length}` : "no array"} for ` +
        `${xs.length} arguments. Return one per argument, null where there is none.`,
      rule.name,
    );
  };
  const [xbars, transposed] = vjp(pullback, map(zerosLike, y) as never);
  return transposed(xbars.map((xbar, k) => (xbar === null ? null : dxs[k])) as never)[0];
}

/** A cotangent as its author returned it, as a Tensor of the right shape. */
function cotangent(rule: Rule, entry: unknown, x: Tensor, k: number): Tensor | null {
  const value = typeof entry === "function" ? entry() : entry;
  if (value === null || value === undefined) return null;
  const xbar = resolve(value as Value, rule.name, k);
  if (fits(xbar, x)) return xbar;
  throw new CotangentShapeError(
    `${rule.name}: the pullback returned a cotangent of shape ${showShape(xbar.shape)} for argument ${k + 1}, which ` +
      `has shape ${showShape(x.shape)}. A cotangent has the shape of its argument.`,
    rule.name,
  );
}
